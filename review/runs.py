"""What the daily job did, run by run, and each run in detail."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from news.analysis import Tier
from news.report import RunReport
from review.asked import read_asked
from review.desk import Desk
from review.guard import METHODS
from review.health import health_of, worst_first
from review.view import View, view_of

_RUNS = 60
"""Runs shown; older ones have no page."""
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
    """The latest runs, at `/runs`; one of them at `/runs/{id}`."""
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

    @router.api_route("/runs/{run_id}", methods=[*METHODS])
    def show_run(request: Request, run_id: str) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        for run in desk.store.runs(_RUNS):
            if run.id == run_id:
                return _detail(view, run)
        raise HTTPException(404, "run-not-found")

    return router


def _detail(view: View, run: RunReport) -> Response:
    rows = [health_of(view, seen, run.finished_at, run.finished_at) for seen in run.sources]
    return view.answer(
        "run.html",
        run=run,
        started=view.moment(run.started_at),
        finished=view.moment(run.finished_at),
        duration=_duration(view, run),
        counts=COUNTS,
        tiers=[*Tier],
        rows=worst_first(rows),
        languages=[(item, view.moment(item.since)) for item in run.languages],
        sound=sum(seen.sound for seen in run.sources),
    )


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
