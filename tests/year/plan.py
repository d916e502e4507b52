"""What goes wrong in a simulated year, and when: all of it follows from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

Span = tuple[datetime, datetime]
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
FROM = datetime(2025, 1, 6, 12, tzinfo=UTC)
MONTH = 28


@dataclass(frozen=True)
class Plan:
    """The faults of a stretch of days; spans are half open, instants aware, UTC."""

    start: datetime
    days: int
    seed: int
    outages: tuple[Span, ...] = ()
    """The machine is off."""
    dead: tuple[tuple[str, Span], ...] = ()
    """An outlet's server is broken."""
    silent: tuple[tuple[str, Span], ...] = ()
    """No outlet of a language publishes."""
    mail_away: tuple[Span, ...] = ()
    """The mail server says: later."""
    full: tuple[Span, ...] = ()
    """Not a byte can be added to the disk."""
    killed: tuple[datetime, ...] = ()
    """The first run from here on is killed."""
    crashed: tuple[datetime, ...] = ()
    """The first run from here on is killed with the clock, which starts again at once."""
    set_back: tuple[datetime, ...] = ()
    """The machine's clock is set back an hour."""
    rivals: tuple[datetime, ...] = ()
    """Somebody starts a second clock."""
    hung_up: tuple[datetime, ...] = field(default=())
    """The mail server takes the next mail and dies before it says so."""

    @property
    def end(self) -> datetime:
        """When all is over."""
        return self.start + self.days * _DAY

    def is_dead(self, outlet: str, at: datetime) -> bool:
        """Whether an outlet's server is broken."""
        return any(name == outlet and _in(at, span) for name, span in self.dead)

    def is_silent(self, language: str, at: datetime) -> bool:
        """Whether nothing is published in a language."""
        return any(name == language and _in(at, span) for name, span in self.silent)


def _in(at: datetime, span: Span) -> bool:
    return span[0] <= at < span[1]


def make_plan(start: datetime, days: int, seed: int, pause: int = 2) -> Plan:
    """Every four weeks each fault once, on days drawn by lot, `pause` days apart.

    In every third month a language is silent besides. A stretch in which there is no room for all
    has none.
    """
    lot = random.Random(seed)  # noqa: S311 (a lot that can be drawn again)
    midnight = start.replace(hour=0)
    made: dict[str, list[object]] = {name: [] for name in Plan.__dataclass_fields__}
    for month, first in enumerate(range(1, days - 7 * pause, MONTH)):
        order = [first + pause * number for number in range(7)]
        lot.shuffle(order)

        def at(hours: float, number: int, order: list[int] = order) -> datetime:
            return midnight + order[number] * _DAY + hours * _HOUR

        made["outages"].append((at(3, 0), at(8 + lot.uniform(0, 2), 0)))
        made["killed"].append(at(2, 1))
        made["crashed"].append(at(2, 2))
        made["mail_away"].append((at(5, 3), at(5 + lot.uniform(2, 5), 3)))
        made["full"].append((at(2, 4), at(8 + lot.uniform(0, 2), 4)))
        # Over the hour of the run in winter, and over the readers' hour in summer.
        made["set_back"].append(at(5.2 + lot.uniform(0, 0.8), 5))
        made["set_back"].append(at(6.1 + lot.uniform(0, 0.8), 5))
        made["rivals"].append(at(12, 5))
        made["hung_up"].append(at(4, 6))
        later = first + 7 * pause + 1
        if later + 3 < days:
            gone = midnight + later * _DAY + 3 * _HOUR
            made["outages"].append((gone, gone + (1 + month % 4) * _DAY + 15 * _HOUR))
        outlet = lot.choice(["la-navette", "itoguruma"])
        made["dead"].append((outlet, (at(1, 1), at(1, 1) + lot.uniform(1.5, 2.5) * pause * _DAY)))
        if month % 3 == 2 and first + 28 < days:
            began = midnight + (first + 22) * _DAY
            made["silent"].append((lot.choice(["fr", "ja"]), (began, began + 4 * _DAY)))
    spans = {name: tuple(found) for name, found in made.items() if found}
    return Plan(start, days, seed, **spans)  # type: ignore[arg-type]  # each list is of its field
