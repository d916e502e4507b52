"""Recall from weekly samples: the lot, the estimate, and whether its limits hold the truth."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.analysis import Reason, Tier
from news.recall import SIZES, Sample, Stratum, complete, draw, recall, shares, stratum_of

MONDAY = date(2026, 11, 16)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
weeks = st.dictionaries(st.text(min_size=1), st.sampled_from(Stratum), max_size=80)


def test_strata_tell_where_misses_may_be() -> None:
    assert stratum_of(Tier.CORE, ()) is Stratum.SHOWN
    assert stratum_of(Tier.RELATED, ()) is Stratum.SHOWN
    assert stratum_of(Tier.CONTEXT, ()) is Stratum.CONTEXT
    assert stratum_of(Tier.OFF, (Reason("gate-no-side"),)) is Stratum.FAR
    assert stratum_of(Tier.OFF, (Reason("look-alike"), Reason("no-actor"))) is Stratum.NEAR
    assert stratum_of(Tier.OFF, (Reason("one-side", ("Lyon",)),)) is Stratum.NEAR


@given(weeks)
def test_a_sample_is_drawn_once_and_for_all(strata: dict[str, Stratum]) -> None:
    sample = draw(MONDAY, strata, NOON)
    assert draw(MONDAY, dict(reversed(strata.items())), NOON) == sample
    assert sample.sizes == Counter(strata.values())
    assert all(strata[key] is stratum for key, stratum in sample.drawn)
    taken = Counter(stratum for _, stratum in sample.drawn)
    assert taken == {each: min(SIZES[each], size) for each, size in sample.sizes.items()}


def test_another_week_draws_another_lot() -> None:
    strata = {str(number): Stratum.NEAR for number in range(100)}
    one, other = (draw(week, strata, NOON) for week in (MONDAY, MONDAY + timedelta(7)))
    assert {key for key, _ in one.drawn} != {key for key, _ in other.drawn}


def _sample(**sizes: tuple[int, int]) -> Sample:
    """Sizes and drawn numbers by stratum; ids are stratum and number."""
    drawn = tuple(
        (f"{name}{number}", Stratum(name)) for name, (_, n) in sizes.items() for number in range(n)
    )
    return Sample(MONDAY, NOON, {Stratum(name): size for name, (size, _) in sizes.items()}, drawn)


def test_recall_by_hand() -> None:
    sample = _sample(shown=(20, 10), near=(100, 10), far=(300, 10))
    words = dict.fromkeys((key for key, _ in sample.drawn), Tier.OFF)
    words |= {f"shown{number}": Tier.CORE for number in range(9)}
    words["near0"] = Tier.RELATED
    # 20 · 9/10 = 18 shown rightly, 100 · 1/10 = 10 missed: 18 / 28.
    found = recall([sample], words)
    assert found is not None
    assert found.value == pytest.approx(18 / 28)
    assert 0 < found.low < 18 / 28 < found.high < 1
    assert shares(sample, words)[Stratum.NEAR].of == 10


def test_a_census_leaves_no_doubt() -> None:
    sample = _sample(shown=(4, 4), near=(5, 5))
    words = dict.fromkeys((key for key, _ in sample.drawn), Tier.OFF)
    words |= {"shown0": Tier.CORE, "shown1": Tier.RELATED, "near0": Tier.CORE}
    found = recall([sample], words)
    assert found is not None
    assert (found.low, found.value, found.high) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_weeks_that_nobody_finished_are_left_out() -> None:
    sample = _sample(shown=(20, 10), near=(100, 10))
    words = {"shown0": Tier.CORE}
    assert not complete(sample, words)
    assert recall([sample], words) is None
    assert recall([], {}) is None
    words["near3"] = Tier.CONTEXT
    assert complete(sample, words)
    found = recall([sample], words)
    assert found is not None
    assert found.value == 1
    assert found.low < 0.5


def test_nothing_found_is_no_recall() -> None:
    sample = _sample(shown=(1, 1), near=(4, 4))
    off = dict.fromkeys((key for key, _ in sample.drawn), Tier.OFF)
    assert recall([sample], off) is None
    lost = recall([sample], off | {"near0": Tier.CORE})
    assert lost is not None
    assert (lost.value, lost.low, lost.high) == (0, 0, 0)


def test_the_limits_hold_the_truth_about_as_often_as_they_say() -> None:
    """Eight weeks of a hundred articles near and far, drawn again and again from known truths."""
    lot = random.Random(3)  # noqa: S311 - a simulation
    held = trials = 0
    for _ in range(250):
        samples: list[Sample] = []
        words: dict[str, Tier] = {}
        right = lost = 0
        for week in range(8):
            strata, truth = {}, {}
            for number in range(190):
                key = f"{lot.random()}"
                stratum = list(Stratum)[min(3, number // 40)]
                strata[key] = stratum
                share = {"shown": 0.85, "context": 0.1, "near": 0.06, "far": 0.0}[stratum]
                truth[key] = Tier.CORE if lot.random() < share else Tier.OFF
            right += sum(strata[k] is Stratum.SHOWN for k, t in truth.items() if t is Tier.CORE)
            lost += sum(strata[k] is not Stratum.SHOWN for k, t in truth.items() if t is Tier.CORE)
            sample = draw(MONDAY + timedelta(7 * week), strata, NOON)
            samples.append(sample)
            words |= {key: truth[key] for key, _ in sample.drawn}
        found = recall(samples, words)
        assert found is not None
        trials += 1
        held += found.low <= right / (right + lost) <= found.high
    assert held / trials >= 0.93
