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
class ShownFirst:
    """Where a story was seen first."""

    outlet: str
    outlet_language: str
    language: str
    told_in: str
    """Name of that language, as the reader says it."""
    day: date
    when: str
    outlets: int
    """Independent outlets that tell the story by now; copies do not count."""
    independent: str
    """The same as the reader says it."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What an update adds to a story that was told before."""

    articles: int
    """Articles before."""
    last: date
    """Day of the latest of them."""
    languages: tuple[str, ...]
    """Languages that tell it for the first time."""
    names: tuple[ShownTag, ...]
    """People and organisations that join it."""
    facts: tuple[str, ...]
    """All this but the names, as the reader says it."""
    text: str
    """All this in one line."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody met for the first time."""

    tag: ShownTag
    anchor: str
    """Of the story that names them."""


@dataclass(frozen=True, slots=True)
class ShownStory:
    """One story."""

    id: str
    tier: Tier
    update: bool
    weight: Weight
    weight_line: str
    anchor: str
    """What links inside the page call it."""
    first: ShownFirst
    change: ShownChange | None
    """None for a new story."""
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
    minutes: float
    """What it takes to read what is told of it."""


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
class Volume:
    """How many articles of one press told of one side on one day."""

    day: date
    language: str
    """`fr`, `ja`, or `other`."""
    side: str
    """`both`, `aura`, `aichi`, or `neither`."""
    articles: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many articles of the fortnight one sector or one outlet has."""

    key: str
    label: str
    language: str
    """What the label is written in; empty when that is not known."""
    articles: int


@dataclass(frozen=True, slots=True)
class ShownFortnight:
    """The fourteen days that end with the day, in figures; articles off the subject left out."""

    days: tuple[date, ...]
    volumes: tuple[Volume, ...]
    """Those above zero, by day."""
    sectors: tuple[Share, ...]
    """The largest first."""
    sources: tuple[Share, ...]

    def count(self, day: date | None = None, language: str = "", side: str = "") -> int:
        """Articles of a day, a press, a side; of all where one is not given."""
        return sum(
            volume.articles
            for volume in self.volumes
            if (day is None or volume.day == day)
            and language in {"", volume.language}
            and side in {"", volume.side}
        )


@dataclass(frozen=True, slots=True)
class ShownDigest:
    """A whole digest."""

    first_day: date
    day: date
    """The last one."""
    date: str
    title: str
    subject: str
    """One line for a mail."""
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
    read_at: datetime | None
    """When the sources were last asked, in the reader's zone."""
    met: tuple[tuple[str, tuple[Newcomer, ...]], ...]
    """People and organisations met for the first time, by heading."""
    fortnight: ShownFortnight
    minutes: int
    """Reading time of what is told in full, rounded up."""
    closing: tuple[str, ...]
    """The small print, a line each."""
