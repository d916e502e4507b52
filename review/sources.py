"""The health of the sources: what the last run saw of each, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response

from news.report import Fault, RunReport, SourceReport
from review.asked import read_asked
from review.dates import Stamp
from review.desk import Desk
from review.guard import METHODS
from review.view import View, view_of, web_address

_RUNS = 50
"""Runs looked through for the last word on a source."""


@dataclass(frozen=True, slots=True)
class Health:
    """One source as its latest report tells it."""

    seen: SourceReport
    name: str
    language: str
    home: str
    href: str
    since: Stamp
    lasting: str
    """For how long it has been in this state."""
    asked: Stamp
    faults: list[tuple[Fault, str]]
    """Each fault with the address a reader may follow, or nothing."""


def sources(desk: Desk) -> APIRouter:
    """All sources, at `/sources`."""
    router = APIRouter()

    @router.api_route("/sources", methods=[*METHODS])
    def list_sources(request: Request) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        latest = _latest(desk.store.runs(_RUNS))
        rows = [_health(view, seen, at) for seen, at in latest.values()]
        rows.sort(key=lambda row: (row.seen.sound, row.seen.state.healthy, row.name.casefold()))
        known = desk.knowledge.sources.values()
        return view.answer(
            "sources.html",
            rows=rows,
            sound=sum(row.seen.sound for row in rows),
            unasked=sorted(
                (source for source in known if source.enabled and source.id not in latest),
                key=lambda source: (source.country, source.name.casefold()),
            ),
        )

    return router


def _latest(runs: Iterable[RunReport]) -> dict[str, tuple[SourceReport, datetime]]:
    """The latest report of each source, with the instant its run ended."""
    latest: dict[str, tuple[SourceReport, datetime]] = {}
    for run in runs:
        for seen in run.sources:
            latest.setdefault(seen.source_id, (seen, run.finished_at))
    return latest


def _health(view: View, seen: SourceReport, asked: datetime) -> Health:
    source = view.desk.knowledge.sources.get(seen.source_id)
    days = max(0, (view.desk.options.now() - seen.since).days)
    return Health(
        seen=seen,
        name=view.names.source(seen.source_id),
        language=view.names.source_language(seen.source_id),
        home=web_address(source.home) if source else "",
        href=view.href("/", source=seen.source_id, tier="all"),
        since=view.moment(seen.since),
        lasting=view.say("for-days", str(days)) if days else view.say("since-today"),
        asked=view.moment(asked),
        faults=[(fault, web_address(fault.url)) for fault in seen.faults],
    )
