"""Which day a reader is sent and when, on their own clock, in any week of the year."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.due import (
    Errand,
    Moment,
    Standing,
    days_told,
    errand_of,
    gaps,
    instant_of,
    latest_day,
    lost,
    next_attempt,
    plan,
    plan_day,
    slot_of,
)
from scheduler.mail_settings import Recipient, Weekday
from storage import Delivery, DeliveryState

GRACE = timedelta(hours=20)


def reader(zone: str = "Europe/Paris", hour: str = "08:00", **facts: str) -> Recipient:
    base = {"address": "anna@x.example", "language": "fr", "timezone": zone, "hour": hour}
    return Recipient.model_validate(base | facts)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "now", "day"),
    [
        ("Europe/Paris", "2026-11-22T07:59:59+01:00", "2026-11-20"),
        ("Europe/Paris", "2026-11-22T08:00:00+01:00", "2026-11-21"),
        ("Asia/Tokyo", "2026-11-22T07:59:59+09:00", "2026-11-20"),
        ("Asia/Tokyo", "2026-11-22T08:00:00+09:00", "2026-11-21"),
        # The same instant is another day for another reader.
        ("Asia/Tokyo", "2026-11-22T00:00:00+01:00", "2026-11-21"),
        ("Europe/Paris", "2026-11-22T00:00:00+01:00", "2026-11-20"),
    ],
)
def test_a_morning_mail_tells_the_day_that_ended(zone: str, now: str, day: str) -> None:
    assert latest_day(reader(zone), at(now)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("hour", "day", "instant"),
    [
        # The clocks of Paris skip 02:00-03:00 on 29 March 2026, and repeat it on 25 October.
        ("08:00", "2026-03-28", "2026-03-29T06:00:00+00:00"),
        ("02:30", "2026-03-28", "2026-03-29T01:30:00+00:00"),
        ("08:00", "2026-10-24", "2026-10-25T07:00:00+00:00"),
        ("02:30", "2026-10-24", "2026-10-25T00:30:00+00:00"),
    ],
)
def test_the_hour_comes_once_on_the_days_of_23_and_25_hours(
    hour: str, day: str, instant: str
) -> None:
    found = instant_of(reader(hour=hour), date.fromisoformat(day))
    assert (found, found.tzinfo) == (at(instant), UTC)


@pytest.fixture
def far_west(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose own clock is twelve hours behind."""
    monkeypatch.setenv("TZ", "Etc/GMT+12")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_west")
def test_the_zone_of_the_computer_plays_no_part() -> None:
    east = reader("Pacific/Kiritimati", "00:00")
    assert latest_day(east, at("2026-11-22T00:30:00+14:00")) == DAY
    assert instant_of(east, DAY).utcoffset() == timedelta()


@settings(max_examples=30, deadline=None)
@given(
    zone=st.sampled_from(["Europe/Paris", "Asia/Tokyo", "America/Toronto", "Pacific/Auckland"]),
    hour=st.times().map(lambda hour: f"{hour:%H:%M}"),
    first=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)),  # noqa: DTZ001 - made aware below
)
def test_who_looks_every_hour_sends_each_day_once(zone: str, hour: str, first: datetime) -> None:
    start = first.replace(tzinfo=UTC)
    looks = [latest_day(reader(zone, hour), start + timedelta(hours=step)) for step in range(120)]
    seen = list(dict.fromkeys(looks))
    assert looks == sorted(looks)
    assert seen == [seen[0] + timedelta(days=step) for step in range(len(seen))]
    assert all(looks.count(day) in {23, 24, 25} for day in seen[1:-1])


@pytest.mark.parametrize("weekday", ["monday", "friday", "sunday"])
def test_a_weekly_edition_comes_on_its_weekday_and_tells_the_week_before(weekday: Weekday) -> None:
    weekly = reader(edition="weekly", weekday=weekday)
    for step in range(14):
        now = at("2026-11-16T09:00:00+01:00") + timedelta(days=step)
        day = latest_day(weekly, now)
        assert f"{day + timedelta(days=1):%A}".lower() == weekday
        assert 0 <= (now.date() - day).days <= 7


def moment(now: str, run: str | None) -> Moment:
    return Moment(at(now), GRACE, at(run) if run else None)


NOON = "2026-11-22T12:00:00+01:00"
DAY = date(2026, 11, 21)


def delivery(
    state: DeliveryState, day: date = DAY, when: str = NOON, attempts: int = 1
) -> Delivery:
    return Delivery(slot_of(reader(), day), state, "<id>", at(when), attempts, "why")


@pytest.mark.parametrize(
    ("now", "run", "standing"),
    [
        (NOON, "2026-11-22T06:10:00+01:00", Standing.READY),
        (NOON, "2026-11-21T06:10:00+01:00", Standing.WAITING),
        (NOON, "2026-11-21T23:59:59+01:00", Standing.WAITING),
        (NOON, "2026-11-22T00:00:00+01:00", Standing.READY),
        (NOON, None, Standing.WAITING),
        ("2026-11-23T04:00:00+01:00", "2026-11-22T06:10:00+01:00", Standing.READY),
        ("2026-11-23T04:00:01+01:00", "2026-11-22T06:10:00+01:00", Standing.MISSED),
    ],
)
def test_a_day_is_sent_when_a_run_saw_its_end_and_while_it_is_news(
    now: str, run: str | None, standing: Standing
) -> None:
    who = reader()
    assert plan([who], [], moment(now, run)) == (Errand(who, slot_of(who, DAY), standing),)


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (DeliveryState.SENT, Standing.SENT),
        (DeliveryState.FAILED, Standing.FAILED),
        (DeliveryState.UNKNOWN, Standing.UNKNOWN),
        (DeliveryState.CLAIMED, Standing.READY),
    ],
)
def test_what_was_sent_or_may_have_been_stays_so(state: DeliveryState, standing: Standing) -> None:
    run = "2026-11-22T06:10:00+01:00"
    who = reader()
    stands = Errand(who, slot_of(who, DAY), standing, "" if standing is Standing.READY else "why")
    assert plan([who], [delivery(state)], moment(NOON, run)) == (stands,)
    assert plan_day([who], [delivery(state)], DAY) == (stands,)


def test_what_was_put_off_is_tried_again_ever_more_rarely() -> None:
    run = "2026-11-22T06:10:00+01:00"
    put_off = delivery(DeliveryState.DEFERRED, when="2026-11-22T08:00:00+01:00")
    for now, standing in (
        ("2026-11-22T08:04:59+01:00", Standing.DEFERRED),
        ("2026-11-22T08:05:00+01:00", Standing.READY),
        ("2026-11-23T05:00:00+01:00", Standing.DEFERRED),
    ):
        who = reader()
        stands = Errand(who, slot_of(who, DAY), standing, "why")
        assert plan([who], [put_off], moment(now, run)) == (stands,)
    waits = [
        next_attempt(delivery(DeliveryState.DEFERRED, attempts=count)) - at(NOON)
        for count in (1, 2, 3, 4, 5, 6, 60)
    ]
    assert [int(wait.total_seconds() / 60) for wait in waits] == [5, 10, 20, 40, 80, 120, 120]


def test_a_day_that_is_asked_for_goes_to_the_editions_that_end_with_it() -> None:
    readers = [
        reader(),
        reader(edition="weekly", weekday="sunday"),
        reader(edition="weekly", weekday="monday"),
    ]
    assert plan_day(readers, [], DAY) == tuple(
        Errand(who, slot_of(who, DAY), Standing.READY) for who in readers[:2]
    )
    assert [days_told(who) for who in readers] == [1, 7, 7]


def test_days_on_which_nothing_ran_are_told_too() -> None:
    sent = delivery(DeliveryState.SENT, DAY - timedelta(days=4))
    missing = tuple(DAY - timedelta(days=back) for back in (3, 2, 1))
    assert gaps(reader(), [sent], slot_of(reader(), DAY)) == missing
    long_ago = delivery(DeliveryState.SENT, DAY - timedelta(days=18))
    assert len(gaps(reader(), [long_ago], slot_of(reader(), DAY))) == 14
    weekly = reader(edition="weekly", weekday="monday")
    sunday = DAY - timedelta(days=(DAY.weekday() + 1) % 7)
    old = replace(sent, slot=slot_of(weekly, sunday - timedelta(weeks=2)))
    expected = (sunday - timedelta(weeks=1),)
    assert gaps(weekly, [old], slot_of(weekly, sunday)) == expected


def test_days_that_may_not_have_arrived_are_told_until_one_surely_does() -> None:
    days = [DAY - timedelta(days=back) for back in (1, 2, 3, 4, 20)]
    states = [DeliveryState.UNKNOWN, DeliveryState.FAILED, DeliveryState.SENT]
    states += [DeliveryState.FAILED, DeliveryState.FAILED]
    past = [delivery(state, day) for state, day in zip(states, days, strict=True)]
    assert gaps(reader(), past, slot_of(reader(), DAY)) == (days[1], days[0])
    assert gaps(reader(), [], slot_of(reader(), DAY)) == ()
    other = reader(address="bert@x.example")
    assert gaps(other, past, slot_of(other, DAY)) == ()
    latest = [errand_of(reader(), days[0], at(NOON))]
    told = lost([reader()], past, latest)
    assert [(errand.slot.day, errand.standing) for errand in told] == [
        (days[1], Standing.FAILED),
        (days[3], Standing.FAILED),
        (days[4], Standing.FAILED),
    ]


def test_a_mail_asked_for_by_hand_is_ready_whatever_became_of_it() -> None:
    who = reader()
    assert errand_of(who, DAY - timedelta(days=9), at(NOON)) == Errand(
        who, slot_of(who, DAY - timedelta(days=9)), Standing.READY
    )
    assert errand_of(who, None, at(NOON)) == Errand(who, slot_of(who, DAY), Standing.READY)


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        (DeliveryState.SENT, None),
        (DeliveryState.FAILED, Standing.FAILED),
        (DeliveryState.UNKNOWN, Standing.UNKNOWN),
        (DeliveryState.DEFERRED, Standing.DEFERRED),
        (DeliveryState.CLAIMED, Standing.MISSED),
    ],
)
def test_earlier_mails_that_did_not_surely_arrive_are_lost(
    state: DeliveryState, standing: Standing | None
) -> None:
    who, latest = reader(), errand_of(reader(), DAY, at(NOON))
    earlier = delivery(state, DAY - timedelta(days=1))
    told = lost([who], [earlier, delivery(state)], [latest])
    assert told == ((Errand(who, earlier.slot, standing, "why"),) if standing else ())
    assert all(errand.trouble for errand in told)
    assert lost([reader(address="bert@x.example")], [earlier], []) == ()
