"""Case 19: kill -9 in every stage, at random points, then a plain run, as if nothing had been.

    python -m tests.torture.torture [--kills 50] [--seed 19] [--postgresql]

The day's work, from the crawl to the mails, a backup and a purge, runs on the sample press and
sends real mail to a server on loopback. A life is a store that is killed ten times, each time in
a later stage or the same, at an instant drawn evenly over what that stage takes when nobody
disturbs it; so every kill finds work that is not done yet. Where a kill really fell is told by the
process itself. After each life a plain run must leave the rows, files, pages and backups of a
store that nobody disturbed, and no reader may have a mail twice.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import count, pairwise
from pathlib import Path

from tests.post import PostOffice
from tests.postgres import Postgres, open_postgres
from tests.torture.bench import READERS, Bench, Home, open_bench
from tests.torture.job import ANALYSE, COLLECT, DIGEST, END, STAGES, START, work
from tests.torture.left import (
    broken_backups,
    lost_pages,
    mails_twice,
    restored_rows,
    strange_files,
)
from tests.torture.rows import differences, read_rows

A_LIFE = 10
"""Kills that one store goes through."""
_ENOUGH = 3 * A_LIFE
"""Kills from which every stage must have had one."""
WORK = STAGES[:-1]
_LONG = (COLLECT, ANALYSE, DIGEST)
"""Stages that are killed again when there are more kills than stages."""
_PATIENCE = 600.0
"""Seconds after which a run is thought to hang."""
_stall = multiprocessing.get_context("forkserver")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Kill:
    """When a run is to be killed."""

    stage: str
    share: float
    """Of what the stage takes when nobody disturbs it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    stage: str
    """The last that it came to."""
    code: int | None
    seconds: Mapping[str, float]
    """What each stage took."""

    @property
    def killed(self) -> bool:
        """Whether it was at work when it was killed."""
        return self.code == -signal.SIGKILL and self.stage != END


def draw(kills: int, seed: int) -> list[list[Kill]]:
    """The kills of each life, in the order of the work."""
    lot = random.Random(seed)  # noqa: S311 (a lot that can be drawn again)
    lives = []
    for first in range(0, kills, A_LIFE):
        size = min(A_LIFE, kills - first)
        stages = lot.sample(WORK, min(size, len(WORK)))
        stages += lot.choices(_LONG, k=size - len(stages))
        ordered = sorted(stages, key=STAGES.index)
        lives.append([Kill(stage, lot.random()) for stage in ordered])
    return lives


def attempt(home: Home, kill: Kill | None = None, length: float = 0.0) -> Ended:
    """Do the day's work once, or be killed over it.

    Args:
        home: whose work.
        kill: in which stage; None to let it come to its end.
        length: seconds that the stage takes undisturbed.
    """
    receiver, sender = _stall.Pipe(duplex=False)
    backup = home.backups / f"{next(_numbers)}.zip"
    process = _stall.Process(target=work, args=(home.config, home.later, backup, sender))
    process.start()
    sender.close()
    came: dict[str, float] = {}
    until = time.monotonic() + _PATIENCE
    with suppress(EOFError):
        while receiver.poll(max(0.0, until - time.monotonic())):
            stage = receiver.recv()
            came[stage] = time.monotonic()
            if kill and stage in STAGES[STAGES.index(kill.stage) :]:
                until = min(until, came[stage] + kill.share * length)
        with suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        while True:
            came[receiver.recv()] = time.monotonic()
    process.join()
    receiver.close()
    instants = [*came.values(), time.monotonic()]
    seconds = [after - before for before, after in pairwise(instants)]
    return Ended([START, *came][-1], process.exitcode, dict(zip(came, seconds, strict=True)))


def finish(home: Home) -> Ended:
    """A plain run to its end."""
    ended = attempt(home)
    log = home.config.with_name("log")
    assert ended.code == 0, f"{ended}: {log.read_text(encoding='utf-8')[-2000:]}"
    return ended


def torment(home: Home, kills: Sequence[Kill], seconds: Mapping[str, float]) -> list[Ended]:
    """Kill so many runs; how each ended."""
    return [attempt(home, kill, seconds[kill.stage]) for kill in kills]


def examine(calm: Home, hurt: Home) -> list[str]:
    """What differs between two stores whose work came to its end."""
    rows = read_rows(calm.database)
    told = differences(rows, read_rows(hurt.database))
    again = differences(rows, restored_rows(hurt))
    told += [f"restored from its backup: {line}" for line in again]
    told += [*strange_files(calm, hurt), *lost_pages(calm, hurt), *broken_backups(hurt)]
    return [f"{hurt.folder.name}: {line}" for line in told]


@dataclass(frozen=True, slots=True)
class Ordeal:
    """What was done, and what was wrong then."""

    lives: int
    ends: tuple[Ended, ...]
    seconds: float
    """That an undisturbed run takes."""
    wrong: tuple[str, ...]

    @property
    def died(self) -> Counter[str]:
        """Kills by the stage in which they fell."""
        return Counter(end.stage for end in self.ends if end.killed)


def torture(bench: Bench, server: Postgres | None, lives: Sequence[Sequence[Kill]]) -> Ordeal:
    """Lead each life to its end, and look at what it left."""
    calm = bench.home("calm")
    seconds = finish(calm).seconds
    finish(calm)
    ends: list[Ended] = []
    wrong: list[str] = []
    for number, kills in enumerate(lives, 1):
        hurt = bench.home(f"life-{number}", server.url(server.make()) if server else "")
        ends += torment(hurt, kills, seconds)
        finish(hurt)
        finish(hurt)
        wrong += examine(calm, hurt)
        sys.stderr.write(f"life {number}: {len(ends)} kills, {len(wrong)} differences\n")
    wrong += mails_twice(bench.office)
    return Ordeal(len(lives), tuple(ends), sum(seconds.values()), tuple(wrong))


def summary(ordeal: Ordeal, office: PostOffice) -> str:
    """What there is to tell of it."""
    died = ordeal.died
    expected = len(READERS) * (ordeal.lives + 1)
    verdict = "FAILED" if ordeal.wrong else "Rows equal, no mail twice."
    lines = (
        f"A run takes {ordeal.seconds:.0f} s; {died.total()} of {len(ordeal.ends)} died at work,"
        f" in {ordeal.lives} lives: " + ", ".join(f"{stage} {died[stage]}" for stage in WORK),
        f"{len(office.mails)} mails of {expected}: one whose end is not known is not sent again.",
        *ordeal.wrong,
        verdict,
        "",
    )
    return "\n".join(lines)


def main() -> None:
    """Torture a store; the process fails when anything differs, or a stage was never killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--sources", nargs="*", default=(), help="outlets; default: all")
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite")
    given = parser.parse_args()
    _stall.set_forkserver_preload(["tests.torture.job"])
    with (
        tempfile.TemporaryDirectory() as name,
        open_postgres() if given.postgresql else nullcontext() as server,
        open_bench(Path(name), given.sources) as bench,
    ):
        ordeal = torture(bench, server, draw(given.kills, given.seed))
        told = summary(ordeal, bench.office)
    missed = [stage for stage in WORK if given.kills >= _ENOUGH and not ordeal.died[stage]]
    sys.stdout.write(told + "".join(f"{stage}: no kill fell there\n" for stage in missed))
    sys.exit(bool(ordeal.wrong or missed))


if __name__ == "__main__":
    main()
