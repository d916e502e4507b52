"""What somebody must look at: pure, from the reports that runs left and the digests that are kept.

A run tells what it saw; an alarm tells what that means to those who rely on it: that a morning's
digest is missing, that a run failed or never came, that a source or a whole language went quiet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from news.report import RunReport, RunState


class AlarmKind(StrEnum):
    """What went wrong."""

    RUN_FAILED = "run-failed"
    RUN_MISSING = "run-missing"
    DIGEST_MISSING = "digest-missing"
    SOURCE = "source"
    """A source cannot be read, or gives too little."""
    LANGUAGE = "language"
    """All sources of a language together give too little."""
    DUTY_FAILED = "duty-failed"
    """What looks after the store by itself, as the daily backup, could not do so."""

    @property
    def urgent(self) -> bool:
        """Whether readers go without their digest; else it only tells less than it should."""
        return self not in {AlarmKind.SOURCE, AlarmKind.LANGUAGE, AlarmKind.DUTY_FAILED}


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing to look at."""

    kind: AlarmKind
    subject: str
    """Id of the source or run, code of the language, name of the duty; of a digest
    `language day`."""
    since: datetime
    """Aware, UTC."""
    detail: str = ""
    """The state of a source, or one sentence of an error."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be there by now."""

    run_at: datetime | None
    """When the latest run should have ended; None before the first hour has come."""
    digests: Mapping[str, date]
    """The day that the latest digest of each language should tell."""


def find_alarms(
    runs: Sequence[RunReport], kept: Mapping[str, Iterable[date]], expected: Expected
) -> tuple[Alarm, ...]:
    """All that is wrong now, urgent things first.

    Args:
        runs: the latest reports, newest first.
        kept: the days told by the digests that are kept, by language.
        expected: what should be there by now.
    """
    found = [*_missing_run(runs, expected.run_at), *_missing_digests(kept, expected)]
    if runs:
        found.extend(of_run(runs[0], next(iter(runs[1:]), None)))
    return tuple(sorted(found, key=lambda alarm: not alarm.kind.urgent))


def of_run(run: RunReport, before: RunReport | None = None) -> Iterator[Alarm]:
    """What one run found wrong; a run that failed and saw no source repeats what the last one saw.

    Args:
        run: its report.
        before: the report of the run before it.
    """
    if run.state is RunState.FAILED:
        yield Alarm(AlarmKind.RUN_FAILED, run.id, run.started_at, run.error)
    seen = run if run.sources or before is None else before
    for source in seen.sources:
        if not source.state.healthy:
            yield Alarm(AlarmKind.SOURCE, source.source_id, source.since, source.state.value)
    for language in seen.languages:
        if not language.state.healthy:
            yield Alarm(AlarmKind.LANGUAGE, language.language, language.since, language.state.value)


def news_of(run: RunReport, before: RunReport | None) -> tuple[Alarm, ...]:
    """The alarms of a run that the run before did not give: what somebody should be told."""
    known = {(alarm.kind, alarm.subject) for alarm in of_run(before)} if before else set()
    return tuple(alarm for alarm in of_run(run, before) if (alarm.kind, alarm.subject) not in known)


def _missing_run(runs: Sequence[RunReport], run_at: datetime | None) -> Iterator[Alarm]:
    if run_at and not (runs and runs[0].finished_at >= run_at):
        yield Alarm(AlarmKind.RUN_MISSING, "", run_at)


def _missing_digests(kept: Mapping[str, Iterable[date]], expected: Expected) -> Iterator[Alarm]:
    for language, day in expected.digests.items():
        if day not in set(kept.get(language, ())):
            since = expected.run_at or datetime.combine(day, datetime.min.time(), UTC)
            yield Alarm(AlarmKind.DIGEST_MISSING, f"{language} {day}", since)
