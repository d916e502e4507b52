"""What is told of the daily job, as events: how a source, a run, a mail came to its end."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from news.report import RunReport, RunState, SourceReport
from scheduler.logs import log
from storage import Slot, Store

# A failed run is an error of the command that did it, and told as one.
_LEVELS = {RunState.PARTIAL: logging.WARNING}


def tell_sources(reports: Iterable[SourceReport]) -> None:
    """Sources that were asked: at `debug` when sound, else warnings with their first fault."""
    for report in reports:
        _tell_source(report)


def _tell_source(report: SourceReport) -> None:
    seen = {"source": report.source_id, "state": report.state.value}
    if report.sound:
        log.debug("source.read", **seen, listed=report.listed, new=report.new)
        return
    fault = next(iter(report.faults), None)
    log.warning(
        "source.trouble",
        **seen,
        since=report.since.isoformat(),
        faults=len(report.faults),
        url=fault.url if fault else None,
        detail=fault.detail if fault else None,
    )


def put_down(store: Store, report: RunReport) -> None:
    """Keep the report of a run that ended, well or not, and tell of it."""
    store.keep_run(report)
    log.log(
        _LEVELS.get(report.state, logging.INFO),
        "run.ended",
        state=report.state.value,
        seconds=(report.finished_at - report.started_at).total_seconds(),
        error=report.error or None,
        **report.counts,
    )


def tell_mail(slot: Slot, place: int, state: str, detail: str) -> None:
    """A mail that was offered to the server; a reader is told by their place in the settings."""
    log.log(
        logging.INFO if state == "sent" else logging.WARNING,
        "mail.offered",
        reader=place,
        edition=slot.edition,
        day=slot.day.isoformat(),
        state=state,
        detail=detail or None,
    )
