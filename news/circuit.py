"""When a failing source is left in peace, for how long, and when it is tried again: pure.

Failures weigh differently. What a person will have to mend (the address is gone, a web page came
instead of the feed) is a whole strike; what the publisher may mend (a broken feed) half a one;
what mends itself (a server that is down) a quarter. At `LIMIT` strikes the circuit opens: the
source is not asked for twice its cadence, then once, then for twice as long as before, up to
`LONGEST_REST`. It is never given up, and the first success closes the circuit.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from news.report import Circuit, SourceReport, SourceState

HARD, SOFT, TEMPORARY = 1.0, 0.5, 0.25
LIMIT = 2.5
"""Strikes that open the circuit: ten temporary failures, five soft ones, three hard ones."""
LONGEST_REST = timedelta(days=7)
_PUNCTUAL = timedelta(hours=1)
"""A daily run does not begin at the same second every day."""
_WEIGHTS = {
    SourceState.FORBIDDEN_ADDRESS: HARD,
    SourceState.ROBOTS_REFUSED: HARD,
    SourceState.HTML_INSTEAD: HARD,
    SourceState.PARSE_ERROR: SOFT,
    SourceState.EXTRACTION_ERROR: SOFT,
    SourceState.TOO_LARGE: SOFT,
    SourceState.UNREACHABLE: TEMPORARY,
    SourceState.TIMEOUT: TEMPORARY,
}
_CLIENT_ERRORS = range(400, 500)
_PASSING = frozenset((408, 425, 429))


def strike(report: SourceReport) -> float:
    """What a report weighs; 0 for a source that gave something, however little."""
    if report.new or report.revised:
        return 0.0
    if report.state is not SourceState.HTTP_ERROR:
        return _WEIGHTS.get(report.state, 0.0)
    status = next((fault.status for fault in report.faults if fault.state is report.state), 0)
    return HARD if status in _CLIENT_ERRORS and status not in _PASSING else TEMPORARY


def advance(before: Circuit, report: SourceReport, cadence: timedelta, now: datetime) -> Circuit:
    """The circuit after a source was asked.

    Args:
        before: as the last report left it.
        report: what was seen now.
        cadence: how often the source is worth asking.
        now: aware, UTC.
    """
    weight = strike(report)
    if not weight:
        return Circuit()
    strikes = before.strikes + weight
    if strikes < LIMIT:
        return Circuit(strikes)
    rests = before.rests + 1
    # Far more doublings than the longest rest leaves room for would not fit into an interval.
    rest = min(cadence * 2 ** min(rests, 20), LONGEST_REST)
    return Circuit(strikes, rests, now + rest)


def may_ask(circuit: Circuit, now: datetime) -> bool:
    """Whether a source's circuit is closed, or its rest is over."""
    return circuit.until is None or now >= circuit.until - _PUNCTUAL
