"""The picture of the fortnight: where each bar stands. The page draws it, in ink alone.

One row a press, one column a day; a bar is stacked by side, and a side is told by its pattern.
Lengths are in units of the picture's own `viewBox`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digest.fortnight import PRESSES, SIDES
from digest.shown import ShownFortnight
from digest.words import Words

LEFT = 22.0
"""Room for the figures of the scale."""
STEP = 24.0
"""From one day to the next."""
BAR = 16.0
ROW = 64.0
"""Height of the tallest bar."""
HEAD = 22.0
"""Room above each row for its name."""
FOOT = 18.0
"""Room below for the days."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of a bar."""

    side: str
    left: float
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """What one press wrote."""

    language: str
    label: str
    total: int
    base: float
    """Where its bars stand."""
    top: float
    """Where the tallest bar ends."""
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The foot of one column."""

    middle: float
    label: str
    """Empty for every other day: there is no room for all."""


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it."""

    width: float
    height: float
    bar: float
    most: int
    """Articles of the tallest bar: the scale of all rows."""
    rows: tuple[Row, ...]
    days: tuple[Day, ...]
    sides: tuple[str, ...]
    """Those that occur, in the order of the stack."""
    alternative: str
    """What it shows, in words."""


def draw(fortnight: ShownFortnight, words: Words) -> Picture:
    """The picture; a press other than French and Japanese has a row when it wrote something."""
    presses = [item for item in PRESSES if item != "other" or fortnight.count(language=item)]
    heights = [fortnight.count(day, press) for day in fortnight.days for press in presses]
    most = max(heights, default=0)
    rows = tuple(
        _row(fortnight, press, HEAD + place * (HEAD + ROW), most, words)
        for place, press in enumerate(presses)
    )
    counts = (fortnight.count(language="fr"), fortnight.count(language="ja"))
    return Picture(
        width=LEFT + STEP * len(fortnight.days),
        height=len(presses) * (HEAD + ROW) + FOOT,
        bar=BAR,
        most=most,
        rows=rows,
        days=tuple(_day(place, day, words) for place, day in enumerate(fortnight.days)),
        sides=tuple(side for side in SIDES if fortnight.count(side=side)),
        alternative=words.say("fortnight-alt", *counts),
    )


def _row(fortnight: ShownFortnight, press: str, top: float, most: int, words: Words) -> Row:
    bars: list[Bar] = []
    for place, day in enumerate(fortnight.days):
        left, foot = LEFT + STEP * place + (STEP - BAR) / 2, top + ROW
        for side in SIDES:
            height = ROW * fortnight.count(day, press, side) / max(most, 1)
            foot -= height
            if height:
                bars.append(Bar(side, left, round(foot, 2), round(height, 2)))
    total = fortnight.count(language=press)
    return Row(press, words.say(f"press-{press}"), total, top + ROW, top, tuple(bars))


def _day(place: int, day: date, words: Words) -> Day:
    label = words.say("date-tiny", day.day, day.month) if place % 2 else ""
    return Day(LEFT + STEP * (place + 0.5), label)
