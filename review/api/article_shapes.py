"""Articles as the API tells them."""

from __future__ import annotations

from datetime import date, datetime

from news.analysis import TagKind, Tier
from news.article import Precision
from news.review import Verdict
from review.api.shapes import Shape
from review.api.words_shapes import Word


class Outlet(Shape):
    """Who published an article."""

    id: str
    """Id of the source."""
    name: str
    language: str
    """Of the name; empty when it is not known."""


class Dated(Shape):
    """When an article was published."""

    at: datetime
    """For a day, its first moment in the publisher's zone."""
    precision: Precision
    day: date
    """As the publisher printed it."""
    provenance: str
    """Where it was read: `json-ld`, `meta`, `feed`, `text` ..."""


class Tagged(Shape):
    """A tag as people see it, corrections included."""

    kind: TagKind
    key: str
    """Id of an entity, key of a sector, or the normal form of an unknown name."""
    name: str
    """In the asked language."""
    known: bool
    verdict: Verdict | None
    """The analysts' last word on it; null while nobody has spoken."""


class ArticleFacts(Shape):
    """What is told of every article."""

    id: str
    url: str
    """At the publisher's; empty when that is no address of the web."""
    title: str
    """Empty when the source's rights allow the link alone."""
    excerpt: str
    """Its beginning, or what surrounds the words searched for; empty when it may not be shown."""
    outlet: Outlet
    language: str
    published: Dated | None
    """Null when it is not known."""
    collected_at: datetime
    tier: Tier
    """As it counts: the analysts' word, else the machine's."""
    tier_verdict: Verdict | None
    reserved: bool
    """The publisher reserves text mining: title and link may be shown, the text not."""
    story: str
    """Id of the story that it tells; empty when it is in none."""
    near_duplicate_of: str
    """Id of the article that it repeats; empty when it does not."""


class ArticleLine(ArticleFacts):
    """An article as lists tell it."""

    tags: list[Tagged]


class Why(Shape):
    """One step of the machine's argument."""

    code: str
    told: str
    """In the asked language."""
    points: float
    """What it adds to the score; 0 where it only explains."""


class Proof(Shape):
    """One place that proves a tag. Offsets are code points of title, newline, text."""

    start: int
    end: int
    surface: str
    sentence: str
    sentence_start: int


class Origin(Shape):
    """A tag as the machine made it or an analyst added it: what words speak of."""

    kind: TagKind
    key: str
    name: str


class TagWhole(Tagged):
    """A tag with all that proves it."""

    score: float
    """How sure its maker is, from 0 to 1."""
    made_by: str
    why: Why
    proofs: list[Proof]
    origins: list[Origin]
    """The tags that became this one; any of them names it when words are said of it."""


class Office(Shape):
    """An office without a name, and who held it on the day."""

    start: int
    end: int
    surface: str
    person: str
    """Id of the person."""
    name: str


class ArticleWhole(ArticleFacts):
    """An article with all that is known of it."""

    authors: list[str]
    revision: int
    text: str | None
    """Null when it may not be shown."""
    maker: str
    """Which models, rules and knowledge read it."""
    confidence: float
    """How sure it is of the language, from 0 to 1."""
    score: float
    """Of the relevance: the sum of the points of `reasons`."""
    reasons: list[Why]
    tags: list[TagWhole]
    rejected: list[Origin]
    """Tags that an analyst rejected."""
    offices: list[Office]
    passed_over: list[Why]
    """Names that were met and not tagged, and why."""
    seen: str
    """Id of the last word on it: to be sent with the next one; empty when there is none."""
    words: list[Word]
    """What analysts said, oldest first."""
