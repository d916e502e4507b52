"""`soie analyse` and `soie language`: the reading of given texts, without a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from knowledge import Knowledge
from news.analysis import Analysis, Tag, TagKind
from news.article import Article, Precision, Published
from news.errors import UsageError
from news.reading import Reading
from news.story import Story
from nlp import ArticleReader, bind_namesakes, detect_language, foreign_spans, group
from scheduler.measure.records import Record, placed_records, read_records
from scheduler.saying import say_reason

FIELDS = {"id": str, "title": str, "text": str}
OPTIONAL = {"source": str, "published": str, "lang": str}
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def language_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of `soie language`, in the order of the file."""
    for record in read_records(path, {"text": str}):
        found = detect_language(record["text"])
        line: dict[str, Any] = {
            "language": found.code,
            "confidence": round(found.confidence, 4),
        }
        if spans := foreign_spans(record["text"], found.code):
            line["others"] = [
                {"start": span.start, "end": span.end, "language": span.code} for span in spans
            ]
        yield line


def read_articles(path: Path) -> list[Article]:
    """The articles of a file of lines `{id, title, text, source?, published?, lang?}`.

    Raises:
        UsageError: naming the line of a malformed or repeated record.
    """
    articles: dict[str, Article] = {}
    for where, record in placed_records(path, FIELDS, OPTIONAL):
        if record["id"] in articles:
            raise UsageError(f"{where}: the id {record['id']!r} comes twice", "give each its own")
        articles[record["id"]] = as_article(record, where)
    return list(articles.values())


def as_article(record: Record, where: str) -> Article:
    """An article from one record.

    Raises:
        UsageError: when `published` is no date.
    """
    return Article(
        id=record["id"],
        source_id=record.get("source") or "",
        url=f"https://given.example/{record['id']}",
        title=record["title"],
        text=record["text"],
        language=record.get("lang") or "",
        published=_published(record.get("published"), where),
        collected_at=UNDATED,
    )


def _published(text: str | None, where: str) -> Published | None:
    if not text:
        return None
    try:
        return _instant(text)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{where}: published {text!r} is no date", "write ISO 8601") from error


def _instant(text: str) -> Published:
    instant = datetime.fromisoformat(text)
    if len(text) <= len("2022-05-19"):
        day = datetime.combine(date.fromisoformat(text[:10]), time.min, UTC)
        return Published(day, Precision.DAY, "given")
    aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    offset = aware.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return Published(aware.astimezone(UTC), Precision.INSTANT, "given", minutes)


def read_all(articles: Iterable[Article], reader: ArticleReader, base: Knowledge) -> list[Reading]:
    """Readings with their stories, found within what is given, unknown names bound in each."""
    given = list(articles)
    analyses = {item.article_id: item for item in reader.read(given, None)}
    readings = [Reading(article, analyses[article.id]) for article in given]
    return bind_namesakes(in_stories(readings, group(readings, (), base)))


def in_stories(readings: Iterable[Reading], stories: Iterable[Story]) -> list[Reading]:
    """The readings, each with its story and what it repeats."""
    places = {
        member.article_id: (story.id, member) for story in stories for member in story.members
    }
    found = []
    for reading in readings:
        place = places.get(reading.article.id)
        if place is None:
            found.append(reading)
        else:
            story_id, member = place
            duplicate = member.near_duplicate_of
            found.append(replace(reading, story_id=story_id, near_duplicate_of=duplicate))
    return found


def analysis_line(reading: Reading, base: Knowledge) -> dict[str, Any]:
    """One line of `soie analyse`."""
    analysis = reading.analysis
    return {
        "id": reading.article.id,
        "language": analysis.language,
        "tier": analysis.relevance.tier.value,
        "score": round(analysis.relevance.score, 3),
        "reasons": [say_reason(reason, base) for reason in analysis.relevance.reasons],
        "tags": [line for tag in analysis.tags for line in _tag_lines(tag, base)],
        "sectors": [
            {"key": tag.key, "score": round(tag.score, 3), "why": say_reason(tag.why, base)}
            for tag in analysis.of_kind(TagKind.SECTOR)
        ],
        "roles": _roles(analysis, base),
        "story": reading.story_id or None,
        "near_duplicate_of": reading.near_duplicate_of or None,
    }


def _tag_lines(tag: Tag, base: Knowledge) -> Iterator[dict[str, Any]]:
    """One entry a mention, as the contract wants; sectors have their own list."""
    if tag.kind is TagKind.SECTOR:
        return
    for mention in tag.mentions:
        yield {
            "kind": tag.kind.value,
            "key": tag.key,
            "label": tag.label,
            "known": tag.known,
            "start": mention.start,
            "end": mention.end,
            "surface": mention.surface,
            "sentence": mention.sentence,
            "why": say_reason(tag.why, base),
        }


def _roles(analysis: Analysis, base: Knowledge) -> list[dict[str, Any]]:
    return [
        {"start": role.start, "end": role.end, "person": base.entities[role.person].label}
        for role in analysis.roles
    ]
