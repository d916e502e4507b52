"""Which digest a reader is to be sent, and when: pure, on the reader's own clock.

A digest tells days that have ended. A reader's hour comes once on every day of their zone: where
the clocks go forward over it, it is read an hour later; where they go back, its first passing
counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import get_args

from news.day import day_of, day_window
from scheduler.mail_settings import Recipient, Weekday
from storage import Delivery, DeliveryState, Slot

LEASE = timedelta(minutes=10)
"""How long a claim is thought to be a living process's. Were it too short, two would work on one
mail and one of them be turned away before its end is sent: no mail would go out twice."""
WEEK = 7
_WEEKDAYS = get_args(Weekday)
_FIRST_PAUSE = timedelta(minutes=5)
_LONGEST_PAUSE = timedelta(hours=2)
_REMEMBERED = timedelta(days=14)


def days_told(reader: Recipient) -> int:
    """How many days the reader's edition tells."""
    return 1 if reader.edition == "daily" else WEEK


class Standing(StrEnum):
    """Where one mail stands; the first four as the outbox keeps them."""

    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    READY = "ready"
    """To be sent now."""
    BUSY = "busy"
    """Another process has it."""
    WAITING = "waiting"
    """Its hour has come; no run has seen the whole of the day yet."""
    MISSED = "missed"
    """Its hour went by too long ago."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One mail to one reader."""

    reader: Recipient
    slot: Slot
    standing: Standing
    detail: str = ""
    fresh: bool = False
    """Whether this very call brought it there."""

    @property
    def trouble(self) -> bool:
        """Whether a person should look at it."""
        return self.standing in {
            Standing.DEFERRED,
            Standing.FAILED,
            Standing.UNKNOWN,
            Standing.MISSED,
        }


@dataclass(frozen=True, slots=True)
class Moment:
    """What decides whether a mail is due, besides the reader."""

    now: datetime
    """Aware, UTC."""
    grace: timedelta
    """How long after the reader's hour a mail is still worth sending."""
    run_started: datetime | None
    """When the latest run that ended began."""


def slot_of(reader: Recipient, day: date) -> Slot:
    """The mail that tells a reader of a day, or of the week that ends with it."""
    return Slot(reader.key, reader.edition, day)


def ends_edition(reader: Recipient, day: date) -> bool:
    """Whether an edition of this reader ends with a day."""
    sent_on = day + timedelta(days=1)
    return reader.edition == "daily" or sent_on.weekday() == _WEEKDAYS.index(reader.weekday)


def instant_of(reader: Recipient, day: date) -> datetime:
    """When the digest of a day is to be sent: the reader's hour on the day after, in UTC."""
    return datetime.combine(day + timedelta(days=1), reader.clock, reader.zone).astimezone(UTC)


def latest_day(reader: Recipient, now: datetime) -> date:
    """The last day of the latest edition whose hour has come."""
    day = day_of(now, reader.zone)
    while instant_of(reader, day) > now or not ends_edition(reader, day):
        day -= timedelta(days=1)
    return day


def next_attempt(delivery: Delivery) -> datetime:
    """When a mail that was put off is tried again: pauses double from five minutes to two hours."""
    doubled: timedelta = _FIRST_PAUSE * 2 ** min(delivery.attempts - 1, 10)
    return delivery.at + min(doubled, _LONGEST_PAUSE)


def errand_of(reader: Recipient, day: date | None, now: datetime) -> Errand:
    """A reader's mail of a day, or the latest, as if it were to be sent."""
    return Errand(reader, slot_of(reader, day or latest_day(reader, now)), Standing.READY)


def plan(
    readers: Iterable[Recipient], deliveries: Iterable[Delivery], moment: Moment
) -> tuple[Errand, ...]:
    """Where each reader's latest edition stands, and which are to be sent now."""
    known = {item.slot: item for item in deliveries}
    return tuple(_stand(reader, known, moment) for reader in readers)


def plan_day(
    readers: Iterable[Recipient], deliveries: Iterable[Delivery], day: date
) -> tuple[Errand, ...]:
    """The same for the editions that end with a given day, whatever the hour."""
    known = {item.slot: item for item in deliveries}
    return tuple(
        _recorded(reader, slot_of(reader, day), known) or Errand(reader, slot, Standing.READY)
        for reader in readers
        if ends_edition(reader, day)
        for slot in (slot_of(reader, day),)
    )


def _stand(reader: Recipient, known: Mapping[Slot, Delivery], moment: Moment) -> Errand:
    day = latest_day(reader, moment.now)
    slot = slot_of(reader, day)
    late = moment.now > instant_of(reader, day) + moment.grace
    recorded = known.get(slot)
    if recorded and recorded.state is DeliveryState.DEFERRED:
        standing = Standing.DEFERRED
        if not late and next_attempt(recorded) <= moment.now:
            standing = Standing.READY
        return Errand(reader, slot, standing, recorded.detail)
    if found := _recorded(reader, slot, known):
        return found
    if late:
        return Errand(reader, slot, Standing.MISSED)
    ended = day_window(day, reader.zone)[1]
    if moment.run_started is None or moment.run_started < ended:
        return Errand(reader, slot, Standing.WAITING)
    return Errand(reader, slot, Standing.READY)


def _recorded(reader: Recipient, slot: Slot, known: Mapping[Slot, Delivery]) -> Errand | None:
    """A mail that is out of reach; one whose process died, or that was put off, is not."""
    found = known.get(slot)
    if found is None or found.state in {DeliveryState.CLAIMED, DeliveryState.DEFERRED}:
        return None
    return Errand(reader, slot, Standing(found.state.value), found.detail)


def gaps(reader: Recipient, deliveries: Iterable[Delivery], slot: Slot) -> tuple[date, ...]:
    """Days, since the last mail that surely arrived, of which the reader may have had none.

    Also days of which none was ever tried, because nothing ran; not those before the first mail.
    """
    states = {
        item.slot.day: item.state
        for item in deliveries
        if (item.slot.reader, item.slot.edition) == (slot.reader, slot.edition)
    }
    first = max(min(states, default=slot.day), slot.day - _REMEMBERED)
    days: list[date] = []
    day = slot.day - timedelta(days=1)
    while day >= first and states.get(day) is not DeliveryState.SENT:
        if day in states or ends_edition(reader, day):
            days.append(day)
        day -= timedelta(days=1)
    return tuple(reversed(days))


def lost(
    readers: Iterable[Recipient], deliveries: Iterable[Delivery], latest: Iterable[Errand]
) -> tuple[Errand, ...]:
    """Earlier mails that did not surely arrive."""
    told = {errand.slot for errand in latest}
    by_key: dict[tuple[str, str], Recipient] = {
        (reader.key, reader.edition): reader for reader in readers
    }
    found = []
    for item in deliveries:
        reader = by_key.get((item.slot.reader, item.slot.edition))
        if reader and item.slot not in told and item.state is not DeliveryState.SENT:
            claimed = item.state is DeliveryState.CLAIMED
            standing = Standing.MISSED if claimed else Standing(item.state.value)
            found.append(Errand(reader, item.slot, standing, item.detail))
    return tuple(found)
