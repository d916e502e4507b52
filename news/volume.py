"""How few articles are too few: a source against its own history. Pure; the standard library.

The lower bound of Farrington and others ("A statistical algorithm for the early detection of
outbreaks of infectious disease", Journal of the Royal Statistical Society A 159, 1996), turned
downwards: counts are taken for quasi-Poisson, the expectation and its uncertainty come from the
same day of earlier weeks, and the 2/3 power makes the distribution nearly symmetric. As in the
later form of Noufaily and others (Statistics in Medicine 32, 2013) the day of the week is a factor
and outliers of the past are held down, here by medians and capped residuals.

How often it cries wolf is measured by simulation in `tests/news/test_volume.py` and told in
`docs/health.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, median

WEEK = 7
HORIZON = 8 * WEEK
"""Days of the past that count for one day's bound."""
LEAST_USUAL = 3.0
"""Below so many articles a day, one day without any means nothing."""
Z = 2.81
"""Quantile of the normal distribution: one day in 400, were the approximation exact."""
ENOUGH = 7
"""Days seen before one day is judged."""
_MEDIAN_FROM = 3
_MEDIAN_VARIANCE = 1.57
"""Variance of a median over that of a mean: half of pi."""
_CAP = 9.0
"""Largest squared residual that counts: three standard deviations."""
_STEADIEST = 0.3
"""Least dispersion that is believed; 1 is Poisson's."""
_ENOUGH_FOR_DISPERSION = 14

Days = Sequence[int | None]
"""Articles first seen, day by day backwards from the day before; None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What is usual for one day, and what is too few."""

    usual: float
    least: float
    """A count below this is a drop; 0 where no count is too small."""

    def broken(self, count: int) -> bool:
        """Whether so many are too few."""
        return count < self.least


def lower_bound(days: Days) -> Bound:
    """What a day should give at least, after the days before it."""
    past = days[:HORIZON]
    seen = [count for count in past if count is not None]
    if len(seen) < ENOUGH:
        return Bound(0.0, 0.0)
    usual, doubt = _usual(past, 0)
    if usual < LEAST_USUAL:
        return Bound(usual, 0.0)
    spread = _dispersion(past) * (1 + doubt)
    root = 1 - 2 / 3 * Z * sqrt(spread / usual)
    return Bound(usual, usual * max(0.0, root) ** 1.5)


def usual_sum(days: Days, length: int) -> float:
    """What the next days, as many as `length`, would usually give together."""
    past = days[:HORIZON]
    seen = [count for count in past if count is not None]
    if not seen:
        return 0.0
    if len(seen) < 2 * WEEK:
        return mean(seen) * length
    means = [mean(_same_day(past, offset) or seen) for offset in range(WEEK)]
    # Going forward from today (offset 0), the weekdays come from the other end.
    return sum(means[-step % WEEK] for step in range(length))


def _usual(days: Days, offset: int) -> tuple[float, float]:
    """Expectation of a weekday, and the variance of that estimate in units of the count's own.

    Some of the days must have been seen.
    """
    same = _same_day(days, offset)
    if len(same) >= _MEDIAN_FROM:
        return float(median(same)), _MEDIAN_VARIANCE / len(same)
    seen = [count for count in days if count is not None]
    if not same:
        return float(min(seen)), 1.0
    # One or two weeks say little of a weekday: the day is not expected to beat the others.
    return min(mean(same), float(median(seen))), _MEDIAN_VARIANCE / len(seen)


def _same_day(days: Days, offset: int) -> list[int]:
    """Counts of one weekday; an offset of 0 is the weekday of the day to be judged."""
    # days[0] is yesterday, so that the same weekday stands at 6, 13, 20 ...
    return [count for count in days[(offset - 1) % WEEK :: WEEK] if count is not None]


def _dispersion(days: Days) -> float:
    """Variance over mean, pooled over the weekdays; 1 for Poisson counts."""
    squares = []
    for offset in range(WEEK):
        same = _same_day(days, offset)
        middle = median(same) if same else 0.0
        if len(same) > 1 and middle:
            share = len(same) / (len(same) - 1)
            squares += [min(share * (count - middle) ** 2 / middle, _CAP) for count in same]
    if len(squares) < _ENOUGH_FOR_DISPERSION:
        return 1.0
    return max(_STEADIEST, mean(squares))
