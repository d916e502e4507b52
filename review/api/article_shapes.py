"""Articles as the API tells them. What a publisher reserves, or a source's rights withhold, is not.

Of a reserved article there are title, link and tags; evidence only as far as it stands in the
title. A source with the right `title` gives no text either, one with `link` no title.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

from news.analysis import Reason, TagKind, Tier
from news.article import Article, Precision
from news.reading import Reading
from news.review import SettledTag, Verdict
from news.source import Rights
from review.api.shapes import Shape
from review.api.words_shapes import Word, words_of
from review.evidence import find_rejected
from review.excerpt import make_excerpt
from review.said import last_id
from review.view import View, web_address


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


def rights_of(view: View, article: Article) -> Rights:
    """How much of an article may be told."""
    source = view.desk.knowledge.sources.get(article.source_id)
    rights = source.rights if source else Rights.EXCERPT
    return Rights.TITLE if article.reserved and rights is Rights.EXCERPT else rights


def line_of(view: View, reading: Reading, searched: str = "") -> ArticleLine:
    """An article as lists tell it."""
    tags = [Tagged.model_validate(_tag(view, item)) for item in reading.settled.tags]
    return ArticleLine.model_validate({**_facts(view, reading, searched), "tags": tags})


def whole_of(view: View, reading: Reading) -> ArticleWhole:
    """An article with all that is known of it."""
    article, analysis = reading.article, reading.analysis
    rights = rights_of(view, article)
    end = shown_until(article, rights)
    return ArticleWhole.model_validate(
        {
            **_facts(view, reading),
            "authors": list(article.authors),
            "revision": article.revision,
            "text": article.text if rights is Rights.EXCERPT else None,
            "maker": analysis.maker,
            "confidence": analysis.confidence,
            "score": analysis.relevance.score,
            "reasons": [why_of(view, each) for each in reading.settled.relevance.reasons],
            "tags": [_whole_tag(view, item, end) for item in reading.settled.tags],
            "rejected": [
                Origin(kind=each.origin[0], key=each.origin[1], name=each.name)
                for each in find_rejected(view, reading)
            ],
            "offices": [
                Office(
                    start=role.start,
                    end=role.end,
                    surface=role.surface,
                    person=role.person,
                    name=view.names.entity(role.person) or role.person,
                )
                for role in analysis.roles
                if role.end <= end
            ],
            "passed_over": [why_of(view, each) for each in analysis.rejected],
            "seen": last_id(reading),
            "words": words_of(view, reading),
        }
    )


def shown_until(article: Article, rights: Rights) -> int:
    """How far title, newline, text may be shown, in code points."""
    ends = {Rights.LINK: 0, Rights.TITLE: len(article.title)}
    return ends.get(rights, len(article.full_text))


def why_of(view: View, reason: Reason) -> Why:
    """A reason in the asked language."""
    return Why(code=reason.code, told=view.reason(reason), points=reason.points)


def _facts(view: View, reading: Reading, searched: str = "") -> dict[str, object]:
    article, settled = reading.article, reading.settled
    rights = rights_of(view, article)
    pieces = make_excerpt(article.text, searched) if rights is Rights.EXCERPT else []
    return {
        "id": article.id,
        "url": web_address(article.url),
        "title": "" if rights is Rights.LINK else article.title,
        "excerpt": "".join(piece.text for piece in pieces),
        "outlet": outlet_of(view, article.source_id),
        "language": reading.analysis.language,
        "published": _dated(article),
        "collected_at": article.collected_at,
        "tier": settled.tier,
        "tier_verdict": settled.tier_verdict,
        "reserved": article.reserved,
        "story": reading.story_id,
        "near_duplicate_of": reading.near_duplicate_of,
    }


def outlet_of(view: View, source_id: str) -> Outlet:
    """Who published it."""
    names = view.names
    return Outlet(
        id=source_id, name=names.source(source_id), language=names.source_language(source_id)
    )


def _dated(article: Article) -> Dated | None:
    published = article.published
    if published is None:
        return None
    printed = published.instant + timedelta(minutes=published.offset_minutes)
    return Dated(
        at=published.instant,
        precision=published.precision,
        day=printed.date(),
        provenance=published.provenance,
    )


def _tag(view: View, item: SettledTag) -> dict[str, object]:
    tag = item.tag
    return {
        "kind": tag.kind,
        "key": tag.key,
        "name": view.names.tag(tag),
        "known": tag.known,
        "verdict": item.verdict,
    }


def _whole_tag(view: View, item: SettledTag, end: int) -> TagWhole:
    """A tag with its proofs, as far as the text may be shown."""
    tag = item.tag
    shown = [each for each in tag.mentions if each.sentence_start + len(each.sentence) <= end]
    return TagWhole.model_validate(
        {
            **_tag(view, item),
            "score": tag.score,
            "made_by": tag.made_by,
            "why": why_of(view, tag.why),
            "proofs": [Proof.model_validate(asdict(each)) for each in shown],
            "origins": [
                Origin(kind=kind, key=key, name=view.names.known(kind, key) or key)
                for kind, key in item.origins
            ],
        }
    )
