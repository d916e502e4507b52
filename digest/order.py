"""What is asked for when a digest is built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from news.day import day_window

Format = Literal["html", "md", "json"]
"""What a digest is rendered as: a page, Markdown, or data."""

FORTNIGHT = 14
"""Days that the picture of the fortnight counts."""


@dataclass(frozen=True, slots=True)
class DigestOrder:
    """One digest: which day, for which reader."""

    day: date
    """The last day, as days are counted in the reader's zone."""
    language: str
    """The reader's language: `fr`, `ja` or `en`."""
    timezone: str
    """IANA name of the reader's zone."""
    built_at: datetime
    """Aware, UTC."""
    days: int = 1
    """How many days are told: 1, or 7 for the weekly edition."""

    @property
    def window(self) -> tuple[datetime, datetime]:
        """First instant of what is told and first one after it, in UTC."""
        return self.ending(self.days)

    @property
    def fortnight(self) -> tuple[datetime, datetime]:
        """The same of the fourteen days that end with the last day."""
        return self.ending(FORTNIGHT)

    def ending(self, days: int) -> tuple[datetime, datetime]:
        """Window of so many days that end with the last day."""
        first = self.day - timedelta(days=days - 1)
        return day_window(first, self.zone)[0], day_window(self.day, self.zone)[1]

    @property
    def zone(self) -> ZoneInfo:
        """The reader's time zone."""
        return ZoneInfo(self.timezone)
