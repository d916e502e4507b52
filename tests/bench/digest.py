"""What a digest costs over stores of any size, in steps of SQLite's machine, for the tests.

The day that is asked for is the same in both: a hundred articles, each fourth on the subject. The
rest lies in the past, and names the same people and places. Rows are written in bulk, as the
store would write them. Steps do not depend on what else a machine does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from digest import DigestOrder, build
from news.analysis import Reason, TagKind, Tier
from news.article import Precision
from news.digest import Digest
from scheduler.gathering import gather
from storage import open_store, tables
from storage.documents import from_reason, from_reasons
from storage.sql_store import SqlStore
from tests.bench.measure import count_steps

DAY = date(2026, 11, 20)
A_DAY = 100
"""Articles of one day."""
_WHO = (
    (TagKind.PERSON, "omura-hideaki"),
    (TagKind.PERSON, "?nom {0}"),
    (TagKind.ORGANISATION, "aichi-pref"),
    (TagKind.PLACE, "nagoya"),
    (TagKind.SECTOR, "automotive"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one digest took."""

    steps: int
    """Hundreds of steps of SQLite's machine."""
    digest: Digest


def fill(store: SqlStore, articles: int) -> None:
    """Articles over as many days as it takes, a hundred a day, the last on the day asked for."""
    with store.writing() as connection:
        for start in range(0, articles, 2000):
            _add(connection, range(start, min(start + 2000, articles)))


def _add(connection: Connection, numbers: range) -> None:
    rows: dict[Any, list[dict[str, Any]]] = {}
    for number in numbers:
        for table, row in _rows(number):
            rows.setdefault(table, []).append(row)
    for table, found in rows.items():
        connection.execute(insert(table), found)


def _rows(number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """One article, the newest first, with all that the store derives from it."""
    back, place = divmod(number, A_DAY)
    dated = datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=UTC)
    dated += timedelta(minutes=5 * place) - timedelta(days=back)
    key, tier = f"a{number:07}", Tier.OFF if place % 4 else list(Tier)[place // 4 % 3]
    text = f"Un texte au sujet de Nagoya, numéro {number}."
    tags = [(kind, name.format(number)) for kind, name in _WHO]
    yield tables.articles, {
        "number": number + 1, "id": key, "source_id": f"source-{place % 15}",
        "url": f"https://presse.example/{number}", "language": "fr" if place % 2 else "ja",
        "published_at": dated, "published_precision": Precision.INSTANT,
        "published_provenance": "feed", "published_offset": 60, "authors": [],
        "reserved": False, "revision": 1,
    }  # fmt: skip
    yield tables.revisions, {
        "article_id": key, "revision": 1, "title": f"Titre {number}", "text": text,
        "content_hash": key, "collected_at": dated,
    }  # fmt: skip
    yield tables.analyses, {
        "id": number + 1, "article_id": key, "revision": 1, "maker": "bench", "confidence": 1.0,
        "language": "fr" if place % 2 else "ja", "tier": tier, "score": 5.0,
        "reasons": from_reasons(()), "roles": [], "rejected": [],
    }  # fmt: skip
    for position, (kind, name) in enumerate(tags):
        yield tables.tags, {
            "analysis_id": number + 1, "position": position, "kind": kind, "key": name,
            "label": name, "known": True, "score": 0.9, "why": from_reason(Reason("alias")),
            "made_by": "bench",
        }  # fmt: skip
        yield tables.mentions, {
            "analysis_id": number + 1, "tag": position, "position": 0, "start": 0, "end": 2,
            "surface": "Un", "sentence": text, "sentence_start": 0,
        }  # fmt: skip
    yield tables.settled, {
        "article_id": key, "analysis_id": number + 1, "revision": 1, "dated": dated, "tier": tier,
    }  # fmt: skip
    for kind, name in tags:
        yield tables.settled_tags, {
            "article_id": key, "kind": kind, "key": name, "dated": dated,
        }  # fmt: skip
    if tier is not Tier.OFF:
        times = {"opened_at": dated, "updated_at": dated}
        yield tables.stories, {"id": f"s{number:07}", **times}
        yield tables.memberships, {
            "article_id": key, "story_id": f"s{number:07}", "position": 0,
            "near_duplicate_of": "", "why": from_reasons(()),
        }  # fmt: skip


def measure(path: Path, articles: int, days: int = 1) -> Cost:
    """One digest over a new store of so many articles."""
    with open_store(f"sqlite:///{path}") as store:
        assert isinstance(store, SqlStore)
        fill(store, articles)
        order = DigestOrder(DAY, "fr", "Europe/Paris", datetime.now(UTC), days)
        steps = count_steps(store)
        built = build(order, *gather(store, order), ())
        return Cost(len(steps), built)
