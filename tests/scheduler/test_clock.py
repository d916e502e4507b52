"""The clock: one run a day at the local hour, also on the days that skip or repeat an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from scheduler.clock import JOB_ID, MAIL_ID, daily_trigger, make_clock
from scheduler.settings import ClockSettings

CLOCK = ClockSettings(time="06:10", timezone="Europe/Paris")


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


def test_a_missed_run_is_made_up_for_once() -> None:
    scheduler = make_clock(CLOCK, lambda: None)
    job = scheduler.get_job(JOB_ID)
    assert job.coalesce
    assert job.max_instances == 1
    assert job.misfire_grace_time == 20 * 3600


def test_it_runs_in_each_readers_zone_and_looks_for_mail_meanwhile() -> None:
    scheduler = make_clock(CLOCK, lambda: None, ["Asia/Tokyo", "Europe/Paris"], lambda: None)
    starts = {job.id: str(job.trigger) for job in scheduler.get_jobs()}
    assert set(starts) == {JOB_ID, f"{JOB_ID} Asia/Tokyo", MAIL_ID}
    assert {job.executor for job in scheduler.get_jobs()} == {"default", MAIL_ID}
    tokyo = daily_trigger(CLOCK, "Asia/Tokyo")
    first = tokyo.get_next_fire_time(None, datetime(2022, 5, 18, 12, tzinfo=UTC))
    assert first == datetime(2022, 5, 18, 21, 10, tzinfo=UTC)
