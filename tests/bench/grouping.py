"""What putting a day's articles into stories costs, by the size of the day: `make bench-growth`.

python -m tests.bench.grouping [SIZE ...]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from knowledge import load
from nlp import group
from tests.bench.days import day_of_press
from tests.bench.measure import exponent, least, milliseconds, plain_sizes, say_head, say_row

SIZES = (100, 300, 1000, 3000)
ROUNDS = 3


def main(sizes: Sequence[int]) -> None:
    """Print the table."""
    base = load()
    days = {size: day_of_press(size) for size in sizes}
    works = {size: partial(group, day, (), base) for size, day in days.items()}
    stories = [len(work()) for work in works.values()]
    costs = least(works, ROUNDS)
    say_head("articles of the day", *plain_sizes(sizes), "exponent")
    say_row("stories", *stories, "")
    say_row("milliseconds of processor", *milliseconds(costs.values()), f"{exponent(costs):.2f}")


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
