"""Runs and what they saw of each source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from news.report import RunReport, SourceReport
from storage.chunks import chunks
from storage.dialects import insert
from storage.documents import Document
from storage.health_documents import (
    from_circuit,
    from_faults,
    from_languages,
    to_circuit,
    to_faults,
    to_languages,
)
from storage.tables import runs, source_reports


def keep_run(connection: Connection, report: RunReport) -> None:
    """Keep a run's report in place of an earlier form of it."""
    values = {
        "started_at": report.started_at,
        "finished_at": report.finished_at,
        "state": report.state,
        "counts": dict(report.counts),
        "error": report.error,
        "languages": from_languages(report.languages),
    }
    connection.execute(
        insert(connection, runs)
        .values(id=report.id, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values)
    )
    connection.execute(delete(source_reports).where(source_reports.c.run_id == report.id))
    rows = [_source_row(report.id, index, seen) for index, seen in enumerate(report.sources)]
    if rows:
        connection.execute(source_reports.insert(), rows)


def _source_row(run_id: str, position: int, seen: SourceReport) -> Document:
    return {
        "run_id": run_id,
        "position": position,
        "source_id": seen.source_id,
        "state": seen.state,
        "since": seen.since,
        "pages": seen.pages,
        "listed": seen.listed,
        "new": seen.new,
        "revised": seen.revised,
        "unchanged": seen.unchanged,
        "robots_blocked": seen.robots_blocked,
        "faults": from_faults(seen.faults),
        "notes": from_faults(seen.notes),
        "newest": seen.newest,
        "asked": seen.asked,
        "circuit": from_circuit(seen.circuit),
        "reserved": seen.reserved,
    }


def load_runs(connection: Connection, limit: int, since: datetime | None = None) -> list[RunReport]:
    """The latest runs by their start, newest first; a limit of 0 means all.

    `since` leaves out those that began before it.
    """
    newest = select(runs).order_by(runs.c.started_at.desc(), runs.c.id.desc()).limit(limit or None)
    if since is not None:
        newest = newest.where(runs.c.started_at >= since)
    rows = connection.execute(newest).all()
    seen = _load_sources(connection, [row.id for row in rows])
    return [_to_run(row, tuple(seen[row.id])) for row in rows]


def _load_sources(connection: Connection, ids: Sequence[str]) -> dict[str, list[SourceReport]]:
    seen: dict[str, list[SourceReport]] = defaultdict(list)
    for piece in chunks(ids):
        rows = connection.execute(
            select(source_reports)
            .where(source_reports.c.run_id.in_(piece))
            .order_by(source_reports.c.run_id, source_reports.c.position)
        )
        for row in rows:
            seen[row.run_id].append(_to_source(row))
    return seen


def _to_source(row: Row[Any]) -> SourceReport:
    return SourceReport(
        source_id=row.source_id,
        state=row.state,
        since=row.since,
        pages=row.pages,
        listed=row.listed,
        new=row.new,
        revised=row.revised,
        unchanged=row.unchanged,
        robots_blocked=row.robots_blocked,
        faults=to_faults(row.faults),
        notes=to_faults(row.notes),
        newest=row.newest,
        asked=row.asked,
        circuit=to_circuit(row.circuit),
        reserved=row.reserved,
    )


def _to_run(row: Row[Any], sources: tuple[SourceReport, ...]) -> RunReport:
    return RunReport(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        state=row.state,
        sources=sources,
        counts=dict(row.counts),
        error=row.error,
        languages=to_languages(row.languages),
    )
