"""What a reader may be shown, in the reader's language: the one thing that is rendered.

No body of an article is in here. What the rights of a source or a reservation of its publisher
forbid is absent, so no renderer can let it slip.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from digest.evidence import Evidence
from digest.weight import Weight
from news.analysis import Tier


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """One article."""

    id: str
    url: str
    """Empty when its address is no web address."""
    outlet: str
    outlet_language: str
    language: str
    title: str
    """Empty when only a link may be shown."""
    authors: tuple[str, ...]
    """Named only beside an excerpt."""
    dated: datetime
    """In the reader's zone."""
    when: str
    """When it was published, as the reader says it."""
    reserved: bool
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class ShownTag:
    """One person, organisation, place or sector."""

    kind: str
    key: str
    label: str
    label_language: str
    known: bool
    role: str
    """Office of a person on the article's day; empty when it is not known."""
    checked: bool
    """Whether an analyst confirmed or corrected it."""
    articles: int
    """How many articles of the story carry it."""
    score: float


@dataclass(frozen=True, slots=True)
class ShownReason:
    """One step of the argument why a story is here."""

    code: str
    detail: tuple[str, ...]
    points: float
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one language tells of a story."""

    language: str
    label: str
    articles: tuple[ShownArticle, ...]


@dataclass(frozen=True, slots=True)
class ShownStory:
    """One story."""

    id: str
    tier: Tier
    update: bool
    weight: Weight
    weight_line: str
    told: str
    """How many articles and outlets tell it, as the reader says it; copies count."""
    lead: ShownArticle
    columns: tuple[Column, ...]
    """The lead's language first; in each, articles whose title may be shown come first."""
    copies: tuple[ShownArticle, ...]
    tags: tuple[tuple[str, tuple[ShownTag, ...]], ...]
    """By heading: people, organisations, places, sectors; headings without tags are absent."""
    reasons: tuple[ShownReason, ...]
    """The heaviest first."""
    brief: bool
    """Beyond the reader's ten minutes: one line."""


@dataclass(frozen=True, slots=True)
class TierCount:
    """One line of the table of tiers."""

    tier: Tier
    stories: int
    new: int
    updates: int
    articles: int


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source that needs a look."""

    id: str
    name: str
    language: str
    state: str
    """Value of its `SourceState`."""
    healthy: bool
    """False when the source itself failed, true when only some of its pages did."""
    since: datetime
    """In the reader's zone."""
    text: str
    """State or pages missed, and since when, as the reader says it."""


@dataclass(frozen=True, slots=True)
class ShownDigest:
    """A whole digest."""

    day: date
    date: str
    language: str
    timezone: str
    built_at: datetime
    """In the reader's zone."""
    summary: tuple[str, ...]
    """The line under the date, in parts."""
    stories: tuple[ShownStory, ...]
    tiers: tuple[TierCount, ...]
    read: int
    off: int
    new: int
    updates: int
    sources_read: int
    sources_total: int
    failed: tuple[ShownSource, ...]
