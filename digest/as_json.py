"""A digest as data: one JSON object, of the schema in `digest/data.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from digest.data import (
    SCHEMA,
    ArticleData,
    ChangeData,
    DigestData,
    EvidenceData,
    FirstData,
    FortnightData,
    NewcomerData,
    ReasonData,
    ShareData,
    SourceData,
    StoryData,
    TagData,
    TierData,
)
from digest.evidence import Evidence
from digest.shown import (
    Share,
    ShownArticle,
    ShownChange,
    ShownDigest,
    ShownFirst,
    ShownFortnight,
    ShownReason,
    ShownSource,
    ShownStory,
    ShownTag,
    TierCount,
)
from digest.words import Words
from knowledge import Knowledge


def to_json(shown: ShownDigest, words: Words) -> str:
    """The JSON text of a digest, indented, ending in a newline."""
    data = _digest(shown, words.knowledge)
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _digest(shown: ShownDigest, knowledge: Knowledge) -> DigestData:
    return {
        "schema": SCHEMA,
        "first_day": shown.first_day.isoformat(),
        "day": shown.day.isoformat(),
        "date": shown.date,
        "language": shown.language,
        "timezone": shown.timezone,
        "built_at": shown.built_at.isoformat(),
        "read_at": shown.read_at.isoformat() if shown.read_at else None,
        "summary": " · ".join(shown.summary),
        "minutes": shown.minutes,
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
        "met": list(_met(shown)),
        "fortnight": _fortnight(shown.fortnight),
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
        "change": _change(story.change) if story.change else None,
        "first": _first(story.first),
        "brief": story.brief,
        "minutes": round(story.minutes, 2),
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


def _first(first: ShownFirst) -> FirstData:
    return {
        "outlet": first.outlet,
        "language": first.language,
        "day": first.day.isoformat(),
        "outlets": first.outlets,
    }


def _change(change: ShownChange) -> ChangeData:
    return {
        "articles": change.articles,
        "last": change.last.isoformat(),
        "languages": list(change.languages),
        "names": [name.key for name in change.names],
        "text": change.text,
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


def _met(shown: ShownDigest) -> Iterator[NewcomerData]:
    stories = {story.anchor: story.id for story in shown.stories}
    for _, names in shown.met:
        for name in names:
            yield {
                "kind": name.tag.kind,
                "key": name.tag.key,
                "label": name.tag.label,
                "known": name.tag.known,
                "role": name.tag.role,
                "story": stories[name.anchor],
            }


def _fortnight(fortnight: ShownFortnight) -> FortnightData:
    return {
        "first_day": fortnight.days[0].isoformat(),
        "day": fortnight.days[-1].isoformat(),
        "volumes": [
            {
                "day": volume.day.isoformat(),
                "press": volume.language,
                "side": volume.side,
                "articles": volume.articles,
            }
            for volume in fortnight.volumes
        ],
        "sectors": [_share(share) for share in fortnight.sectors],
        "sources": [_share(share) for share in fortnight.sources],
    }


def _share(share: Share) -> ShareData:
    return {"key": share.key, "label": share.label, "articles": share.articles}
