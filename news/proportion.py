"""Shares with how sure they are: pure, each formula with its source.

All intervals are of 95 %. A share nobody looked at lies anywhere between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, sqrt

Z = 1.959963984540054
"""The normal quantile that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the limits that it lies between."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """How many of those looked at have a property."""

    hits: int
    of: int
    """How many were looked at."""
    whole: int = 0
    """How many there are of whom these were drawn by lot; 0 where there is no end of them."""

    @property
    def estimate(self) -> Estimate:
        """The share with its limits; one half where nothing was looked at."""
        if not self.of:
            return Estimate(0.5, 0.0, 1.0)
        low, high = wilson(self.hits, self.of, self.whole)
        return Estimate(self.hits / self.of, low, high)


def wilson(hits: float, of: float, whole: int = 0) -> tuple[float, float]:
    """The score interval of a share.

    E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212; preferred for
    small numbers by Brown, Cai and DasGupta, Statistical Science 16 (2001) 101-133. Of a finite
    whole, n drawn by lot tell as much as n(N-1)/(N-n) of an endless one, since the variance of
    their share is smaller by that factor (Cochran, Sampling Techniques, 1977, section 3.2).
    """
    if not of:
        return 0.0, 1.0
    share = hits / of
    if whole and of >= whole:
        return share, share
    weight = of * (whole - 1) / (whole - of) if whole else of
    shrink = 1 + Z * Z / weight
    centre = (share + Z * Z / (2 * weight)) / shrink
    half = Z / shrink * sqrt(share * (1 - share) / weight + Z * Z / (4 * weight * weight))
    # Rounding must not put the share itself outside.
    return min(share, max(0.0, centre - half)), max(share, min(1.0, centre + half))


def pooled(shares: Iterable[Share]) -> Estimate:
    """The share in several wholes together, of each of which some were drawn.

    Each whole counts by its size. Unequal chances of being drawn cost as many observations as
    Kish says (Survey Sampling, 1965, section 11.7): (Σw)² / Σw² of them are left. A whole of which
    nothing was looked at is left out.
    """
    seen = [share for share in shares if share.of]
    if not seen:
        return Share(0, 0).estimate
    whole = sum(share.whole for share in seen)
    left = whole**2 / sum(share.whole**2 / share.of for share in seen)
    value = sum(share.whole * share.hits / share.of for share in seen) / whole
    low, high = wilson(value * left, left, whole)
    return Estimate(value, min(low, value), max(high, value))


def total(parts: Iterable[tuple[float, Estimate]]) -> Estimate:
    """The sum of figures of independent samples, each times a weight that is not negative.

    The limits are recovered from those of the parts (MOVER): Zou and Donner, Statistics in
    Medicine 27 (2008) 1693-1702.
    """
    known = list(parts)
    value = sum(weight * part.value for weight, part in known)
    below = sum((weight * (part.value - part.low)) ** 2 for weight, part in known)
    above = sum((weight * (part.high - part.value)) ** 2 for weight, part in known)
    return Estimate(value, value - sqrt(below), value + sqrt(above))


def quotient(one: Estimate, other: Estimate) -> Estimate:
    """One figure divided by an independent other; infinite where the other may be nothing.

    MOVER for ratios: Donner and Zou, Statistical Methods in Medical Research 21 (2012) 347-359,
    the lower limit written so that nothing is divided by a difference near 0.
    """
    product = one.value * other.value
    least = one.low * (2 * one.value - one.low)
    most = one.high * (2 * one.value - one.high)
    wide = other.high * (2 * other.value - other.high)
    narrow = other.low * (2 * other.value - other.low)
    root = sqrt(max(0.0, product * product - least * wide))
    low = least / (product + root) if product + root else 0.0
    peak = product + sqrt(max(0.0, product * product - most * narrow))
    high = peak / narrow if narrow else inf
    value = one.value / other.value if other.value else inf
    return Estimate(value, min(low, value), max(high, value))
