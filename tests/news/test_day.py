"""Days partition time in every zone, also where the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.day import day_of, day_window

PARIS, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2022, 3, 27), 23), (date(2022, 5, 19), 24), (date(2022, 10, 30), 25)]
)
def test_a_day_of_paris_has_the_hours_it_has(day: date, hours: int) -> None:
    start, end = day_window(day, PARIS)
    assert end - start == timedelta(hours=hours)


@given(
    st.integers(946684800, 2208988800).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.sampled_from([PARIS, TOKYO]),
)
def test_every_instant_is_in_exactly_one_day(instant: datetime, zone: ZoneInfo) -> None:
    day = day_of(instant, zone)
    near = [day + timedelta(days=shift) for shift in (-1, 0, 1)]
    holding = [
        one for one in near if day_window(one, zone)[0] <= instant < day_window(one, zone)[1]
    ]
    assert holding == [day]


def test_late_evening_in_japan_is_afternoon_in_france() -> None:
    instant = datetime(2022, 5, 19, 23, 30, tzinfo=TOKYO)
    assert day_of(instant, TOKYO) == day_of(instant, PARIS) == date(2022, 5, 19)
    later = instant + timedelta(hours=1)
    assert day_of(later, TOKYO) == date(2022, 5, 20)
    assert day_of(later, PARIS) == date(2022, 5, 19)
