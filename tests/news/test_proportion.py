"""Intervals: worked examples, properties, and how often they hold the truth."""

from __future__ import annotations

import random
from math import inf, isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.proportion import Estimate, Share, Z, pooled, quotient, total, wilson

counts = st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # By hand for 8 of 10: z² = 3.841459, centre (0.8 + 0.192073) / 1.384146 = 0.716738,
        # half 1.959964 / 1.384146 × √(0.016 + 0.009604) = 0.226581.
        (8, 10, 0.490157, 0.943319),
        # Of none in n the upper limit is z² / (n + z²): 3.841459 / 13.841459.
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81 of 263 and 15 of 148.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
    ],
)
def test_wilson_by_hand(hits: int, of: int, low: float, high: float) -> None:
    found = wilson(hits, of)
    assert found == pytest.approx((low, high), abs=6e-5)


@given(counts)
def test_wilson_holds_the_share_and_mirrors(count: tuple[int, int]) -> None:
    hits, of = count
    low, high = wilson(hits, of)
    assert 0 <= low <= hits / of <= high <= 1
    mirrored = wilson(of - hits, of)
    assert isclose(1 - mirrored[1], low, abs_tol=1e-12)
    assert isclose(1 - mirrored[0], high, abs_tol=1e-12)


@given(counts, st.integers(0, 1000))
def test_a_larger_part_of_the_whole_tells_more(count: tuple[int, int], more: int) -> None:
    hits, of = count
    endless = wilson(hits, of)
    finite = wilson(hits, of, of + more)
    assert endless[0] <= finite[0] + 1e-12
    assert finite[1] <= endless[1] + 1e-12
    assert wilson(hits, of, of) == (hits / of, hits / of)


def test_nothing_looked_at_tells_nothing() -> None:
    assert Share(0, 0).estimate == Estimate(0.5, 0.0, 1.0)


def test_a_sum_recovers_its_limits_from_its_parts() -> None:
    one, other = Estimate(0.5, 0.2, 0.6), Estimate(0.1, 0.1, 0.5)
    found = total([(10, one), (5, other)])
    # 5 + 0.5; below √(3² + 0²), above √(1² + 2²).
    assert found.value == pytest.approx(5.5)
    assert found.low == pytest.approx(2.5)
    assert found.high == pytest.approx(5.5 + sqrt(5))
    assert total([]) == Estimate(0, 0, 0)
    assert total([(1, one)]).low == pytest.approx(one.low)


def test_wholes_count_by_their_size() -> None:
    found = pooled([Share(1, 10, 100), Share(5, 10, 300), Share(0, 0, 50)])
    # (100 · 0.1 + 300 · 0.5) / 400; left: 400² / (100²/10 + 300²/10) = 16.
    assert found.value == pytest.approx(0.4)
    assert (found.low, found.high) == pytest.approx(wilson(6.4, 16, 400))
    assert pooled([Share(3, 10, 90)]) == Share(3, 10, 90).estimate
    assert pooled([]) == Estimate(0.5, 0.0, 1.0)


def test_a_quotient_by_hand() -> None:
    exact = quotient(Estimate(2, 2, 2), Estimate(8, 8, 8))
    assert (exact.low, exact.value, exact.high) == pytest.approx((0.25, 0.25, 0.25))
    # Nothing seen, at most 3: √(0 + 3·4·(2·5 − 4)·3) / (4·(2·5 − 4)) = 3 / √24.
    empty = quotient(Estimate(0, 0, 3), Estimate(5, 4, 6))
    assert (empty.value, empty.low) == (0, 0)
    assert empty.high == pytest.approx(3 / sqrt(24))
    assert quotient(Estimate(1, 0.5, 2), Estimate(1, 0, 2)).high == inf


@given(
    st.tuples(*[st.floats(0, 100)] * 3).map(sorted),
    st.tuples(*[st.floats(0.01, 100)] * 3).map(sorted),
)
def test_a_quotient_lies_between_its_limits(one: list[float], other: list[float]) -> None:
    # An upper limit beyond twice the figure has no Wilson interval behind it and is not asked for.
    top = Estimate(one[1], one[0], min(one[2], 1.9 * one[1]) if one[1] else one[2])
    found = quotient(top, Estimate(other[1], other[0], other[2]))
    assert 0 <= found.low <= found.value <= found.high


def test_wilson_holds_the_truth_about_as_often_as_it_says() -> None:
    lot = random.Random(7)  # noqa: S311 - a simulation
    for whole, share in ((0, 0.1), (0, 0.5), (120, 0.9)):
        held = 0
        for _ in range(2000):
            if whole:
                right = round(whole * share)
                hits = sum(lot.sample([1] * right + [0] * (whole - right), 40))
            else:
                hits = sum(lot.random() < share for _ in range(40))
            low, high = wilson(hits, 40, whole)
            held += low <= share <= high
        assert 0.92 <= held / 2000 <= 0.985, (whole, share)
    assert pytest.approx(1.96, abs=1e-4) == Z


def test_of_nothing_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
