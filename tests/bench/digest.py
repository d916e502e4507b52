"""What a digest costs over stores of 2,000 and of 200,000 articles: `make bench-store`.

The day that is asked for is the same in both: a hundred articles, each fourth on the subject. The
rest lies in the past, and names the same people and places. Rows are written in bulk, as the
store would write them. Counts of SQLite's own steps are given beside seconds, since they do not
depend on what else a machine does.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, event, insert

from digest import DigestOrder, build, render
from knowledge import load
from news.analysis import Reason, TagKind, Tier
from news.article import Precision
from news.digest import Digest
from scheduler.gathering import gather
from storage import open_store, tables
from storage.documents import from_reason, from_reasons
from storage.sql_store import SqlStore

DAY = date(2026, 11, 20)
A_DAY = 100
"""Articles of one day."""
STEP = 1000
"""SQLite's steps between two calls of its progress handler."""
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

    articles: int
    seconds: float
    steps: int
    """Thousands of steps of SQLite's machine."""
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
    """The least of five digests over a new store of so many articles."""
    with open_store(f"sqlite:///{path}") as store:
        assert isinstance(store, SqlStore)
        fill(store, articles)
        order = DigestOrder(DAY, "fr", "Europe/Paris", datetime.now(UTC), days)
        steps = _count_steps(store)
        found = []
        for _ in range(5):
            before, start = len(steps), time.perf_counter()
            built = build(order, *gather(store, order), ())
            found.append((time.perf_counter() - start, len(steps) - before))
    seconds, thousands = min(found)
    return Cost(articles, seconds, thousands, built)


def _count_steps(store: SqlStore) -> list[int]:
    steps: list[int] = []

    @event.listens_for(store._engine, "begin")
    def _count(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        raw.set_progress_handler(lambda: steps.append(1), STEP)

    return steps


def main(sizes: tuple[int, ...] = (2_000, 200_000)) -> None:
    """Print what each size costs, and how the last stands to the first."""
    knowledge = load()
    costs = []
    with TemporaryDirectory() as folder:
        for size in sizes:
            cost = measure(Path(folder) / f"{size}.sqlite", size)
            start = time.perf_counter()
            page = render(cost.digest, "html", knowledge)
            drawn = time.perf_counter() - start
            costs.append(cost)
            told = {"articles": size, "gather_and_build_seconds": round(cost.seconds, 4)}
            told |= {"thousand_steps": cost.steps, "html_seconds": round(drawn, 4)}
            sys.stdout.write(json.dumps(told | {"page_bytes": len(page.encode())}) + "\n")
    ratio = {"seconds": costs[-1].seconds / costs[0].seconds}
    ratio |= {"steps": costs[-1].steps / costs[0].steps}
    told = {name: round(value, 2) for name, value in ratio.items()}
    sys.stdout.write(json.dumps({"largest_to_smallest": told}) + "\n")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or (2_000, 200_000))
