"""What all benchmarks share: time on the processor, growth, and tables as the documents hold them.

A machine that does other work too says nothing by its clock. So what is compared is processor
time, in one run, the works in turn: whatever else goes on falls on each of them.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, event

from storage.database import Database

STEP = 100
"""SQLite's steps between two calls of its progress handler."""
ENOUGH = 10.0
GROWS = 0.2
"""Exponent from which a cost is said to grow with the size."""


def say(line: str) -> None:
    """Print a line of the report."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_row(*cells: object) -> None:
    """Print a row of a table of Markdown."""
    say(f"| {' | '.join(map(str, cells))} |")


def say_head(*cells: object) -> None:
    """Print the head of one."""
    say("")
    say_row(*cells)
    say(f"|{'---|' * len(cells)}")


def processor_seconds(work: Callable[[], object]) -> float:
    """How long the processor works on it; no collection of garbage of an earlier work in it."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def least(works: Mapping[Any, Callable[[], object]], rounds: int) -> dict[Any, float]:
    """The least processor time of each work, all of them in turn, so many times.

    Works that took `ENOUGH` seconds together are not done again, once they were done twice.
    """
    found, spent = dict.fromkeys(works, math.inf), 0.0
    for done in range(rounds):
        if done >= 2 and spent > ENOUGH:
            break
        for name, work in works.items():
            seconds = processor_seconds(work)
            spent += seconds
            found[name] = min(found[name], seconds)
    return found


def exponent(costs: Mapping[int, float]) -> float:
    """How a cost grows with the size: the slope of its line on logarithmic paper, least squares.

    0 is flat, 1 is as the size; what grows as the logarithm comes out near 0.1.
    """
    points = [(math.log(size), math.log(cost)) for size, cost in costs.items()]
    middle, height = (sum(column) / len(points) for column in zip(*points, strict=True))
    across = sum((x - middle) ** 2 for x, _ in points)
    return float(sum((x - middle) * (y - height) for x, y in points) / across)


def count_steps(database: Database) -> list[int]:
    """A list that grows by one for each hundred steps of SQLite; never, on another database."""
    steps: list[int] = []

    @event.listens_for(database._engine, "begin")
    def _count(connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        if hasattr(raw, "set_progress_handler"):
            raw.set_progress_handler(lambda: steps.append(1), STEP)

    return steps


def milliseconds(costs: Iterable[float]) -> list[str]:
    """Seconds as cells of a table."""
    return [f"{1000 * cost:.3g}" for cost in costs]


def plain_sizes(sizes: Sequence[int]) -> list[str]:
    """Sizes as heads of columns."""
    return [f"{size:,}" for size in sizes]
