"""Precision, recall and F1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Score:
    """Counts from which precision and recall follow.

    The right answers are counted on both sides, since one expected thing may be answered in
    several parts.
    """

    given_right: int = 0
    given: int = 0
    expected_found: int = 0
    expected: int = 0

    def add(self, other: Score) -> None:
        """Count the other's answers too."""
        self.given_right += other.given_right
        self.given += other.given
        self.expected_found += other.expected_found
        self.expected += other.expected

    def add_sets(self, given: Iterable[object], expected: Iterable[object]) -> None:
        """Count one comparison of two bags of things."""
        left, right = Counter(list(given)), Counter(list(expected))
        common = (left & right).total()
        self.add(Score(common, left.total(), common, right.total()))

    @property
    def precision(self) -> float:
        """Right answers of all given; 0 when none was given."""
        return self.given_right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Expected things found; 0 when nothing was expected."""
        return self.expected_found / self.expected if self.expected else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def data(self) -> dict[str, float | int]:
        """As JSON data."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "given": self.given,
            "expected": self.expected,
        }
