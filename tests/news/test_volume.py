"""How few articles are too few: by example, and measured on simulated outlets.

`python tests/news/test_volume.py` prints the table of docs/health.md.
"""

from __future__ import annotations

import random
from math import exp

import pytest

from news.volume import Bound, lower_bound, usual_sum

WEEKEND = 0.3
"""What a weekend's day gives, in parts of a weekday."""
WEEKDAYS_OF_AN_OFFICE = [12, 11, 13, 12, 0, 0, 12]


def poisson(rng: random.Random, mean: float) -> int:
    """One count; the normal approximation above 60."""
    if mean > 60:
        return max(0, round(rng.gauss(mean, mean**0.5)))
    limit, count, product = exp(-mean), 0, rng.random()
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def count(rng: random.Random, mean: float, dispersion: float) -> int:
    """One count of a negative binomial distribution with that variance over mean; 1 is Poisson."""
    if dispersion > 1:
        mean = rng.gammavariate(mean / (dispersion - 1), dispersion - 1)
    return poisson(rng, mean)


def outlet(rng: random.Random, mean: float, dispersion: float, days: int, today: int) -> list[int]:
    """Counts of an outlet, today first; `today` is a weekday, 0 and 1 are the weekend's."""
    shares = (WEEKEND if (today - day) % 7 < 2 else 1.0 for day in range(days + 1))
    return [count(rng, mean * share, dispersion) for share in shares]


def rates(
    mean: float, dispersion: float, days: int, trials: int, seed: int
) -> tuple[float, float, float]:
    """Shares of false alarms, of weekdays without any article that are noticed, of tenths."""
    rng = random.Random(seed)  # noqa: S311 - a simulation
    alarms = zeros = tenths = weekdays = 0
    for trial in range(trials):
        series = outlet(rng, mean, dispersion, days, trial % 7)
        bound = lower_bound(series[1:])
        alarms += bound.broken(series[0])
        if trial % 7 > 1:
            weekdays += 1
            zeros += bound.broken(0)
            tenths += bound.broken(int(mean // 10))
    return alarms / trials, zeros / weekdays, tenths / weekdays


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
@pytest.mark.parametrize("mean", [5, 20])
def test_false_alarms_are_as_rare_as_documented(mean: float, dispersion: float) -> None:
    alarms, _, _ = rates(mean, dispersion, 56, 3000, 3)
    assert alarms <= 0.01


def test_a_daily_source_that_dies_is_noticed_within_the_day() -> None:
    _, zeros, tenths = rates(20, 1.0, 28, 700, 4)
    assert zeros == 1.0
    assert tenths > 0.99
    _, zeros, _ = rates(10, 1.0, 28, 700, 4)
    assert zeros > 0.95


def test_nothing_is_said_of_what_is_not_known_or_too_small() -> None:
    assert lower_bound([]) == Bound(0.0, 0.0)
    assert lower_bound([9] * 6).least == 0
    assert lower_bound([2] * 56).least == 0
    assert not lower_bound([2] * 56).broken(0)
    assert lower_bound([None] * 56).least == 0


def test_weekends_are_no_drops() -> None:
    days = WEEKDAYS_OF_AN_OFFICE * 4
    assert lower_bound(days).broken(2)
    assert not lower_bound(days[5:]).broken(0), "days[5] is a Saturday, the 0 before it a Sunday"


def test_one_day_of_catching_up_changes_little() -> None:
    days = [10] * 28
    caught_up = [*days[:6], 120, *days[7:]]
    assert lower_bound(caught_up).broken(1)
    assert lower_bound(caught_up).usual == 10


def test_what_a_stretch_of_days_would_give_knows_the_weekdays() -> None:
    # From a Monday on: five days of work, two of rest.
    days = [0, 0, 5, 5, 5, 5, 5] * 3
    assert usual_sum(days, 7) == 25
    assert usual_sum(days, 5) == 25
    assert usual_sum([3, 1], 4) == 8
    assert usual_sum([None], 4) == 0


if __name__ == "__main__":
    for mean in (3, 5, 10, 20, 50):
        for days in (10, 28, 56):
            even, nothing, tenth = rates(mean, 1.0, days, 20_000, 11)
            spread, _, _ = rates(mean, 2.0, days, 20_000, 12)
            row = (f"{even:.1%}", f"{spread:.1%}", f"{nothing:.0%}", f"{tenth:.0%}")
            print(f"| {mean} | {days} | " + " | ".join(row) + " |")  # noqa: T201 - the table


def test_a_weekday_never_seen_is_expected_to_be_no_better_than_the_worst() -> None:
    week = [20, 30, 25, 40, 50, 28]
    assert lower_bound([*week, None, *week, None]).usual == 20
