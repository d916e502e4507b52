"""The schema of a digest as data, `fildesoie/digest/1`.

The types below are the schema; `digest/schema/digest-1.json` says the same as JSON Schema. A field
is never removed or given another meaning under one version; a field may be added. Instants are
ISO 8601 with the reader's offset. Offsets count code points. What a publisher's rights forbid is
an empty string or null, never left out.
"""

from __future__ import annotations

from typing import Literal, TypedDict

SCHEMA: Literal["fildesoie/digest/1"] = "fildesoie/digest/1"


class MarkData(TypedDict):
    """A name inside an excerpt."""

    start: int
    """In `evidence.text`."""
    end: int


class EvidenceData(TypedDict):
    """The sentence that proves why an article is here, at most 280 characters."""

    text: str
    start: int
    """Where its words begin in the article's title, newline and body."""
    end: int
    marks: list[MarkData]


class ArticleData(TypedDict):
    """One article, within the rights of its source."""

    id: str
    url: str
    outlet: str
    language: str
    title: str
    """In its own language; empty when only a link may be shown."""
    authors: list[str]
    dated: str
    when: str
    """The same for people, in the reader's language."""
    reserved: bool
    """The publisher reserves text mining: title and link only."""
    evidence: EvidenceData | None


class TagData(TypedDict):
    """One person, organisation, place or sector."""

    kind: str
    key: str
    label: str
    """In the reader's language where it is known."""
    known: bool
    role: str
    """Office of a person on the article's day."""
    checked: bool
    """Confirmed or corrected by an analyst."""
    articles: int
    score: float


class ReasonData(TypedDict):
    """One step of the argument why a story is here."""

    code: str
    detail: list[str]
    points: float
    text: str


class WeightData(TypedDict):
    """The arithmetic of a weight; `total` is the sum of the three."""

    total: float
    relevance: float
    outlets: float
    languages: float


class FirstData(TypedDict):
    """Where a story was seen first."""

    outlet: str
    language: str
    day: str
    outlets: int
    """Independent outlets that tell it by now."""


class ChangeData(TypedDict):
    """What an update adds."""

    articles: int
    """Articles before."""
    last: str
    """Day of the latest of them."""
    languages: list[str]
    """Languages that tell it for the first time."""
    names: list[str]
    """Keys of the people and organisations that join it."""
    text: str


class StoryData(TypedDict):
    """One story."""

    id: str
    tier: str
    update: bool
    """Already told on an earlier day."""
    change: ChangeData | None
    """Null for a new story."""
    first: FirstData
    brief: bool
    """Beyond the ten minutes: title and link are enough."""
    minutes: float
    """Reading time of what a page shows of it."""
    weight: WeightData
    languages: list[str]
    lead: str
    """Id of the article that tells it best for this reader."""
    articles: list[ArticleData]
    """In their own words, the lead first."""
    copies: list[ArticleData]
    tags: list[TagData]
    reasons: list[ReasonData]


class TierData(TypedDict):
    """How much of one tier the day had."""

    tier: str
    label: str
    stories: int
    new: int
    updates: int
    articles: int


class SourceData(TypedDict):
    """A source that failed, or some of whose pages did."""

    id: str
    name: str
    state: str
    since: str
    text: str


class CountData(TypedDict):
    """The day in figures."""

    read: int
    """Articles read, off ones included."""
    off: int
    new: int
    """Stories told for the first time."""
    updates: int
    sources_read: int
    sources_total: int


class NewcomerData(TypedDict):
    """Somebody met for the first time."""

    kind: str
    key: str
    label: str
    known: bool
    role: str
    story: str
    """Id of the first story that names them."""


class VolumeData(TypedDict):
    """Articles of one press on one side on one day; those of zero are left out."""

    day: str
    press: str
    """`fr`, `ja`, or `other`."""
    side: str
    """`both`, `aura`, `aichi`, or `neither`."""
    articles: int


class ShareData(TypedDict):
    """Articles of one sector or outlet."""

    key: str
    label: str
    articles: int


class FortnightData(TypedDict):
    """Fourteen days of articles on the subject, in figures."""

    first_day: str
    day: str
    volumes: list[VolumeData]
    sectors: list[ShareData]
    sources: list[ShareData]


class DigestData(TypedDict):
    """The whole."""

    schema: Literal["fildesoie/digest/1"]
    first_day: str
    """The same as `day`, but for a weekly edition."""
    day: str
    date: str
    """The day for people."""
    language: str
    timezone: str
    built_at: str
    read_at: str | None
    """When the sources were last asked."""
    summary: str
    minutes: int
    """Reading time of what is told in full; 0 on an empty day."""
    counts: CountData
    tiers: list[TierData]
    stories: list[StoryData]
    """By tier, heaviest first."""
    failed: list[SourceData]
    met: list[NewcomerData]
    fortnight: FortnightData
