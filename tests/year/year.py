"""A year unattended: the clock and a small press through 365 days in which everything goes wrong.

    python -m tests.year.year [--from 2025-01-06] [--days 365] [--seed 8]

Real are the store, the duties and turns, every command in a process of its own, models, digests,
and the mail over SMTP to a server on loopback. Replaced are three things at the edge: the clock
is passed in, so nothing is waited for; APScheduler's timer is `Clockwork`; and instead of the
network a crawl asks a press that is written to plan. Faults are those of `make_plan()`.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.post import PostOffice, open_post
from tests.year.checks import verdict
from tests.year.house import House, full_disk
from tests.year.plan import FROM, Plan, make_plan
from tests.year.records import Diary

Event = tuple[datetime, Callable[[], None]]
_WEEK = 7
_AWAY = ["451 4.3.0 Later"] * 10_000


class Year:
    """A house, what happens to it, and what is written down of it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.diary = Diary(house.settings)
        self._disk = ExitStack()

    def run(self, tell: Callable[[str], None]) -> None:
        """Live through all days."""
        house, began = self.house, time.monotonic()
        house.start()
        for at, act in sorted(self._events(house.plan), key=lambda event: event[0]):
            house.live(at)
            act()
            day = (at - house.plan.start).days
            if act == self._count:
                spent = time.monotonic() - began
                tell(f"day {day}: {len(house.office.mails)} mails, {spent:.0f} s")
        house.live(house.plan.end)
        self._look()
        self._count()
        house.stop()

    def _events(self, plan: Plan) -> Iterator[Event]:
        house, office = self.house, self.house.office
        for first, last in plan.outages:
            yield first, house.stop
            yield last, house.start
        for first, last in plan.mail_away:
            yield first, lambda: office.senders.extend(_AWAY)
            yield last, office.senders.clear
        for first, last in plan.full:
            yield first, self._fill
            yield first.replace(hour=7, minute=45), self._look_while_full
            yield last, self._free
        yield from ((at, lambda: setattr(house.commands, "kill", True)) for at in plan.killed)
        yield from ((at, lambda: setattr(house.commands, "crash", True)) for at in plan.crashed)
        yield from ((at, self._set_back) for at in plan.set_back)
        yield from ((at, house.rival) for at in plan.rivals)
        yield from ((at, lambda: office.ends.append("hang up")) for at in plan.hung_up)
        for day in range(plan.days):
            noon = plan.start.replace(hour=12, minute=30) + timedelta(days=day)
            yield noon, self._look
            if day % _WEEK == _WEEK - 1:
                yield noon, self._count

    def _fill(self) -> None:
        self.house.commands.full = True
        self._disk.enter_context(full_disk())

    def _free(self) -> None:
        self.house.commands.full = False
        self._disk.close()

    def _set_back(self) -> None:
        self.house.time.now -= timedelta(hours=1)

    def _look(self) -> None:
        self.diary.look(self.house.time.now)

    def _look_while_full(self) -> None:
        self._disk.close()  # whoever looks needs room; the house does not get any meanwhile
        self._look()
        self._disk.enter_context(full_disk())

    def _count(self) -> None:
        self.diary.count(self.house.time.now)


def live_through(
    plan: Plan, folder: Path, office: PostOffice, fortnight: int, tell: Callable[[str], None]
) -> list[str]:
    """Live through a plan; what was not as it should have been."""
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    house = House(folder, plan, office, fortnight)
    year = Year(house)
    year.run(tell)
    return verdict(house, year.diary, tell)


def main() -> None:
    """Simulate; the process fails when anything was not as it should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="start", default=FROM.date().isoformat())
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--fortnight", type=int, default=8, help="days a run makes digests of")
    parser.add_argument("--dense", action="store_true", help="a fault every day, not every other")
    given = parser.parse_args()
    start = datetime.fromisoformat(given.start).replace(hour=12, tzinfo=UTC)
    plan = make_plan(start, given.days, given.seed, 1 if given.dense else 2)

    def tell(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    with tempfile.TemporaryDirectory() as name, open_post() as office:
        wrong = live_through(plan, Path(name), office, given.fortnight, tell)
    for line in wrong:
        tell(f"WRONG {line}")
    tell("FAILED" if wrong else "As it should be.")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
