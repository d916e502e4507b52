"""What the desk's pages cost over stores of 2,000 and of 200,000 articles: `make bench-desk`.

The press is that of `press.py`. Each page is asked of both stores in turn, so that whatever else
the machine does falls on both; what is compared is the time on the processor, that of PostgreSQL's
own processes included, and the least of all rounds. On SQLite the steps of its machine are counted
too, which nothing else changes.

    python -m tests.bench.desk [--postgres] [SMALL_URL LARGE_URL]

Stores that are filled already are taken as they are, empty ones are filled; without addresses
they are made on SQLite in a folder that goes away. With `--postgres` both are then copied, row by
row, to a PostgreSQL of the tests' own, and that is measured too.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from starlette.testclient import TestClient

from knowledge import Knowledge, load
from news.analysis import Tier
from review import DeskOptions, create_desk
from storage import Insight, Query, open_store, tables
from storage.sql_store import SqlStore
from storage.terms import indexed
from tests.bench.measure import count_steps
from tests.bench.press import COMMON, NOON, RARE, fill
from tests.postgres import Postgres, open_postgres

SIZES = (2_000, 200_000)
ROUNDS = 15
_INBOX = (
    "",
    "state=all",
    "state=reviewed",
    "tier=core",
    "language=ja&state=all",
    "side=both&state=all",
    "side=aichi",
    "sector=automotive&state=all",
    "source=source-4&state=all",
    "day=2026-11-18",
    "entity=omura-hideaki&state=all",
    "language=fr&sector=automotive&tier=core&state=all",
)
_LIST = (
    "",
    "tier=all",
    "tier=off",
    "language=ja",
    "source=source-4&tier=all",
    "day=2026-11-18",
    "kind=person&key=omura-hideaki",
    "language=ja&kind=sector&key=automotive",
)


def copy(store: SqlStore, target: SqlStore) -> None:
    """All rows of a store on SQLite, into an empty one on PostgreSQL that has the same tables."""
    with store.reading() as source, target.writing() as connection:
        cursor: Any = connection.connection.cursor()
        for table in tables.metadata.sorted_tables:
            told = [column.type.dialect_impl(connection.dialect) for column in table.c]
            bind = [each.bind_processor(connection.dialect) or _as_it_is for each in told]
            names = ", ".join(f'"{column.name}"' for column in table.c)
            with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as rows:
                for row in source.execute(select(table)):
                    rows.write_row([put(value) for put, value in zip(bind, row, strict=True)])
        with cursor.copy("COPY search (number, tokens, words) FROM STDIN") as rows:
            for row in source.execute(_TEXTS):
                title, body, ends = indexed(row.title, row.text)
                lexemes = dict.fromkeys(f"{title} {body} {ends}".split())
                words = " ".join(f"'{each}'" for each in lexemes)
                rows.write_row((row.number, f" {title} \n {body} ", words))


def _as_it_is(value: object) -> object:
    return value


_TEXTS = select(tables.articles.c.number, tables.revisions.c.title, tables.revisions.c.text).join(
    tables.revisions, tables.revisions.c.article_id == tables.articles.c.id
)


_OVER_TIME = {
    "timeline": "/timeline",
    "quality": "/quality",
    "sample": "/quality/sample",
    "candidates": "/candidates",
    "name": "/entities/omura-hideaki",
    "name that is rare": "/entities/toyota-motor",
}
"""Pages that look over time."""


def pages(store: SqlStore) -> dict[str, str]:
    """The pages that are asked for, by name; article and story are the newest on the subject."""
    near = store.readings(Query(tiers=(Tier.CORE,), limit=1))[0]
    found = {
        "article": f"/articles/{near.article.id}",
        "story": f"/stories/{near.story_id}",
        **{f"inbox {query}": f"/inbox?{query}" for query in _INBOX},
        **{f"list {query}": f"/?{query}" for query in _LIST},
    }
    for language in ("fr", "ja"):
        for kind, words in (("common", COMMON), ("rare", RARE)):
            text = quote(words[language])
            found[f"inbox, {kind} word, {language}"] = f"/inbox?q={text}&state=all&tier=all"
            found[f"list, {kind} word, {language}"] = f"/?q={text}&tier=all"
            found[f"list, {kind} word and source, {language}"] = f"/?q={text}&source=source-4"
    return found


@dataclass(frozen=True, slots=True)
class Measure:
    """What one page cost in one store."""

    seconds: float
    """On the processor."""
    steps: int
    """Hundreds of steps of SQLite's machine; 0 elsewhere."""


class Desk:
    """A desk over one store, with a count of SQLite's steps."""

    def __init__(
        self, store: SqlStore, knowledge: Knowledge, insight: Insight | None = None
    ) -> None:
        self.pages, self._store = pages(store) | (_OVER_TIME if insight else {}), store
        self._steps = count_steps(store)
        options = DeskOptions({"fr": "Europe/Paris", "ja": "Asia/Tokyo"}, lambda: NOON)
        made = create_desk(store, knowledge, options, insight=insight)
        self._client = TestClient(made, base_url="http://127.0.0.1")

    def ask(self, name: str) -> Measure:
        """Read one page."""
        pids = self._servers()
        before, start = len(self._steps), _spent(pids)
        answer = self._client.get(self.pages[name])
        seconds = _spent(pids) - start
        assert answer.status_code == 200, answer.text
        return Measure(seconds, len(self._steps) - before)

    def _servers(self) -> list[int]:
        """The processes of PostgreSQL that serve this store."""
        with self._store.reading() as connection:
            if connection.dialect.name != "postgresql":
                return []
            asked = (
                "SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database() AND backend_type = 'client backend'"
            )
            return list(connection.exec_driver_sql(asked).scalars())


def _spent(pids: list[int]) -> float:
    """Seconds on a processor, of this process and of some others."""
    others = (Path(f"/proc/{pid}/schedstat").read_text("ascii").split()[0] for pid in pids)
    return time.process_time() + sum(map(int, others)) / 1e9


def compare(urls: tuple[str, str], sizes: tuple[int, int] = SIZES) -> dict[str, Any]:
    """The cheapest answers of both stores, in milliseconds, and how they stand to each other."""
    knowledge = load()
    with open_store(urls[0]) as small, open_store(urls[1]) as large:
        assert isinstance(small, SqlStore)
        assert isinstance(large, SqlStore)
        for store, size in zip((small, large), sizes, strict=True):
            if not store.totals()["articles"]:
                fill(store, size)
        desks = Desk(small, knowledge), Desk(large, knowledge)
        return {name: _one_page(name, desks) for name in desks[0].pages}


def _one_page(name: str, desks: tuple[Desk, Desk]) -> dict[str, Any]:
    taken = [[desk.ask(name) for desk in desks] for _ in range(ROUNDS)]
    few, many = ([row[which] for row in taken] for which in (0, 1))
    times = [min(item.seconds for item in each) for each in (few, many)]
    told: dict[str, Any] = {"ms": [round(1000 * each, 1) for each in times]}
    told |= {"ratio": round(times[1] / times[0], 2)}
    return told | {"hundred_steps": [min(item.steps for item in each) for each in (few, many)]}


def tell(urls: tuple[str, str]) -> None:
    """Print one line a page."""
    found = compare(urls)
    for name, told in found.items():
        sys.stdout.write(json.dumps({"page": name, **told}, ensure_ascii=False) + "\n")
    worst = max(told["ratio"] for told in found.values())
    sys.stdout.write(json.dumps({"store": urls[0].partition(":")[0], "worst_ratio": worst}) + "\n")


def main(asked: list[str]) -> None:
    """Measure what the command line asks for."""
    given = [item for item in asked if item != "--postgres"]
    with TemporaryDirectory() as folder:
        made = [f"sqlite:///{Path(folder)}/{size}.sqlite" for size in SIZES]
        small, large = given or made
        tell((small, large))
        if "--postgres" in asked:
            with open_postgres() as server:
                tell((_copied(small, server), _copied(large, server)))


def _copied(url: str, server: Postgres) -> str:
    """The address of a copy on a server."""
    there = server.url(server.make())
    with open_store(url) as store, open_store(there) as target:
        assert isinstance(store, SqlStore)
        assert isinstance(target, SqlStore)
        copy(store, target)
    return there


if __name__ == "__main__":
    main(sys.argv[1:])
