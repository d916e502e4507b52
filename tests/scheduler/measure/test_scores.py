"""Precision, recall, F1."""

from __future__ import annotations

import pytest

from scheduler.measure.scores import Score


def test_scores_of_sets() -> None:
    score = Score()
    score.add_sets(["a", "b", "b"], ["a", "b", "c", "d"])
    assert (score.given_right, score.given, score.expected_found, score.expected) == (2, 3, 2, 4)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(1 / 2)
    assert score.f1 == pytest.approx(4 / 7)


def test_nothing_given_and_nothing_expected_is_no_division() -> None:
    assert Score().data() == {"precision": 0, "recall": 0, "f1": 0, "given": 0, "expected": 0}
