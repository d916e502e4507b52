"""The checks at the end of a simulated year see what they are for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.care_settings import BackupSettings
from scheduler.settings import Settings
from storage import open_store
from tests.year.checks import check_backup, check_bounds, check_file, check_memory, growth
from tests.year.records import Census

START = datetime(2025, 1, 6, 12, tzinfo=UTC)
WEEKS = 52
MEMORY = 200_000


def _year(
    rows: Callable[[int], int] = lambda _: 500,
    size: Callable[[int], int] = lambda _: 10**6,
    memory: Callable[[int], int] = lambda _: MEMORY,
) -> list[Census]:
    """What is kept at the end of each week, by its number."""
    return [
        Census(
            START + timedelta(weeks=week), {"runs": rows(week)}, {"pages": size(week)}, memory(week)
        )
        for week in range(WEEKS)
    ]


def _after_terms(week: int) -> int:
    """What a term of sixty days leaves of ten a day."""
    return min(70 * week, 600)


def test_what_its_term_takes_away_is_bounded() -> None:
    assert list(check_bounds(_year(rows=_after_terms))) == []


@pytest.mark.parametrize(
    ("grown", "word"),
    [
        (_year(rows=lambda week: 500 + 10 * week), "table runs grows"),
        (_year(size=lambda week: 10**6 + 20_000 * week), "pages grows"),
        (_year(memory=lambda week: MEMORY + 2000 * week), "memory grows"),
    ],
    ids=["rows", "bytes", "memory"],
)
def test_what_no_term_takes_away_is_told(grown: list[Census], word: str) -> None:
    told = list(check_bounds(grown))
    assert len(told) == 1
    assert word in told[0]


def test_a_table_that_appears_late_does_not_hide() -> None:
    told = list(check_bounds(_year(rows=lambda week: 0 if week < 35 else 70)))
    assert "table runs grows" in told[0]


def test_growth_says_the_rate_and_the_bound() -> None:
    told = list(growth(_year(rows=_after_terms)))
    assert told[0] == "runs: 10.0 a day at first, later at most 600, then 600"


def test_a_backup_that_cannot_be_put_back_is_told(tmp_path: Path) -> None:
    settings = Settings(
        database=f"sqlite:///{tmp_path}/soie.sqlite",
        backup=BackupSettings(folder=tmp_path / "kept"),
    )
    settings.backup.folder.mkdir()
    assert list(check_backup(settings, tmp_path, START)) == ["there is no backup"]
    (settings.backup.folder / "soie-2025-01-06.zip").write_bytes(b"half of a")
    assert "soie-2025-01-06.zip" in next(check_backup(settings, tmp_path, START))


def test_memory_of_runs_that_grows_is_told() -> None:
    assert list(check_memory([300_000] * 400)) == []
    assert "memory grows" in next(check_memory([300_000 + 300 * run for run in range(400)]))


def test_a_file_that_is_not_sound_is_told(tmp_path: Path) -> None:
    path = tmp_path / "soie.sqlite"
    with open_store(f"sqlite:///{path}"):
        pass
    assert list(check_file(path)) == []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO memberships VALUES ('no article', 'no story', 0, '', '{}')")
        connection.commit()
    assert "references" in next(check_file(path))
