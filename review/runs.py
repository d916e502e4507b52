"""What the daily job did, run by run."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from news.report import RunReport
from review.asked import read_asked
from review.desk import Desk
from review.guard import METHODS
from review.view import View, view_of

_RUNS = 60
"""Runs shown."""
COUNTS = (
    ("listed", "listed"),
    ("new", "new"),
    ("revised", "revised"),
    ("analysed", "analysed"),
    ("stories_changed", "stories-changed"),
    ("robots_blocked", "robots-blocked"),
    ("faults", "faults"),
)
"""What a run counts, and the phrase that heads it."""


def runs(desk: Desk) -> APIRouter:
    """The latest runs, at `/runs`."""
    router = APIRouter()

    @router.api_route("/runs", methods=[*METHODS])
    def list_runs(request: Request) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        rows = [
            (run, view.moment(run.started_at), _duration(view, run), _failing(view, run))
            for run in desk.store.runs(_RUNS)
        ]
        return view.answer("runs.html", rows=rows, counts=COUNTS)

    return router


def _duration(view: View, run: RunReport) -> str:
    seconds = max(0, round((run.finished_at - run.started_at).total_seconds()))
    return view.say("minutes-seconds", str(seconds // 60), str(seconds % 60))


def _failing(view: View, run: RunReport) -> list[tuple[str, str, str]]:
    """Name, its language and state of each source that was not read without fault."""
    names = view.names
    return [
        (
            names.source(seen.source_id),
            names.source_language(seen.source_id),
            view.say(f"state-{seen.state.value}")
            if not seen.state.healthy
            else view.say("faults-count", str(len(seen.faults))),
        )
        for seen in run.sources
        if not seen.sound
    ]
