"""What is asked for when a digest is built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Format = Literal["html", "md", "json"]
"""What a digest is rendered as: a page, Markdown, or data."""


@dataclass(frozen=True, slots=True)
class DigestOrder:
    """One digest: which day, for which reader."""

    day: date
    """The day, as days are counted in the reader's zone."""
    language: str
    """The reader's language: `fr`, `ja` or `en`."""
    timezone: str
    """IANA name of the reader's zone."""
    built_at: datetime
    """Aware, UTC."""

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return ZoneInfo(self.timezone)
