"""What a run asks the store costs what is left to do, not what is kept; `make bench-growth`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from news.analysis import Tier
from scheduler.cli.look import find
from storage import Query, open_store
from storage.sql_store import SqlStore
from tests.bench.measure import count_steps
from tests.bench.press import COMMON, UNIT, fill
from tests.bench.replica import check, replicate

QUESTIONS: dict[str, Callable[[SqlStore], object]] = {
    "what is left to read": lambda store: list(store.unread("bench", again=0)),
    "what another maker read": lambda store: list(store.unread("new", again=10)),
    "a common word": lambda store: find(store, COMMON["fr"], 20),
}


def steps(url: str) -> dict[str, int]:
    """Hundreds of steps of SQLite's machine that each question takes."""
    with open_store(url) as store:
        assert isinstance(store, SqlStore)
        counted, found = count_steps(store), {}
        for name, ask in QUESTIONS.items():
            before = len(counted)
            ask(store)
            found[name] = len(counted) - before
        assert store.count(Query(tiers=(Tier.OFF,))) == 0.75 * store.totals()["articles"]
    return found


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, the search index included."""
    with closing(sqlite3.connect(path)) as connection:
        named = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
        )
        found = {name: f"SELECT * FROM {name}" for (name,) in named}  # noqa: S608 - names of our own tables
        found["search"] = "SELECT rowid, * FROM search"
        return {name: sorted(connection.execute(asked), key=repr) for name, asked in found.items()}


def test_a_copied_store_is_a_filled_one_and_costs_no_more(tmp_path: Path) -> None:
    """What the benchmark copies is, row by row, what the product keeps; costs are flat in steps."""
    (tmp_path / "filled").mkdir()
    filled, size = tmp_path / "filled" / "store.sqlite", 3 * UNIT
    with open_store(f"sqlite:///{filled}") as store:
        assert isinstance(store, SqlStore)
        fill(store, size)
    copied = replicate(tmp_path, size)
    check(copied)
    assert rows(tmp_path / f"{size}.sqlite") == rows(filled)
    small, large = steps(f"sqlite:///{tmp_path}/base.sqlite"), steps(copied)  # two units, and three
    assert small["a common word"] > 100
    assert {name: large[name] for name in small if large[name] > 1.2 * small[name] + 5} == {}
