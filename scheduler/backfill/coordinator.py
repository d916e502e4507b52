"""The coordinator: hands archives out, and keeps what they gave in the order of the list.

Readers only read; this process alone writes articles, one archive after the other as the list has
them. So the rows do not depend on how many read, how fast, or how often one of them died.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from news.errors import UsageError
from scheduler.backfill.engine import Died, Engine
from scheduler.backfill.keeping import keep
from scheduler.backfill.order import Harvest
from scheduler.lease import is_dead, utc_now
from scheduler.run import Job
from storage import Ledger, LedgerEntry, Unit, UnitState

_AHEAD = 4
"""Archives a place that may be read before those in front of them are kept."""
_TRIES = 3
"""Deaths of readers that an archive may cost before it is put aside."""
_PAUSE_SECONDS = 0.5
_ENDINGS = (".warc", ".warc.gz")


@dataclass(slots=True)
class Report:
    """What a backfill did."""

    units: int
    """Archives of the list, each counted once."""
    earlier: int = 0
    """Of them read before by the same maker."""
    done: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """`pages`, `survivors`, `new`, `unchanged`, and codes of survivors that gave no article."""
    quarantined: dict[str, str] = field(default_factory=dict)
    """Why, by place; those of earlier times among them."""
    seconds: float = 0.0


def find_units(places: Iterable[str], maker: str) -> tuple[Unit, ...]:
    """The archives of a list, each once, in its order.

    Raises:
        UsageError: when one is not there, or is no web archive by its name.
    """
    units = []
    for place in places:
        path = Path(place).absolute()
        if not path.is_file():
            raise UsageError(f"{place}: no such file", "give the paths of web archives")
        if not path.name.lower().endswith(_ENDINGS):
            raise UsageError(
                f"{place}: not a web archive by its name", f"give files in {' or '.join(_ENDINGS)}"
            )
        units.append(Unit(str(path), path.stat().st_size, maker))
    return tuple(dict.fromkeys(units))


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Brings a list of archives to its end."""

    job: Job
    ledger: Ledger
    engine: Engine[Unit, Harvest]
    pause: Callable[[float], None] = time.sleep

    def run(self, units: Sequence[Unit], *, again: bool = False) -> Report:
        """Have all units read that are not, and keep what they give.

        Args:
            units: what `find_units()` found.
            again: whether quarantined ones are tried once more.
        """
        began = time.monotonic()
        self.ledger.enlist(units, again=again)
        known = {entry.unit: entry for entry in self.ledger.entries()}
        report = Report(len(units))
        left = []
        for unit in units:
            entry = known[unit]
            report.earlier += entry.state is UnitState.DONE
            if entry.state is UnitState.QUARANTINED:
                report.quarantined[unit.place] = entry.detail
            elif entry.state is not UnitState.DONE:
                left.append(unit)
        self._rescue()
        self._bring_in(left, report)
        report.seconds = time.monotonic() - began
        return report

    def _bring_in(self, units: Sequence[Unit], report: Report) -> None:
        """Read ahead, keep in order."""
        ahead = self.engine.places * _AHEAD
        ready: dict[Unit, Harvest] = {}
        deaths = Counter[Unit]()
        given = min(ahead, len(units))
        for unit in units[:given]:
            self.engine.submit(unit)
        for number, unit in enumerate(units):
            while unit not in ready:
                self._take_in(self.engine.outcome(), ready, deaths)
            self._keep(ready.pop(unit), report)
            self.job.progress("backfill", f"{number + 1}/{len(units)} {Path(unit.place).name}")
            if given < len(units):
                self.engine.submit(units[given])
                given += 1

    def _take_in(
        self, outcome: Harvest | Died[Unit], ready: dict[Unit, Harvest], deaths: Counter[Unit]
    ) -> None:
        if isinstance(outcome, Harvest) and not outcome.held:
            ready[outcome.unit] = outcome
            return
        unit = outcome.task if isinstance(outcome, Died) else outcome.unit
        if isinstance(outcome, Died):
            deaths[unit] += 1
            if deaths[unit] == _TRIES:
                fault = f"{unit.place}: {outcome.detail}, {_TRIES} times"
                ready[unit] = Harvest(unit, fault=fault)
                return
        else:
            self.pause(_PAUSE_SECONDS)
        self._rescue()
        self.engine.submit(unit)

    def _rescue(self) -> None:
        """Free what readers of this machine hold that are no more; others are waited for."""
        for entry in self.ledger.entries():
            if entry.state is UnitState.DOING and entry.holder and is_dead(entry.holder):
                self.ledger.free(entry.unit, entry.holder)

    def _keep(self, harvest: Harvest, report: Report) -> None:
        unit = harvest.unit
        counts = Counter(harvest.counts) + keep(self.job, harvest.findings)
        state = UnitState.QUARANTINED if harvest.fault else UnitState.DONE
        self.ledger.finish(
            LedgerEntry(
                unit, state, finished_at=utc_now(), detail=harvest.fault, counts=dict(counts)
            )
        )
        report.counts += counts
        if harvest.fault:
            report.quarantined[unit.place] = harvest.fault
        else:
            report.done += 1
