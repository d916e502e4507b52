"""What the store, search, inbox, digest and grouping cost as the store grows: `make bench-growth`.

Stores of 2,000, 20,000, 200,000 and 2,000,000 articles of the generated press are made on SQLite
(`replica.py`), and each operation is done in all of them in turn. Told is the least processor time
of some rounds and the exponent of its growth. Two million articles take 7 GB of disk and a quarter
of an hour to make; the stores go away at the end.

    python -m tests.bench.growth [--in FOLDER] [--only WORD] [SIZE ...]

With a folder, the stores that lie in it are taken, and those that are made stay there. With
`--only`, just the operations whose name holds the word are done. Every row is printed as it comes;
at the end is the table of the documents, in which the desk's pages have a row for each kind: that
of the page that grows most.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge import Knowledge, load
from storage import Insight, open_insight, open_store
from storage.sql_store import SqlStore
from tests.bench.desk import Desk
from tests.bench.measure import (
    GROWS,
    exponent,
    least,
    milliseconds,
    plain_sizes,
    say,
    say_head,
    say_row,
)
from tests.bench.operations import operations
from tests.bench.press import UNIT, fill
from tests.bench.replica import check, replicate

SIZES = (2_000, 20_000, 200_000, 2_000_000)
ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Row:
    """One operation, by the size of the store."""

    name: str
    seconds: Mapping[int, float]

    @property
    def exponent(self) -> float:
        """Of its growth."""
        return exponent(self.seconds)


def made(folder: Path, size: int) -> str:
    """The address of a store of so many articles, made if it is not there."""
    url = f"sqlite:///{folder / str(size)}.sqlite"
    if (folder / f"{size}.sqlite").exists():
        return url
    say(f"making a store of {size:,} articles ...")
    if size <= UNIT:
        with open_store(url) as store:
            assert isinstance(store, SqlStore)
            fill(store, size)
    else:
        replicate(folder, size)
    check(url)
    return url


def measured(urls: Mapping[int, str], only: str = "") -> Iterator[Row]:
    """Every operation in every store."""
    base = load()
    with ExitStack() as stack:
        works: dict[str, dict[int, Callable[[], object]]] = defaultdict(dict)
        for size, url in urls.items():
            store = stack.enter_context(open_store(url))
            assert isinstance(store, SqlStore)
            insight = stack.enter_context(open_insight(url))
            for name, work in _works(store, insight, base):
                if only in name:
                    works[name][size] = work
        for name, each in works.items():
            for work in each.values():
                work()
            yield Row(name, least(each, ROUNDS))


def _works(
    store: SqlStore, insight: Insight, base: Knowledge
) -> Iterator[tuple[str, Callable[[], object]]]:
    yield from operations(store, base)
    desk = Desk(store, base, insight)
    for name in desk.pages:
        yield f"desk: {name}", lambda name=name: desk.ask(name)  # type: ignore[misc] # a default binds it now


def dearest(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows, with one for each kind of the desk's pages: the one that grows most."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kind = row.name.partition(" ")[2].partition(" ")[0].rstrip(",")
        kinds[f"desk: {kind}" if row.name.startswith("desk: ") else row.name].append(row)
    for kind, some in kinds.items():
        worst = max(some, key=lambda row: row.exponent)
        many = f"{kind}, {len(some)} pages, the worst: {worst.name.removeprefix(kind).strip(', ')}"
        yield worst if len(some) == 1 else replace(worst, name=many)


def tell(rows: Iterable[Row], sizes: Sequence[int]) -> list[Row]:
    """Print a table while its rows come; the rows."""
    say_head("milliseconds of processor", *plain_sizes(sizes), "exponent")
    told = []
    for row in rows:
        mark = "**" if row.exponent > GROWS else ""
        say_row(row.name, *milliseconds(row.seconds.values()), f"{mark}{row.exponent:.2f}{mark}")
        told.append(row)
    return told


def main(asked: Namespace) -> None:
    """Make the stores, measure, and print the table."""
    with TemporaryDirectory() as own:
        folder = asked.folder or Path(own)
        folder.mkdir(parents=True, exist_ok=True)
        urls = {size: made(folder, size) for size in asked.sizes or SIZES}
        rows = tell(measured(urls, asked.only), list(urls))
        tell(dearest(rows), list(urls))


def arguments(given: Sequence[str]) -> Namespace:
    """What the command line asks for."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--in", dest="folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("sizes", nargs="*", type=int)
    return parser.parse_args(given)


if __name__ == "__main__":
    main(arguments(sys.argv[1:]))
