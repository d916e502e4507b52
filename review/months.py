"""Months of the reader's zone, and how many articles each had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

MONTHS = 12
_TALL = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One month."""

    year: int
    month: int
    count: int
    height: int
    """From 0 to 60; a month that has any is seen."""
    x: int
    opens: bool
    """Whether its year is written under it."""


def month_edges(now: datetime, zone: ZoneInfo) -> list[datetime]:
    """First instants of the last twelve months, oldest first, the present one's end after them."""
    local = now.astimezone(zone)
    last = local.year * 12 + local.month - 1
    return [
        datetime(month // 12, month % 12 + 1, 1, tzinfo=zone)
        for month in range(last - MONTHS + 1, last + 2)
    ]


def make_bars(edges: list[datetime], counts: list[int]) -> list[Bar]:
    """The months as bars of one picture."""
    most = max(counts, default=0) or 1
    return [
        Bar(
            edge.year,
            edge.month,
            count,
            max(2, round(_TALL * count / most)) if count else 0,
            40 * place,
            not place or edge.month == 1,
        )
        for place, (edge, count) in enumerate(zip(edges, counts, strict=False))
    ]
