"""The daily job: its runs, and the health of the sources it asks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from news.alarm import AlarmKind
from news.report import Fault as FaultSeen
from news.report import RunReport, RunState, SourceReport, SourceState
from review.api.asking import Seen, Viewed
from review.api.problems import problems
from review.api.shapes import Question, Shape
from review.sources import latest_reports
from review.view import View, web_address

router = APIRouter(tags=["runs and sources"])


class Fault(Shape):
    """An address that could not be read, or something worth knowing of it."""

    url: str
    """Empty when it is no address of the web."""
    state: SourceState
    detail: str
    status: int
    """What the server answered; 0 where it did not come to that."""


class SourceSeen(Shape):
    """What one run saw of one source."""

    source: str
    """Id of the source."""
    name: str
    state: SourceState
    healthy: bool
    """Whether nobody needs to look at the source itself."""
    since: datetime
    """When it entered this state."""
    asked: bool
    """False when it was left in peace after failures."""
    newest: datetime | None
    """The latest publication that it announced."""
    listed: int
    new: int
    revised: int
    unchanged: int
    robots_blocked: int
    reserved: int
    faults: list[Fault]
    notes: list[Fault]


class SourceHealth(SourceSeen):
    """A source as its latest report tells it."""

    reported_at: datetime
    """When the run of that report ended."""


class Sources(Shape):
    """The health of the sources."""

    sources: list[SourceHealth]
    unasked: list[str]
    """Ids of the sources that are switched on and were not yet in any run."""


class RunLine(Shape):
    """One run of the daily job."""

    id: str
    started_at: datetime
    finished_at: datetime
    state: RunState
    counts: dict[str, int]
    """Articles by what was done with them: `listed`, `new`, `analysed`, `core` ..."""
    error: str
    """One sentence, when it failed."""
    sources: list[SourceSeen]


class Runs(Shape):
    """The latest runs, newest first."""

    runs: list[RunLine]


class RunsQuestion(Question):
    """How many runs."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20


class Alarm(Shape):
    """Something that must be looked at."""

    kind: AlarmKind
    subject: str
    """A source, a language or a day, by the kind."""
    since: datetime
    urgent: bool
    """Whether readers go without because of it."""


class Health(Shape):
    """Whether all is well."""

    alarms: list[Alarm]


@router.get("/runs", responses=problems())
def list_runs(view: Seen, question: Annotated[RunsQuestion, Query()]) -> Runs:
    """The latest runs with what each saw of every source."""
    return Runs(runs=[_run(view, run) for run in view.desk.store.runs(question.limit)])


@router.get("/sources", responses=problems())
def list_sources(view: Viewed) -> Sources:
    """The health of the sources: what the last run that asked saw of each, and since when."""
    latest = latest_reports(view.desk)
    known = view.desk.knowledge.sources.values()
    return Sources(
        sources=[
            SourceHealth(**dict(_seen(view, seen)), reported_at=at) for seen, at in latest.values()
        ],
        unasked=sorted(each.id for each in known if each.enabled and each.id not in latest),
    )


@router.get("/health", responses=problems())
def show_health(view: Viewed) -> Health:
    """What must be looked at now; `/health` of the desk answers 503 for what is urgent."""
    return Health(
        alarms=[
            Alarm(
                kind=each.kind,
                subject=each.subject,
                since=each.since,
                urgent=each.kind.urgent,
            )
            for each in view.desk.options.watch()
        ]
    )


def _run(view: View, run: RunReport) -> RunLine:
    return RunLine(
        id=run.id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        state=run.state,
        counts=run.counts,
        error=run.error,
        sources=[_seen(view, seen) for seen in run.sources],
    )


def _seen(view: View, seen: SourceReport) -> SourceSeen:
    return SourceSeen(
        source=seen.source_id,
        name=view.names.source(seen.source_id),
        state=seen.state,
        healthy=seen.state.healthy,
        since=seen.since,
        asked=seen.asked,
        newest=seen.newest,
        listed=seen.listed,
        new=seen.new,
        revised=seen.revised,
        unchanged=seen.unchanged,
        robots_blocked=seen.robots_blocked,
        reserved=seen.reserved,
        faults=[_fault(each) for each in seen.faults],
        notes=[_fault(each) for each in seen.notes],
    )


def _fault(fault: FaultSeen) -> Fault:
    return Fault(
        url=web_address(fault.url), state=fault.state, detail=fault.detail, status=fault.status
    )
