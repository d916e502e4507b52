"""What is kept of each article, for other programs and for spreadsheets: tags, not texts.

A digest and an export give away the same: a source's rights decide on the title, and of an
article whose publisher reserves text mining there is title and link alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge import Knowledge
from news.analysis import TagKind
from news.reading import Reading
from news.review import SettledTag
from news.source import Rights
from scheduler.spreadsheet import safe_cell
from storage import Query, Store

PAGE = 500
"""Readings in memory at a time."""
COLUMNS = (
    "id", "date", "tier", "language", "source", "title", "url", "reserved",
    "people", "organisations", "places", "sectors", "story", "near_duplicate_of",
)  # fmt: skip
_KINDS = {
    "people": TagKind.PERSON,
    "organisations": TagKind.ORGANISATION,
    "places": TagKind.PLACE,
    "sectors": TagKind.SECTOR,
}


def exported(store: Store, query: Query, knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    """One record an article, newest first, as the line of a JSON file."""
    offset = 0
    while found := store.readings(_page(query, offset)):
        yield from (_record(reading, knowledge) for reading in found)
        offset += len(found)


def _page(query: Query, offset: int) -> Query:
    return Query(since=query.since, until=query.until, tiers=query.tiers, limit=PAGE, offset=offset)


def _record(reading: Reading, knowledge: Knowledge) -> dict[str, Any]:
    article, settled = reading.article, reading.settled
    source = knowledge.sources.get(article.source_id)
    titled = source is None or source.rights is not Rights.LINK
    return {
        "id": article.id,
        "date": article.dated.isoformat(),
        "tier": settled.tier.value,
        "language": reading.analysis.language,
        "source": article.source_id,
        "title": article.title if titled else "",
        "url": article.url,
        "reserved": article.reserved,
        "tags": [] if article.reserved else [_tag(item) for item in settled.tags],
        "story": reading.story_id,
        "near_duplicate_of": reading.near_duplicate_of,
    }


def _tag(item: SettledTag) -> dict[str, Any]:
    tag = item.tag
    return {
        "kind": tag.kind.value,
        "key": tag.key,
        "label": tag.label,
        "known": tag.known,
        "score": tag.score,
        "verdict": item.verdict.value if item.verdict else None,
    }


def row(record: dict[str, Any]) -> list[str]:
    """The same as cells in the order of `COLUMNS`, none of which a spreadsheet runs."""
    cells = {name: str(value) for name, value in record.items() if name != "tags"}
    cells["reserved"] = "1" if record["reserved"] else "0"
    for name, kind in _KINDS.items():
        labels = (tag["label"] for tag in record["tags"] if tag["kind"] == kind.value)
        cells[name] = "; ".join(labels)
    return [safe_cell(cells[name]) for name in COLUMNS]
