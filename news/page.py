"""What the network gave, before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a web server, byte for byte."""

    url_asked: str
    url_final: str
    """The address after redirects."""
    status: int
    body: bytes
    fetched_at: datetime
    """Aware, UTC."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; several values of one name are joined by a comma."""
    reservation: str = ""
    """What its host's tdmrep.json says of text mining: `1` reserved, `0` not; else empty."""

    @property
    def content_type(self) -> str:
        """Media type without parameters, lower case; empty when the server gave none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Visit:
    """The last time an address was asked for, and what makes the next question conditional."""

    url: str
    visited_at: datetime
    status: int
    etag: str = ""
    last_modified: str = ""
    full_at: datetime | None = None
    """When the address last answered with a body; aware, UTC."""
    digest: str = ""
    """SHA-256 of that body; empty where something it announced is still to be asked for."""
    distrusted_since: datetime | None = None
    """When the server was found to say "not modified" of what had changed; aware, UTC."""
