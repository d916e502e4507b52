"""Scoring of names: strict, by overlap, and where the annotation is in doubt."""

from __future__ import annotations

import pytest

from scheduler.measure.entities import Span, Tally, compare

RECORD = {"id": "t", "lang": "fr", "text": "x" * 60}
PERSON = Span(0, 10, "PER")


def counts(given: list[Span], expected: list[Span], *, exact: bool = True) -> tuple[int, ...]:
    tally = Tally()
    compare(given, expected, RECORD, tally)
    score = (tally.strict if exact else tally.overlap)["fr all"]
    return score.given_right, score.given, score.expected_found, score.expected


def test_the_same_span_and_label_is_right() -> None:
    assert counts([PERSON], [PERSON]) == (1, 1, 1, 1)


def test_other_edges_are_right_by_overlap_only() -> None:
    near = Span(2, 10, "PER")
    assert counts([near], [PERSON]) == (0, 1, 0, 1)
    assert counts([near], [PERSON], exact=False) == (1, 1, 1, 1)


def test_another_label_is_wrong_both_ways() -> None:
    other = Span(0, 10, "ORG")
    assert counts([other], [PERSON]) == (0, 1, 0, 1)
    assert counts([other], [PERSON], exact=False) == (0, 1, 0, 1)


@pytest.mark.parametrize(
    ("given", "expected", "result"),
    [
        ([], [Span(0, 10, "PER", "optional")], (0, 0, 0, 0)),
        ([PERSON], [Span(0, 10, "PER", "optional")], (0, 0, 0, 0)),
        ([Span(0, 4, "LOC"), Span(4, 10, "LOC")], [Span(0, 10, "LOC", "boundary")], (2, 2, 1, 1)),
        ([Span(0, 4, "ORG")], [Span(0, 10, "LOC", "boundary")], (0, 1, 0, 1)),
        ([Span(0, 4, "ORG")], [Span(0, 10, "LOC", "label")], (1, 1, 1, 1)),
        ([], [Span(0, 10, "LOC", "label")], (0, 0, 0, 1)),
    ],
)
def test_doubt_is_scored_as_the_annotation_asks(
    given: list[Span], expected: list[Span], result: tuple[int, ...]
) -> None:
    assert counts(given, expected) == result


def test_errors_are_listed_by_cause() -> None:
    tally = Tally()
    given = [Span(2, 10, "PER"), Span(20, 25, "ORG"), Span(30, 35, "ORG")]
    expected = [PERSON, Span(30, 35, "LOC"), Span(40, 45, "ORG")]
    compare(given, expected, RECORD, tally)
    assert {cause: len(found) for cause, found in tally.errors.items()} == {
        "wrong edges of PER": 1,
        "invented ORG": 1,
        "LOC taken for ORG": 1,
        "missed ORG": 1,
    }
