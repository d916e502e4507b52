"""A digest as data: one JSON object, schema `fildesoie/digest/1`.

The types below are the schema. A field is never removed or given another meaning under one
version; a field may be added. Instants are ISO 8601 with the reader's offset. Offsets count code
points. What a publisher's rights forbid is an empty string or null, never left out.
"""

from __future__ import annotations

import json
from typing import TypedDict

from digest.evidence import Evidence
from digest.show import show
from digest.shown import (
    ShownArticle,
    ShownDigest,
    ShownReason,
    ShownSource,
    ShownStory,
    ShownTag,
    TierCount,
)
from knowledge import Knowledge
from news.digest import Digest

SCHEMA = "fildesoie/digest/1"


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


class StoryData(TypedDict):
    """One story."""

    id: str
    tier: str
    update: bool
    """Already told on an earlier day."""
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


class DigestData(TypedDict):
    """The whole."""

    schema: str
    day: str
    date: str
    """The day for people."""
    language: str
    timezone: str
    built_at: str
    summary: str
    counts: CountData
    tiers: list[TierData]
    stories: list[StoryData]
    """By tier, heaviest first."""
    failed: list[SourceData]


def to_json(digest: Digest, knowledge: Knowledge) -> str:
    """The JSON text of a digest, indented, ending in a newline."""
    data = _digest(show(digest, knowledge), knowledge)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _digest(shown: ShownDigest, knowledge: Knowledge) -> DigestData:
    return {
        "schema": SCHEMA,
        "day": shown.day.isoformat(),
        "date": shown.date,
        "language": shown.language,
        "timezone": shown.timezone,
        "built_at": shown.built_at.isoformat(),
        "summary": " · ".join(shown.summary),
        "counts": {
            "read": shown.read,
            "off": shown.off,
            "new": shown.new,
            "updates": shown.updates,
            "sources_read": shown.sources_read,
            "sources_total": shown.sources_total,
        },
        "tiers": [_tier(count, shown.language, knowledge) for count in shown.tiers],
        "stories": [_story(story) for story in shown.stories],
        "failed": [_source(source) for source in shown.failed],
    }


def _tier(count: TierCount, language: str, knowledge: Knowledge) -> TierData:
    return {
        "tier": count.tier.value,
        "label": knowledge.phrases.say(f"tier-{count.tier.value}", language),
        "stories": count.stories,
        "new": count.new,
        "updates": count.updates,
        "articles": count.articles,
    }


def _story(story: ShownStory) -> StoryData:
    weight = story.weight
    articles = [article for column in story.columns for article in column.articles]
    return {
        "id": story.id,
        "tier": story.tier.value,
        "update": story.update,
        "weight": {
            "total": weight.total,
            "relevance": weight.relevance,
            "outlets": weight.outlets,
            "languages": weight.languages,
        },
        "languages": [column.language for column in story.columns],
        "lead": story.lead.id,
        "articles": [_article(article) for article in articles],
        "copies": [_article(article) for article in story.copies],
        "tags": [_tag(tag) for _, tags in story.tags for tag in tags],
        "reasons": [_reason(reason) for reason in story.reasons],
    }


def _article(article: ShownArticle) -> ArticleData:
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "language": article.language,
        "title": article.title,
        "authors": list(article.authors),
        "dated": article.dated.isoformat(),
        "when": article.when,
        "reserved": article.reserved,
        "evidence": _evidence(article.evidence) if article.evidence else None,
    }


def _evidence(evidence: Evidence) -> EvidenceData:
    return {
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "marks": [{"start": start, "end": end} for start, end in evidence.marks],
    }


def _tag(tag: ShownTag) -> TagData:
    return {
        "kind": tag.kind,
        "key": tag.key,
        "label": tag.label,
        "known": tag.known,
        "role": tag.role,
        "checked": tag.checked,
        "articles": tag.articles,
        "score": tag.score,
    }


def _reason(reason: ShownReason) -> ReasonData:
    return {
        "code": reason.code,
        "detail": list(reason.detail),
        "points": reason.points,
        "text": reason.text,
    }


def _source(source: ShownSource) -> SourceData:
    return {
        "id": source.id,
        "name": source.name,
        "state": source.state,
        "since": source.since.isoformat(),
        "text": source.text,
    }
