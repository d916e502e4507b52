"""What machines ask: is all well (`/health`), and figures over time (`/metrics`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from prometheus_client import generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.registry import Collector
from starlette.responses import JSONResponse

from news.alarm import Alarm, AlarmKind
from news.report import RunReport, RunState
from review.asked import read_asked
from review.desk import Desk
from review.guard import METHODS

PATHS = ("/health", "/metrics")


def watching(desk: Desk) -> APIRouter:
    """Both, at `/health` and `/metrics`."""
    router = APIRouter()

    @router.api_route("/health", methods=[*METHODS])
    def tell_health(request: Request) -> Response:
        """200 while readers have their digests, 503 with what is wrong when they do not."""
        read_asked(request)
        alarms = desk.options.watch()
        urgent = any(alarm.kind.urgent for alarm in alarms)
        told = [_data(alarm) for alarm in alarms]
        return JSONResponse(
            {"status": "red" if urgent else "amber" if told else "green", "alarms": told},
            status_code=503 if urgent else 200,
        )

    @router.api_route("/metrics", methods=[*METHODS])
    def tell_metrics(request: Request) -> Response:
        """The figures of the last run, in the text format of Prometheus."""
        read_asked(request)
        return Response(generate_latest(_Figures(desk)), media_type=CONTENT_TYPE_PLAIN_1_0_0)

    return router


def _data(alarm: Alarm) -> dict[str, str]:
    """An alarm without the words of an error, which may hold addresses and paths."""
    return {
        "kind": alarm.kind.value,
        "subject": alarm.subject,
        "since": alarm.since.isoformat(),
    }


class _Figures(Collector):
    """Read from the store at each scrape: the desk keeps no count of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        yield _by("alarms", "What must be looked at, by kind.", "kind", self._alarms())
        last = next(iter(self._desk.store.runs(1)), None)
        if last:
            yield from _of_run(last)
        days = sorted(self._desk.store.digests(), key=lambda digest: digest.day)
        told = {digest.language: _timestamp(digest.day) for digest in days}
        about = "First instant, in UTC, of the last day that a digest tells."
        yield _by("digest_day_timestamp_seconds", about, "language", told.items())

    def _alarms(self) -> Iterable[tuple[str, float]]:
        kinds = [alarm.kind for alarm in self._desk.options.watch()]
        return [(kind.value, kinds.count(kind)) for kind in AlarmKind]


def _of_run(run: RunReport) -> Iterator[Metric]:
    finished, started = run.finished_at.timestamp(), run.started_at.timestamp()
    yield _one("run_finished_timestamp_seconds", "When the last run ended.", finished)
    yield _one("run_duration_seconds", "How long the last run took.", finished - started)
    states = [(state.value, float(run.state is state)) for state in RunState]
    yield _by("run_state", "How the last run ended: one of them is 1.", "state", states)
    yield _by("run_articles", "What the last run counted.", "what", run.counts.items())
    sound = [(source.source_id, float(source.state.healthy)) for source in run.sources]
    yield _by("source_healthy", "1 for a source that is well, else 0.", "source", sound)
    since = [(source.source_id, source.since.timestamp()) for source in run.sources]
    about = "Since when a source is in its state."
    yield _by("source_state_since_timestamp_seconds", about, "source", since)
    new = [(source.source_id, source.new) for source in run.sources]
    yield _by("source_new_articles", "New articles of the last run.", "source", new)


def _one(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"soie_{name}", about, value=value)


def _by(name: str, about: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(f"soie_{name}", about, labels=[label])
    for key, value in values:
        family.add_metric([key], value)
    return family


def _timestamp(day: object) -> float:
    return datetime.fromisoformat(str(day)).replace(tzinfo=UTC).timestamp()
