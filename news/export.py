"""What is kept of each article, for other programs and for spreadsheets: tags, not texts.

A digest and an export give away the same: a source's rights decide on the title, and of an
article whose publisher reserves text mining there is title and link alone.
"""

from __future__ import annotations

from typing import Any

from news.analysis import TagKind
from news.reading import Reading
from news.review import Review, SettledTag
from news.source import Rights, Source

COLUMNS = (
    "id", "date", "tier", "language", "source", "title", "url", "reserved",
    "people", "organisations", "places", "sectors", "story", "near_duplicate_of",
)  # fmt: skip
"""Of a table of articles."""
REVIEW_COLUMNS = (
    "id", "article", "at", "who", "verdict", "subject", "kind", "key", "corrected_to",
    "corrected_kind", "label", "note", "withdraws", "stands",
)  # fmt: skip
"""Of a table of reviews."""
_KINDS = {
    "people": TagKind.PERSON,
    "organisations": TagKind.ORGANISATION,
    "places": TagKind.PLACE,
    "sectors": TagKind.SECTOR,
}


def record(reading: Reading, source: Source | None) -> dict[str, Any]:
    """An article as one line of a JSON file.

    Args:
        reading: of the article.
        source: that it came from; None when it is not known any more.
    """
    article, settled = reading.article, reading.settled
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


def row(told: dict[str, Any]) -> list[str]:
    """A record as cells in the order of `COLUMNS`."""
    cells = {name: str(value) for name, value in told.items() if name != "tags"}
    cells["reserved"] = "1" if told["reserved"] else "0"
    for name, kind in _KINDS.items():
        labels = (tag["label"] for tag in told["tags"] if tag["kind"] == kind.value)
        cells[name] = "; ".join(labels)
    return [cells[name] for name in COLUMNS]


def said(review: Review, *, stands: bool) -> dict[str, Any]:
    """A review as one line of a JSON file: who said what of what, and when."""
    return {
        "id": review.id,
        "article": review.article_id,
        "at": review.at.isoformat(),
        "who": review.reviewer,
        "verdict": review.verdict.value,
        "subject": review.subject.value,
        "kind": review.kind.value if review.kind else "",
        "key": review.key,
        "corrected_to": review.corrected_to,
        "corrected_kind": review.corrected_kind.value if review.corrected_kind else "",
        "label": review.label,
        "note": review.note,
        "withdraws": review.withdraws,
        "stands": stands,
    }


def said_row(told: dict[str, Any]) -> list[str]:
    """The same as cells in the order of `REVIEW_COLUMNS`."""
    cells = {**told, "stands": "1" if told["stands"] else "0"}
    return [str(cells[name]) for name in REVIEW_COLUMNS]
