"""An article without its words: what the digest of another day needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from news.analysis import TagKind, Tier
from news.article import Published, Timeliness, timeliness_of

TagKey = tuple[TagKind, str]
"""Kind and key of a tag."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One article: where, when, in what language, on what; none of its words."""

    id: str
    source_id: str
    language: str
    """What the analysis says it is."""
    published: Published | None
    collected_at: datetime
    """Aware, UTC."""
    tier: Tier
    """The settled one."""
    tags: frozenset[TagKey]
    """The settled ones."""
    copy: bool
    """Whether it repeats the text of another article of its story."""
    reserved: bool

    @property
    def dated(self) -> datetime:
        """The publication instant, or the instant of collection when none is known."""
        return self.published.instant if self.published else self.collected_at

    @property
    def timeliness(self) -> Timeliness:
        """Whether the article can be news of the day it was found."""
        return timeliness_of(self.dated, self.collected_at)
