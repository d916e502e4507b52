"""A page of the desk costs what it shows, not what is kept; `make bench-growth` goes further."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import load
from storage import hits, open_store, sql_catalogue
from storage.sql_store import SqlStore
from tests.bench.desk import Desk
from tests.bench.press import fill


def test_four_times_the_store_costs_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In steps of SQLite's machine, which no other work on this computer changes.

    The bounds are made so small that the smaller store reaches them too.
    """
    monkeypatch.setattr(sql_catalogue, "COUNTED", 50)
    monkeypatch.setattr(sql_catalogue, "CLOSELY", 50)
    monkeypatch.setattr(sql_catalogue, "WINDOW", 100)
    monkeypatch.setattr(hits, "FOUND", 100)
    knowledge, steps = load(), {}
    for size in (1_500, 6_000):
        with open_store(f"sqlite:///{tmp_path}/{size}.db") as store:
            assert isinstance(store, SqlStore)
            fill(store, size)
            desk = Desk(store, knowledge)
            steps[size] = {name: desk.ask(name).steps for name in desk.pages}
    assert len(steps[1_500]) > 30
    assert min(steps[1_500].values()) > 0
    dearer = {
        name: (few, steps[6_000][name])
        for name, few in steps[1_500].items()
        if steps[6_000][name] > 1.3 * few + 80
    }
    assert dearer == {}
