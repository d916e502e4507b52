"""Why an article is tagged and ranked as it is: as data and as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge import Knowledge
from news.article import Article, Timeliness
from news.reading import Reading
from scheduler.saying import say_reason


def explain_data(reading: Reading, base: Knowledge) -> dict[str, Any]:
    """Everything that is known of one article: tags, evidence, reasons, candidates rejected."""
    analysis, article = reading.analysis, reading.article
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "revision": article.revision,
        "published": _published(article),
        "maker": analysis.maker,
        "language": analysis.language,
        "tier": analysis.relevance.tier.value,
        "score": analysis.relevance.score,
        "reasons": [say_reason(reason, base) for reason in analysis.relevance.reasons],
        "tags": [
            {
                "kind": tag.kind.value,
                "key": tag.key,
                "label": tag.label,
                "known": tag.known,
                "score": tag.score,
                "why": say_reason(tag.why, base),
                "mentions": [
                    {
                        "start": item.start,
                        "end": item.end,
                        "surface": item.surface,
                        "sentence": item.sentence,
                    }
                    for item in tag.mentions
                ],
            }
            for tag in analysis.tags
        ],
        "rejected": [say_reason(reason, base) for reason in analysis.rejected],
        "story": reading.story_id,
        "near_duplicate_of": reading.near_duplicate_of,
    }


def _published(article: Article) -> dict[str, str] | None:
    published = article.published
    if published is None:
        return None
    return {
        "instant": published.instant.isoformat(),
        "precision": published.precision.value,
        "provenance": published.provenance,
        "timeliness": article.timeliness.value,
    }


def explain_lines(reading: Reading, base: Knowledge) -> Iterator[str]:
    """The same for people."""
    data = explain_data(reading, base)
    yield data["title"]
    yield f"  {data['url']}"
    if said := data["published"]:
        yield f"  dated {said['instant']} ({said['precision']}, from {said['provenance']})" + (
            ""
            if said["timeliness"] == Timeliness.CURRENT
            else f": {said['timeliness']}, not shown as new"
        )
    judged = f"{data['tier']} (score {data['score']:g}), language {data['language']}"
    yield f"  {judged}, read by {data['maker']}"
    for reason in data["reasons"]:
        yield f"    {reason}"
    for tag in data["tags"]:
        known = "" if tag["known"] else " (unknown)"
        yield f"{tag['kind']}: {tag['label']}{known}  score {tag['score']:.2f}"
        yield f"    why: {tag['why']}"
        first = tag["mentions"][0]
        yield f"    “{first['surface']}” at {first['start']}–{first['end']}: {first['sentence']}"
    for reason in data["rejected"]:
        yield f"not tagged: {reason}"
