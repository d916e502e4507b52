"""The digest: the settled stories of one day for one reader's language and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from news.analysis import Tier
from news.reading import Reading
from news.report import SourceReport


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story as a digest tells it."""

    id: str
    tier: Tier
    """The nearest tier of its articles of the day."""
    weight: float
    """Orders stories within a tier, heaviest first."""
    lead: Reading
    """The article that tells it best."""
    readings: tuple[Reading, ...]
    """All its articles of the day in their own words, the lead first."""
    copies: tuple[Reading, ...]
    """Near-duplicates of the day, folded away."""
    update: bool
    """Whether the story was already told on an earlier day."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that tell it on this day, sorted."""
        found = {reading.analysis.language for reading in (*self.readings, *self.copies)}
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Digest:
    """One day's digest for one language and zone."""

    day: date
    language: str
    timezone: str
    built_at: datetime
    """Aware, UTC."""
    stories: tuple[DigestStory, ...]
    """Core, related and context, in that order, by weight within a tier."""
    read: int
    """Articles of the day that were read, off ones included."""
    off: int
    """Articles of the day that are off the subject."""
    sources: tuple[SourceReport, ...]
    """The latest report of every source."""
