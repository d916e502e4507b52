"""Reports of one run beside those of earlier runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news.health import (
    History,
    Look,
    carry_since,
    daily_counts,
    due,
    is_worth_asking,
    judge,
    judge_languages,
    looks_of,
    rested,
)
from news.report import Circuit, RunReport, RunState, SourceReport, SourceState
from news.source import Expectation, Source, SourceKind

SOURCE = Source("courrier", "C", "fr", "FR", "Europe/Paris", SourceKind.FEED, ())
START = datetime(2022, 3, 7, 5, 10, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
GATHERED = 30
"""What a feed holds when it is read for the first time."""


def lived(
    news: Sequence[int],
    source: Source = SOURCE,
    seen: Callable[[int], SourceReport] | None = None,
) -> list[SourceReport]:
    """A source judged day by day, so many new articles each."""
    looks: list[Look] = []
    for day, new in enumerate(news):
        now = START + day * DAY + timedelta(minutes=day % 7)
        report = seen(day) if seen else SourceReport(source.id, SourceState.OK, now, listed=20)
        judged = judge(source, replace(report, since=now, new=new), looks, now)
        looks.insert(0, Look(now, judged))
    return [look.report for look in reversed(looks)]


def states(reports: Sequence[SourceReport]) -> list[str]:
    return [report.state.value for report in reports]


def test_a_steady_source_stays_well_through_its_weekends() -> None:
    assert set(states(lived([GATHERED, *[8, 7, 9, 8, 8, 0, 0] * 8]))) == {"ok"}


def test_a_daily_source_that_gives_old_items_for_ever_is_stale_the_next_day() -> None:
    reports = lived([GATHERED, *[8, 7, 9, 8, 8, 2, 3] * 4, 8, 0, 0])
    assert states(reports)[-3:] == ["ok", "stale", "stale"]
    last_new = (START + 29 * DAY).date()
    assert [report.since.date() for report in reports[-2:]] == [last_new, last_new]
    assert "usual" in reports[-1].faults[0].detail
    assert not reports[-1].sound
    assert reports[-1].circuit == Circuit(), "it goes on being asked"


def test_a_drop_is_noticed_the_next_day_and_ends_with_the_first_good_day() -> None:
    reports = lived([GATHERED, *[20] * 28, 2, 3, 20])
    assert states(reports)[-3:] == ["volume-drop", "volume-drop", "ok"]
    assert reports[-2].since == reports[-3].since


def test_a_source_that_is_not_modified_for_ever_is_stale_as_well() -> None:
    def seen(day: int) -> SourceReport:
        state = SourceState.OK if day < 20 else SourceState.UNCHANGED
        return SourceReport("courrier", state, START, listed=20 * (day < 20))

    assert states(lived([GATHERED, *[9] * 19, 0], seen=seen))[-2:] == ["ok", "stale"]


def test_a_feed_that_empties_has_dropped() -> None:
    def seen(day: int) -> SourceReport:
        return SourceReport("courrier", SourceState.OK if day < 20 else SourceState.EMPTY, START)

    assert states(lived([GATHERED, *[9] * 19, 0], seen=seen))[-1] == "volume-drop"


def test_a_slow_source_is_given_its_own_time() -> None:
    monthly_silence = lived([GATHERED, *[1, 0, 0, 0, 0, 0, 0] * 8, *[0] * 30])
    assert set(states(monthly_silence)) == {"ok"}
    longer = lived([GATHERED, *[1, 0, 0, 0, 0, 0, 0] * 8, *[0] * 60])
    assert longer[-1].state is SourceState.STALE


def test_a_new_source_is_not_judged_by_what_had_gathered() -> None:
    assert set(states(lived([200, 4, 3, 5, 2, 0, 0, 4]))) == {"ok"}


def test_days_on_which_a_source_failed_are_not_held_against_it() -> None:
    def seen(day: int) -> SourceReport:
        sick = 20 <= day < 25
        return SourceReport("courrier", SourceState.TIMEOUT if sick else SourceState.OK, START)

    reports = lived([GATHERED, *[9] * 19, *[0] * 5, 45, 9, 9], seen=seen)
    assert states(reports)[-8:] == ["timeout"] * 5 + ["ok"] * 3


@pytest.mark.parametrize(
    ("weekly", "news", "state"),
    [
        (10, [GATHERED, *[1] * 9], "volume-drop"),
        (10, [GATHERED, *[0] * 9], "stale"),
        (7, [GATHERED, *[1] * 9], "ok"),
        (10, [GATHERED, *[1] * 5], "ok"),
        (0, [GATHERED, *[0] * 9], "ok"),
    ],
)
def test_an_expectation_that_is_broken_turns_a_report_red(
    weekly: int, news: list[int], state: str
) -> None:
    source = replace(SOURCE, expectation=Expectation(weekly=weekly))
    assert states(lived(news, source))[-1] == state


@pytest.mark.parametrize(
    ("age", "weekly", "state"),
    [(31, 0, "stale"), (20, 0, "ok"), (20, 5, "stale"), (2, 50, "ok"), (4, 50, "stale")],
)
def test_at_the_first_look_the_dates_tell(age: int, weekly: int, state: str) -> None:
    source = replace(SOURCE, expectation=Expectation(weekly=weekly))
    newest = START - age * DAY

    def seen(_day: int) -> SourceReport:
        return SourceReport("courrier", SourceState.OK, START, newest=newest)

    (report,) = lived([GATHERED], source, seen)
    assert report.state.value == state
    if state == "stale":
        assert report.since == newest
        assert str(age) in report.faults[0].detail


def test_a_source_that_gives_new_articles_with_old_dates_is_not_stale() -> None:
    def seen(_day: int) -> SourceReport:
        return SourceReport("archives", SourceState.OK, START, newest=START - 900 * DAY)

    assert states(lived([GATHERED, 2, 1, 2], seen=seen)) == ["stale", "ok", "ok", "ok"]


def test_since_is_carried_through_changing_failures() -> None:
    first = SourceReport("x", SourceState.TIMEOUT, START)
    second = SourceReport("x", SourceState.UNREACHABLE, START + DAY)
    well = SourceReport("x", SourceState.OK, START + DAY)
    assert carry_since(first, second).since == START
    assert carry_since(first, well).since == START + DAY
    assert carry_since(well, second).since == START + DAY
    assert carry_since(None, second) == second


def test_a_source_at_rest_is_reported_as_it_was_last_seen() -> None:
    last = SourceReport(
        "x", SourceState.HTTP_ERROR, START, pages=3, circuit=Circuit(3.0, 1, START + 2 * DAY)
    )
    looks = [Look(START, last)]
    assert not due(looks, START + DAY)
    assert due(looks, START + 2 * DAY - timedelta(minutes=5))
    assert due([], START)
    resting = rested(last)
    assert (resting.state, resting.since, resting.asked) == (last.state, START, False)
    assert resting.pages == 0
    assert daily_counts(last, [Look(START, resting)], START + DAY)[1] is None


def test_runs_within_a_day_are_one_day() -> None:
    now = START + 3 * DAY
    hours = (0, 6, 12, 18, 24, 30, 36, 42, 48, 72)
    looks = [
        Look(now - timedelta(hours=hour), SourceReport("x", SourceState.OK, START, new=1))
        for hour in hours[1:]
    ]
    counted = daily_counts(SourceReport("x", SourceState.OK, now, new=1), looks, now)
    assert counted[:4] == [4, 4, 1, None]


def run(day: int, *reports: SourceReport) -> RunReport:
    at = START + day * DAY
    return RunReport(f"run-{day}", at, at, RunState.OK, reports)


def test_a_language_that_falls_silent_is_told_though_each_source_looks_well() -> None:
    # Eight small outlets, none of which is big enough to be judged by one day.
    outlets = [replace(SOURCE, id=f"shimbun-{number}", language="ja") for number in range(8)]
    paper = replace(SOURCE, id="journal")
    unread = replace(SOURCE, id="unread", language="en")

    def day(new: int) -> list[SourceReport]:
        small = [SourceReport(item.id, SourceState.OK, START, new=new) for item in outlets]
        return [*small, SourceReport("journal", SourceState.OK, START, new=6)]

    runs = [run(number, *day(2)) for number in range(30)]
    now = START + 30 * DAY
    history = History(looks_of(runs))
    today = judge_languages([*outlets, paper], day(0), history, now)
    assert today == judge_languages([*outlets, paper, unread], day(0), history, now)
    french, japanese = today
    assert (french.language, french.state) == ("fr", SourceState.OK)
    assert (japanese.language, japanese.state) == ("ja", SourceState.VOLUME_DROP)
    assert (japanese.new, japanese.usual, japanese.since) == (0, 16.0, now)

    runs.append(run(30, *day(0)))
    later = judge_languages([*outlets, paper], day(0), History(looks_of(runs), today), now + DAY)
    assert later[1].since == now


@pytest.mark.parametrize(("days", "state"), [(2, SourceState.OK), (4, SourceState.VOLUME_DROP)])
def test_a_language_of_few_articles_that_falls_silent_is_told_by_its_rhythm(
    days: int, state: SourceState
) -> None:
    outlets = [replace(SOURCE, id=f"shimbun-{number}", language="ja") for number in range(3)]

    def day(*new: int) -> list[SourceReport]:
        seen = zip(outlets, new, strict=True)
        return [SourceReport(item.id, SourceState.OK, START, new=number) for item, number in seen]

    usual = [(1, 0, 0), (2, 2, 2), (0, 1, 2), (1, 1, 0), (0, 0, 0), (2, 1, 2), (1, 1, 1), (1, 2, 0)]
    runs = [run(number, *day(*usual[number % 8])) for number in range(32)]
    runs += [run(number, *day(0, 0, 0)) for number in range(32, 31 + days)]
    now = START + (31 + days) * DAY
    (japanese,) = judge_languages(outlets, day(0, 0, 0), History(looks_of(runs)), now)
    assert japanese.state is state
    (back,) = judge_languages(outlets, day(1, 0, 0), History(looks_of(runs)), now)
    assert back.state is SourceState.OK


@pytest.mark.parametrize(
    ("cadence", "hours", "every", "asked"),
    [
        (24, 8, 24, True),
        (6, 1, 24, True),
        (6, 5, 0, False),
        (6, 6, 0, True),
        (6, 5.4, 0, True),
        (6, 5.39, 0, False),
        (168, 24, 24, False),
        (168, 166, 24, True),
        (168, 165.9, 24, False),
    ],
)
def test_a_source_is_asked_at_its_own_cadence(
    cadence: int, hours: float, every: int, *, asked: bool
) -> None:
    source = replace(SOURCE, cadence_hours=cadence)
    now = START + timedelta(hours=hours)
    seen = SourceReport(source.id, SourceState.OK, START)
    looks = [Look(now - timedelta(minutes=1), rested(seen)), Look(START, seen)]
    assert is_worth_asking(source, looks, now, timedelta(hours=every)) is asked
    assert is_worth_asking(source, (), now, timedelta(hours=every))
