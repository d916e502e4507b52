"""A change with who made it, when and why; and its taking back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge.amendments.amendment import Amendment


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, when and why."""

    who: str
    at: datetime
    """Aware, UTC."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeptAmendment:
    """A change as it is kept. It is never edited; undoing it is a record of its own."""

    id: str
    amendment: Amendment
    signed: Signature
    taken_back: Signature | None = None
    """Who took it back; None while it counts."""
