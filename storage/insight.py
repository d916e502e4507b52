"""What the memory tells over time: who appears where and with whom, and how good the tags are.

Beside the `Store`, not in it: who collects, analyses and sends never needs these verbs. Each costs
what its window or limit holds, not what the store holds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from news.analysis import Tier
from news.glimpse import TagKey
from news.rating import Rating
from news.recall import Sample, Stratum
from storage.store import Resource

Place = tuple[datetime, str]
"""Instant and id of the last article of a page: where the next page goes on."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Which stories are followed: those that carry a tag, or those of a tier."""

    tag: TagKey | None = None
    tier: Tier = Tier.CORE
    """Counts where no tag is given."""
    before: Place | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Lead:
    """The newest article by which a story belongs to a thread."""

    article_id: str
    dated: datetime
    story_id: str
    """Empty for an article that is in no story."""

    @property
    def place(self) -> Place:
        """Where it stands in its thread."""
        return self.dated, self.article_id


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A name that came again in articles on the subject, copies left out."""

    tag: TagKey
    sources: int
    stories: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that names something."""

    article_id: str
    source_id: str
    language: str
    dated: datetime
    label: str
    """The name as this article writes it."""
    sentence: str
    start: int
    """Where the name stands in the sentence."""
    end: int


class Insight(Resource, Protocol):
    """The memory seen over time. Every verb is one transaction."""

    def leads(self, thread: Thread) -> list[Lead]:
        """The stories of a thread, newest first, each once."""
        ...

    def counts(self, tag: TagKey, edges: Sequence[datetime]) -> list[int]:
        """How many articles carry a tag between each two instants that follow one another."""
        ...

    def company(self, tag: TagKey, among: int) -> dict[str, set[TagKey]]:
        """By story, all tags of the latest `among` articles that carry this one.

        An article that is in no story stands for itself.
        """
        ...

    def labels(self, tags: Collection[TagKey]) -> dict[TagKey, str]:
        """The name of each of these tags as some article wrote it; those never given are absent."""
        ...

    def recurrences(self, since: datetime, least: int) -> list[Recurrence]:
        """Names that at least so many sources told in their own words since an instant.

        Most sources first, then most stories. Known and unknown ones alike; no sectors.
        """
        ...

    def evidence(self, tags: Sequence[TagKey], since: datetime) -> dict[TagKey, list[Evidence]]:
        """For each of these tags the newest sentence of each source, of three at most."""
        ...

    def ratings(self, since: datetime) -> list[Rating]:
        """Reviews made at an instant or later, each beside what it speaks of."""
        ...

    def strata(self, since: datetime, until: datetime) -> dict[str, Stratum]:
        """The stratum of each article dated from one instant to before another."""
        ...

    def keep_sample(self, sample: Sample) -> None:
        """Keep the sample of a week; one that was kept before stays as it is."""
        ...

    def samples(self, since: date) -> list[Sample]:
        """The samples of weeks that began on a day or later, newest first."""
        ...

    def tier_ratings(self, article_ids: Collection[str]) -> list[Rating]:
        """All reviews of the tiers of these articles."""
        ...
