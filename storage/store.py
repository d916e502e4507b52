"""What any store can do. The whole of it: stages meet here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, Self

from news.analysis import Analysis, TagKind, Tier
from news.article import Article
from news.glimpse import Glimpse, TagKey
from news.page import Visit
from news.reading import Reading
from news.report import RunReport
from news.review import Review
from news.story import Story
from storage.catalogue import Catalogue
from storage.workbench import SavedFilters, StoryDecisions


class Outcome(StrEnum):
    """What keeping an article changed."""

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Query:
    """Which readings are wanted; every condition that is given must hold."""

    since: datetime | None = None
    """Articles dated at or after this instant."""
    until: datetime | None = None
    """Articles dated before this instant."""
    tiers: tuple[Tier, ...] = ()
    """Settled tiers; empty means all."""
    text: str = ""
    """Words or Japanese fragments that title or body must hold; quotes make a phrase,
    a star ends the beginning of a word."""
    language: str = ""
    source_id: str = ""
    story_id: str = ""
    kind: TagKind | None = None
    """With `key`: articles that carry this tag."""
    key: str = ""
    ids: tuple[str, ...] = ()
    ungrouped: bool = False
    """Only articles that were read and not looked at by grouping since."""
    limit: int = 0
    """0 means all."""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class StoredDigest:
    """A digest as it was rendered."""

    day: date
    language: str
    format: str
    content: str
    built_at: datetime


class Resource(Protocol):
    """Something that is held and let go of."""

    def close(self) -> None:
        """Let go of the database."""
        ...

    def __enter__(self) -> Self:
        """The store itself; `close()` at the end of the block."""
        ...

    def __exit__(self, *error: object) -> None: ...


class Hindsight(Protocol):
    """What a day's digest asks of other days."""

    def glimpses(self, query: Query) -> list[Glimpse]:
        """The articles that `readings()` would give, without their words."""
        ...

    def met(self, keys: Collection[TagKey], before: datetime) -> set[TagKey]:
        """Those of these tags that an article dated before an instant carries."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """One analyst's word, as it was said."""

    review: Review
    stands: bool
    """Whether it counts: not when it was taken back, nor when it takes another one back."""

    @property
    def place(self) -> tuple[datetime, str]:
        """Where it stands among all words."""
        return self.review.order


class Past(Protocol):
    """What was said before, by articles and of them."""

    def revisions(self, article_id: str) -> list[Article]:
        """Every text of an article, the first one first; none when it is not here."""
        ...

    def words(self, after: tuple[datetime, str] | None = None, limit: int = 500) -> list[Word]:
        """What analysts said of all articles, oldest first, from behind a word's place on."""
        ...


class Store(Resource, Hindsight, Past, Catalogue, StoryDecisions, SavedFilters, Protocol):
    """The memory. Every verb is one transaction; keeping the same thing twice changes nothing."""

    def keep_article(self, article: Article) -> Outcome:
        """Keep an article; a known id with other words becomes its next revision."""
        ...

    def keep_visit(self, visit: Visit) -> None:
        """Remember when an address was asked for and with what answer."""
        ...

    def visit(self, url: str) -> Visit | None:
        """The last visit to an address."""
        ...

    def unread(self, maker: str, limit: int = 0, again: int | None = None) -> Iterator[Article]:
        """Latest revisions whose analysis that counts is not this maker's.

        First those that nobody has read, oldest publication first; then those that another maker
        has read, nearest tier first and newest first, at most `again` of them (None: all).
        Which ones is decided at the call; the caller may keep analyses while it reads on.
        """
        ...

    def keep_analyses(self, analyses: Iterable[Analysis]) -> None:
        """Keep analyses; one maker's analysis of one revision is kept once.

        They are taken as they come and kept fifty at a time, each fifty whole or not at all.
        """
        ...

    def readings(self, query: Query) -> list[Reading]:
        """Articles with their latest analysis, newest first.

        A revision that nobody has analysed yet is passed over in favour of the one before it.
        """
        ...

    def count(self, query: Query) -> int:
        """How many readings the query finds, without limit and offset."""
        ...

    def keep_stories(self, stories: Iterable[Story], seen: Iterable[str] = ()) -> None:
        """Keep stories, replacing earlier forms of the same ids.

        An article is in one story at a time, the last one kept with it; a story without articles
        is dropped. Of articles that grouping has seen the ids are given too: they wait no longer.
        """
        ...

    def stories(self, since: datetime | None = None, ids: Sequence[str] = ()) -> list[Story]:
        """Stories updated at or after an instant, or those with the ids given."""
        ...

    def keep_review(self, review: Review, seen: str | None = None) -> None:
        """Append an analyst's word.

        Args:
            review: The word.
            seen: Id of the last word on the same target that the analyst had read, empty when
                there was none; None when it does not matter.

        Raises:
            ConflictError: when somebody spoke of that target since; nothing is kept.
            StoreError: when `settle()` could not read the word.
        """
        ...

    def keep_run(self, report: RunReport) -> None:
        """Keep a run's report, replacing an earlier form of the same run."""
        ...

    def runs(self, limit: int = 20, since: datetime | None = None) -> list[RunReport]:
        """The latest runs, newest first; a limit of 0 means all that began at `since` or later."""
        ...

    def keep_digest(self, digest: StoredDigest) -> None:
        """Keep a rendered digest, replacing that of the same day, language and format."""
        ...

    def digests(self, day: date | None = None) -> list[StoredDigest]:
        """Digests of a day; without a day all of them with empty content, newest day first."""
        ...

    def totals(self) -> dict[str, int]:
        """Counts of what is kept: articles, revisions, analyses, tags, stories, reviews, runs."""
        ...
