"""The digest: the settled stories of one day for one reader's language and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from news.analysis import Tier
from news.glimpse import Glimpse, TagKey
from news.reading import Reading
from news.report import SourceReport
from news.story import Story


@dataclass(frozen=True, slots=True)
class Background:
    """What a digest must know beyond the articles of its day."""

    stories: tuple[Story, ...] = ()
    """The stories that articles of the day belong to."""
    members: tuple[Glimpse, ...] = ()
    """All articles of these stories, of whatever day."""
    met: frozenset[TagKey] = frozenset()
    """People and organisations of the day that no article of an earlier day names."""
    fortnight: tuple[Glimpse, ...] = ()
    """The articles on the subject of the fourteen days that end with the day."""
    read_at: datetime | None = None
    """When the sources were last asked; aware, UTC."""


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
    members: tuple[Glimpse, ...] = ()
    """All its articles up to the end of the day, the first one first; copies included."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that tell it on this day, sorted."""
        found = {reading.analysis.language for reading in (*self.readings, *self.copies)}
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Digest:
    """One day's digest for one language and zone, or that of several days."""

    day: date
    """The last day it tells."""
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
    days: int = 1
    """How many days it tells: 1, or 7 for the weekly edition."""
    met: frozenset[TagKey] = frozenset()
    """People and organisations that no article of an earlier day names."""
    fortnight: tuple[Glimpse, ...] = ()
    """The articles on the subject of the fourteen days that end with the day, oldest first."""
    read_at: datetime | None = None
    """When the sources were last asked; aware, UTC."""

    @property
    def first_day(self) -> date:
        """The first day it tells."""
        return self.day - timedelta(days=self.days - 1)
