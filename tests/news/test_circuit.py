"""Strikes, rests, and the first success."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news.circuit import LONGEST_REST, advance, may_ask, strike
from news.report import Circuit, Fault, SourceReport, SourceState

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
DAY = timedelta(days=1)


def failed(state: SourceState, status: int = 0) -> SourceReport:
    return SourceReport("x", state, NOW, faults=(Fault("http://x.example", state, "", status),))


@pytest.mark.parametrize(
    ("state", "status", "weight"),
    [
        (SourceState.HTTP_ERROR, 404, 1.0),
        (SourceState.HTTP_ERROR, 410, 1.0),
        (SourceState.HTTP_ERROR, 429, 0.25),
        (SourceState.HTTP_ERROR, 503, 0.25),
        (SourceState.HTTP_ERROR, 0, 0.25),
        (SourceState.HTML_INSTEAD, 200, 1.0),
        (SourceState.ROBOTS_REFUSED, 0, 1.0),
        (SourceState.FORBIDDEN_ADDRESS, 0, 1.0),
        (SourceState.PARSE_ERROR, 200, 0.5),
        (SourceState.EXTRACTION_ERROR, 0, 0.5),
        (SourceState.TOO_LARGE, 0, 0.5),
        (SourceState.TIMEOUT, 0, 0.25),
        (SourceState.UNREACHABLE, 0, 0.25),
        (SourceState.STALE, 0, 0.0),
        (SourceState.VOLUME_DROP, 0, 0.0),
        (SourceState.EMPTY, 0, 0.0),
    ],
)
def test_failures_weigh_differently(state: SourceState, status: int, weight: float) -> None:
    assert strike(failed(state, status)) == weight


def test_a_source_that_gave_an_article_is_not_struck() -> None:
    assert strike(replace(failed(SourceState.EXTRACTION_ERROR), new=1)) == 0


def opens_after(report: SourceReport) -> int:
    circuit = Circuit()
    for failures in range(1, 20):
        circuit = advance(circuit, report, DAY, NOW)
        if circuit.until:
            return failures
    return 0


def test_the_circuit_opens_sooner_for_what_will_not_mend_itself() -> None:
    assert opens_after(failed(SourceState.HTTP_ERROR, 404)) == 3
    assert opens_after(failed(SourceState.PARSE_ERROR)) == 5
    assert opens_after(failed(SourceState.TIMEOUT)) == 10


def test_rests_grow_to_a_cap_and_never_end_for_good() -> None:
    circuit, now, rests = Circuit(strikes=2.0), NOW, []
    for _ in range(40):
        circuit = advance(circuit, failed(SourceState.HTTP_ERROR, 404), DAY, now)
        assert circuit.until
        rests.append(circuit.until - now)
        assert not may_ask(circuit, circuit.until - timedelta(hours=2))
        now = circuit.until
        assert may_ask(circuit, now)
    assert rests[:3] == [2 * DAY, 4 * DAY, LONGEST_REST]
    assert set(rests[2:]) == {LONGEST_REST}


def test_the_first_success_closes_it() -> None:
    circuit = Circuit(9.0, 5, NOW)
    well = SourceReport("x", SourceState.UNCHANGED, NOW)
    assert advance(circuit, well, DAY, NOW) == Circuit()
    assert may_ask(Circuit(), NOW)
