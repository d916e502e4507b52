"""The checks at the end of a simulated year see what they are for."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from news.day import day_of
from scheduler.care_settings import BackupSettings
from scheduler.settings import Settings
from storage import open_store
from tests.post import open_post
from tests.year.checks import (
    check_backup,
    check_bounds,
    check_digests,
    check_faults,
    check_file,
    check_mails,
    check_memory,
    growth,
)
from tests.year.house import House
from tests.year.plan import Plan
from tests.year.press import published
from tests.year.records import Census, Diary

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
    (settings.backup.folder / "soie-20250106-064000.zip").write_bytes(b"half of a")
    assert "soie-20250106-064000.zip" in next(check_backup(settings, tmp_path, START))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of eight days in which nothing has happened yet."""
    with open_post() as office:
        yield House(tmp_path, Plan(START, 8, 8), office, 2)


@pytest.fixture
def diary(house: House) -> Diary:
    """What is seen when every article is in the digest of its day."""
    diary = Diary(house.settings)
    for edition in house.settings.editions:
        for item in published(house.plan, house.plan.start, house.plan.end):
            day = day_of(item.at, ZoneInfo(edition.timezone))
            diary.told[edition.language].setdefault(day, Counter())[item.id] += 1
            read = diary.read[edition.language]
            read[day] = read.get(day, 0) + 1
    return diary


def test_digests_that_hold_each_article_once_are_as_they_should_be(
    house: House, diary: Diary
) -> None:
    assert list(check_digests(house, diary)) == []


def test_a_digest_that_lacks_or_repeats_is_told(house: House, diary: Diary) -> None:
    told, (first, second, third) = diary.told["ja"], [date(2025, 1, day) for day in (8, 9, 10)]
    article = next(iter(told[first]))
    told[second][article] += 1
    del told[third]
    printed = diary.read["ja"][first]
    diary.read["ja"][first] -= 1
    assert list(check_digests(house, diary)) == [
        f"ja: article {article} is in 2 digests",
        f"ja {second}: article {article} is of {first}",
        f"ja {first}: {printed - 1} of {printed} articles read",
        f"ja {third}: no digest",
    ]


def test_a_mail_that_did_not_come_or_came_twice_is_told(house: House) -> None:
    lines = list(check_mails(house))
    assert len([line for line in lines if line.endswith("did not come")]) == 7 + 7 + 1
    mail = b"Message-ID: <one@x.example>\n\nA day.\n"
    house.office.mails.extend([("claire@x.example", mail)] * 2)
    assert "mail <one@x.example>: 2 times" in list(check_mails(house))


def test_a_fault_that_nobody_heard_of_is_told(house: House, diary: Diary) -> None:
    at = START + timedelta(days=2)
    house.plan = replace(
        house.plan, dead=(("itoguruma", (at, at + timedelta(days=2))),), rivals=(at,)
    )
    house.commands.killed.append(at)
    assert list(check_faults(house, diary)) == [
        f"what was killed at {at} left no report (signal 9)",
        f"nobody was alarmed that itoguruma was quiet from {at}",
        "0 of 1 second clocks were refused",
        "(1, 0) runs died at work, and were to be (0, 0)",
    ]


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
