"""The health of the sources: what the last run saw of each, since when, and the last answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request, Response

from news.report import SourceReport
from news.source import Source
from news.url import canonical_url
from review.asked import read_asked
from review.dates import Stamp
from review.desk import Desk
from review.guard import METHODS
from review.health import health_of, worst_first
from review.view import View, view_of, web_address

_RUNS = 50
"""Runs looked through for the last word on a source."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of one address of a source."""

    url: str
    href: str
    status: int
    at: Stamp
    whole: Stamp | None
    """When it last answered with a body."""
    distrusted: Stamp | None
    """Since when its "not modified" is not believed."""


def sources(desk: Desk) -> APIRouter:
    """All sources, at `/sources`."""
    router = APIRouter()

    @router.api_route("/sources", methods=[*METHODS])
    def list_sources(request: Request) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        latest = latest_reports(desk)
        now = desk.options.now()
        rows = worst_first([health_of(view, seen, at, now) for seen, at in latest.values()])
        known = desk.knowledge.sources
        return view.answer(
            "sources.html",
            rows=rows,
            sound=sum(row.seen.sound for row in rows),
            answers={key: _answers(view, known[key]) for key in latest if key in known},
            unasked=sorted(
                (source for source in known.values() if source.enabled and source.id not in latest),
                key=lambda source: (source.country, source.name.casefold()),
            ),
        )

    return router


def latest_reports(desk: Desk) -> dict[str, tuple[SourceReport, datetime]]:
    """The latest report of each source, with the instant its run ended."""
    latest: dict[str, tuple[SourceReport, datetime]] = {}
    for run in desk.store.runs(_RUNS):
        for seen in run.sources:
            latest.setdefault(seen.source_id, (seen, run.finished_at))
    return latest


def _answers(view: View, source: Source) -> list[Answer]:
    """What the addresses of a source answered last; those never asked are left out."""
    store = view.desk.store
    found = []
    for url in source.urls:
        visit = store.visit(url) or store.visit(canonical_url(url))
        if visit is not None:
            found.append(
                Answer(
                    url=url,
                    href=web_address(url),
                    status=visit.status,
                    at=view.moment(visit.visited_at),
                    whole=view.moment(visit.full_at) if visit.full_at else None,
                    distrusted=(
                        view.moment(visit.distrusted_since) if visit.distrusted_since else None
                    ),
                )
            )
    return found
