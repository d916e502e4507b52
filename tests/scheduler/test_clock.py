"""The clock: one turn a day at the local hour, also on the days that skip or repeat an hour."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from news.errors import StoreError
from scheduler.clock import LOOK_ID, MAIL_ID, daily_trigger, make_clock
from scheduler.duties import Duty, Roster, StoppedError
from scheduler.logs import Logs, start_logs
from scheduler.settings import ClockSettings
from scheduler.turns import MOST_ATTEMPTS, RETRY
from storage import Calendar, Turn, TurnState, open_calendar

CLOCK = ClockSettings(time="06:10", timezone="Europe/Paris")
GRACE = timedelta(hours=20)
START = datetime(2022, 5, 18, 12, tzinfo=UTC)
SIX = datetime(2022, 5, 19, 4, 10, tzinfo=UTC)


class Time:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        """Where it stands."""
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def place(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/soie.sqlite"


@pytest.fixture
def calendar(place: str) -> Iterator[Calendar]:
    with open_calendar(place) as opened:
        yield opened


def make_duty(work: Callable[[], None], name: str = "daily", zone: str = "Europe/Paris") -> Duty:
    return Duty(name, daily_trigger(CLOCK, zone), work, GRACE)


def starts(first: datetime, count: int) -> list[datetime]:
    trigger = daily_trigger(CLOCK)
    found: list[datetime] = []
    previous = None
    now = first
    for _ in range(count):
        previous = trigger.get_next_fire_time(previous, now)
        assert previous is not None
        found.append(previous.astimezone(UTC))
        now = previous + timedelta(seconds=1)
    return found


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        (datetime(2022, 5, 18, 12, tzinfo=UTC), [24, 24]),
        (datetime(2022, 3, 25, 12, tzinfo=UTC), [23, 24]),
        (datetime(2022, 10, 28, 12, tzinfo=UTC), [25, 24]),
    ],
)
def test_one_start_a_day_at_ten_past_six(first: datetime, hours: list[int]) -> None:
    found = starts(first, 3)
    gaps = [later - earlier for earlier, later in pairwise(found)]
    assert gaps == [timedelta(hours=count) for count in hours]


def test_nothing_was_missed_before_the_first_start(calendar: Calendar, time: Time) -> None:
    done: list[str] = []
    roster = Roster(calendar, time)
    duty = make_duty(lambda: done.append("x"))
    assert roster.take_up((duty,)) == ()
    assert roster.perform(duty) is None
    assert done == []


def test_a_turn_is_done_once_whoever_asks(calendar: Calendar, place: str, time: Time) -> None:
    done: list[str] = []
    duty = make_duty(lambda: done.append("x"))
    roster = Roster(calendar, time)
    roster.take_up((duty,))
    time.now = SIX
    first = roster.perform(duty)
    assert first is not None
    assert (first.at, first.state) == (SIX, TurnState.DONE)
    with open_calendar(place) as other:
        assert Roster(other, time).perform(duty) is None
    assert roster.perform(duty) is None
    assert done == ["x"]


def test_a_clock_that_goes_back_an_hour_does_no_turn_twice(calendar: Calendar, time: Time) -> None:
    done: list[datetime] = []
    duty = make_duty(lambda: done.append(time.now))
    roster = Roster(calendar, time)
    roster.take_up((duty,))
    for minutes in (0, -60, -1, 0, 30, 24 * 60 - 60, 24 * 60):
        time.now = SIX + timedelta(minutes=minutes)
        roster.perform(duty)
        assert roster.take_up((duty,)) == ()
    assert done == [SIX, SIX + timedelta(days=1)]


@pytest.mark.parametrize(("days", "late"), [(1, 2), (3, 2), (40, 19)])
def test_after_downtime_exactly_one_turn_is_made_up_for(
    calendar: Calendar, place: str, time: Time, days: int, late: int
) -> None:
    done: list[str] = []
    duty = make_duty(lambda: done.append("x"))
    Roster(calendar, time).take_up((duty,))
    time.now = SIX + timedelta(days=days, hours=late)
    with open_calendar(place) as again:
        roster = Roster(again, time)
        assert roster.take_up((duty,)) == (duty,)
        clock = make_clock((duty,), roster)
        assert clock.get_jobs()[0].next_run_time == time.now
        made_up = roster.perform(duty)
        assert made_up is not None
        assert made_up.at == SIX + timedelta(days=days)
        assert roster.take_up((duty,)) == ()
        assert roster.perform(duty) is None
    assert done == ["x"]


def test_a_turn_that_is_too_late_is_left(calendar: Calendar, time: Time) -> None:
    duty = make_duty(lambda: None)
    roster = Roster(calendar, time)
    roster.take_up((duty,))
    time.now = SIX + timedelta(hours=21)
    assert roster.take_up((duty,)) == ()
    assert roster.perform(duty) is None


def test_a_turn_on_which_the_process_died_is_begun_again(calendar: Calendar, time: Time) -> None:
    died: list[Turn] = []
    duty = make_duty(lambda: None)
    roster = Roster(calendar, time, died.append)
    roster.take_up((duty,))
    time.now = SIX + timedelta(minutes=1)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert calendar.begin(Turn("daily", SIX, TurnState.BEGUN, f"dead:{attempt}:x", time.now))
        again = roster.take_up((duty,))
        assert (again == (duty,)) is (attempt < MOST_ATTEMPTS)
    assert [turn.attempts for turn in died] == [1, 2, 3]


def test_an_error_ends_the_turn_and_not_the_clock(calendar: Calendar, time: Time) -> None:
    def fail() -> None:
        raise StoreError("the disk is full", "free some space")

    def stumble() -> None:
        raise ValueError("a bug")

    for number, work in enumerate((fail, stumble)):
        roster, duty = Roster(calendar, time), make_duty(work, f"duty {number}")
        time.now = START
        roster.take_up((duty,))
        time.now = SIX
        ended = roster.perform(duty)
        assert ended is not None
        assert ended.state is TurnState.FAILED
        assert ended.detail in {"the disk is full — free some space", "ValueError: a bug"}
        assert calendar.turns(START, duty.id) == [ended]


def test_a_turn_says_when_it_ended_and_no_more_of_an_error_than_fits(
    calendar: Calendar, time: Time
) -> None:
    def fail_late() -> None:
        time.now = SIX + timedelta(minutes=9)
        raise ValueError("x" * 1000)

    roster, duty = Roster(calendar, time), make_duty(fail_late)
    roster.take_up((duty,))
    time.now = SIX
    ended = roster.perform(duty)
    assert ended is not None
    assert (ended.begun_at, ended.finished_at) == (SIX, SIX + timedelta(minutes=9))
    assert ended.detail == f"ValueError: {'x' * 488}"
    assert calendar.turns(START) == [ended]


def test_a_duty_that_nobody_knew_has_its_first_turn_the_next_time(
    calendar: Calendar, time: Time
) -> None:
    roster, duty = Roster(calendar, time), make_duty(lambda: None)
    time.now = SIX
    assert roster.perform(duty) is None
    time.now = SIX + timedelta(days=1)
    done = roster.perform(duty)
    assert done is not None
    assert done.at == time.now


def test_what_became_of_one_duty_says_nothing_of_another(calendar: Calendar, time: Time) -> None:
    died: list[Turn] = []
    one, other = make_duty(lambda: None), make_duty(lambda: None, "backup")
    roster = Roster(calendar, time, died.append)
    roster.take_up((one, other))
    time.now = SIX
    assert roster.perform(one)
    assert roster.take_up((one, other)) == (other,)
    assert calendar.begin(Turn("backup", SIX, TurnState.BEGUN, "dead:1:x", SIX))
    assert roster.take_up((one, other)) == (other,)
    assert [turn.duty for turn in died] == ["backup"]


def test_a_stopped_turn_is_made_up_for_at_the_next_start(calendar: Calendar, time: Time) -> None:
    def stop() -> None:
        raise StoppedError("stopped")

    roster, duty = Roster(calendar, time), make_duty(stop)
    roster.take_up((duty,))
    time.now = SIX
    assert roster.perform(duty) is None
    assert roster.take_up((duty,)) == (duty,)
    done = roster.perform(make_duty(lambda: None))
    assert done is not None
    assert done.state is TurnState.DONE


def test_a_turn_that_could_not_be_begun_is_done_at_the_next_look(
    calendar: Calendar, time: Time
) -> None:
    done: list[str] = []
    duty = make_duty(lambda: done.append("x"))
    clock = make_clock((duty,), Roster(calendar, time))
    look = next(job for job in clock.get_jobs() if job.id == LOOK_ID)
    for minutes in (-1, 15, 30, 45):
        time.now = SIX + timedelta(minutes=minutes)
        look.func(*look.args)
    assert done == ["x"]


def test_a_turn_that_failed_is_tried_again_and_not_for_ever(calendar: Calendar, time: Time) -> None:
    tried: list[datetime] = []

    def fail() -> None:
        tried.append(time.now)
        if fails:
            raise StoreError("the disk is full", "free some space")

    roster, duty = Roster(calendar, time), make_duty(fail)
    both = (make_duty(lambda: None, "backup"), duty)
    roster.take_up(both)
    for day, failures in enumerate((MOST_ATTEMPTS, 0)):
        fails = failures > 0
        tried.clear()
        for minutes in range(0, 180, 15):
            time.now = SIX + timedelta(days=day, minutes=minutes)
            roster.look(both)
        assert len(tried) == max(failures, 1)
        assert all(later - earlier >= RETRY for earlier, later in pairwise(tried))
    fails = True
    time.now = SIX + timedelta(days=2)
    roster.look(both)
    fails = False
    time.now += RETRY
    roster.look(both)
    (done, *_) = calendar.turns(SIX + timedelta(days=2), duty.id)
    assert (done.state, done.attempts, done.detail) == (TurnState.DONE, 2, "")


def test_each_zone_has_its_turn_and_the_mail_waits_for_none(calendar: Calendar, time: Time) -> None:
    duties = (make_duty(lambda: None), make_duty(lambda: None, "tokyo", "Asia/Tokyo"))
    clock = make_clock(duties, Roster(calendar, time), lambda: None)
    jobs = {job.id: job for job in clock.get_jobs()}
    assert set(jobs) == {"daily", "tokyo", LOOK_ID, MAIL_ID}
    assert {job.executor for job in jobs.values()} == {"default", MAIL_ID}
    assert all(job.coalesce and job.max_instances == 1 for job in jobs.values())
    assert jobs["daily"].misfire_grace_time == GRACE.total_seconds()
    tokyo = daily_trigger(CLOCK, "Asia/Tokyo").get_next_fire_time(None, START)
    assert tokyo == datetime(2022, 5, 18, 21, 10, tzinfo=UTC)


def test_each_turn_tells_its_beginning_and_its_end(
    calendar: Calendar, time: Time, capsys: pytest.CaptureFixture[str]
) -> None:
    full, stopped = StoreError("no room", "make some"), StoppedError("stopped")
    faults = iter((None, full, ZeroDivisionError(), stopped))

    def work() -> None:
        if fault := next(faults):
            raise fault

    roster, duty = Roster(calendar, time), make_duty(work)
    roster.take_up((duty,))
    start_logs(Logs("json"))
    for day in range(4):
        time.now = SIX + timedelta(days=day)
        roster.perform(duty)
    start_logs(Logs())
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {event["duty"] for event in told} == {"daily"}
    assert [datetime.fromisoformat(event["slot"]).day for event in told] == [
        19, 19, 20, 20, 21, 21, 21, 22, 22
    ]  # fmt: skip
    ends = [(event["event"], event["level"], event.get("state", "")) for event in told]
    assert ends == [
        ("turn.begun", "info", ""),
        ("turn.ended", "info", "done"),
        ("turn.begun", "info", ""),
        ("turn.ended", "error", "failed"),
        ("turn.begun", "info", ""),
        ("turn.fault", "error", ""),
        ("turn.ended", "error", "failed"),
        ("turn.begun", "info", ""),
        ("turn.left", "info", ""),
    ]
    assert "ZeroDivisionError" in told[5]["exception"][-1]
    assert told[3]["error"] == "no room — make some"
