"""One worker against two: `make bench-workers`.

By the clock, since that is what a second process is for; so it says something on an idle machine
only. Analysis: a row of articles read by one process and by two (`analyse.workers`), the start and
the loading of the second counted. Backfill: web archives read by one process and by two
(`soie backfill --jobs`), all of it counted. The load of the machine is told beside.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge import Knowledge, load
from nlp import ReaderOptions, SharedReader, Sharing
from scheduler.cli import call
from tests.bench.measure import say, say_head, say_row
from tests.bench.reading import articles
from tests.warcs import write_many

ROW = 2000
"""Articles of the row."""
ARCHIVES = 24
ROUNDS = 2


def clocked(work: Callable[[], object]) -> float:
    """How long one waits for it."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def analysis(base: Knowledge, language: str) -> Callable[[int], object]:
    """Reading the row by so many processes."""
    given = islice(cycle(articles(language)), ROW)
    row = [replace(one, id=str(number)) for number, one in enumerate(given)]

    def read(processes: int) -> object:
        reader = SharedReader(base, ReaderOptions(), Sharing(processes), say)
        return [None for _ in reader.read(row)]

    return read


def backfill(folder: Path) -> Callable[[int], object]:
    """Reading archives into a new store by so many processes."""
    places = [str(path) for path in write_many(folder, ARCHIVES)]
    numbers = count()

    def read(processes: int) -> object:
        config = folder / f"{next(numbers)}.toml"
        config.write_text(
            f'database = "sqlite:///{config}.sqlite"\ngroups = ["sample"]\n'
            "now = 2026-05-21T04:10:00+00:00\n",
            encoding="utf-8",
        )
        with redirect_stdout(StringIO()):
            code = call(
                ["--config", str(config), "--json", "backfill", "--jobs", str(processes), *places]
            )
        assert code == 0
        return code

    return read


def main() -> None:
    """Print the table."""
    base = load()
    say_head("seconds by the clock, the least", "one worker", "two", "one / two", "load")
    with TemporaryDirectory() as folder:
        works = {
            f"{ROW:,} French articles read": analysis(base, "fr"),
            f"{ROW:,} Japanese articles read": analysis(base, "ja"),
            f"{ARCHIVES} web archives": backfill(Path(folder)),
        }
        for name, work in works.items():
            rounds = [[clocked(lambda: work(many)) for many in (1, 2)] for _ in range(ROUNDS)]  # noqa: B023 - called at once
            one, two = map(min, zip(*rounds, strict=True))
            say_row(
                name, f"{one:.1f}", f"{two:.1f}", f"{one / two:.2f}", f"{os.getloadavg()[0]:.1f}"
            )


if __name__ == "__main__":
    main()
