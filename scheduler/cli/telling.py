"""Reports as data and as lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from news.alarm import Alarm, AlarmKind
from news.report import LanguageReport, RunReport, SourceReport


def report_data(report: RunReport) -> dict[str, Any]:
    """A run's report as JSON data: the fields of `RunReport`, instants in ISO 8601."""
    data = asdict(report)
    data["started_at"] = report.started_at.isoformat()
    data["finished_at"] = report.finished_at.isoformat()
    for source, fields in zip(report.sources, data["sources"], strict=True):
        fields["since"] = source.since.isoformat()
        fields["sound"] = source.sound
        fields["newest"] = source.newest.isoformat() if source.newest else None
        until = source.circuit.until
        fields["circuit"]["until"] = until.isoformat() if until else None
    for language, fields in zip(report.languages, data["languages"], strict=True):
        fields["since"] = language.since.isoformat()
    return data


def report_lines(report: RunReport) -> Iterator[str]:
    """A run's report for people: what was read, kept, tagged, and what failed and why."""
    counts = report.counts
    sound = sum(source.sound for source in report.sources)
    yield f"Run {report.state.value}: {sound} of {len(report.sources)} sources read without fault."
    yield (
        f"Read: {counts.get('listed', 0)} articles announced, {counts.get('new', 0)} new, "
        f"{counts.get('revised', 0)} revised. Tagged: {counts.get('analysed', 0)}. "
        f"Stories new or changed: {counts.get('stories_changed', 0)}."
    )
    tiers = ", ".join(
        f"{counts.get(tier, 0)} {tier}" for tier in ("core", "related", "context", "off")
    )
    yield f"In the store: {tiers}."
    failed = [source for source in report.sources if not source.sound]
    if failed:
        yield "Not read:"
        for source in failed:
            yield from source_lines(source)
    yield from language_lines(report.languages)
    noted = [source for source in report.sources if source.notes]
    if noted:
        yield "Worth knowing:"
        for source in noted:
            yield from (f"  {source.source_id}: {n.url} {n.detail}" for n in source.notes)
    if report.error:
        yield f"Error: {report.error}"


def language_lines(languages: Iterable[LanguageReport]) -> Iterator[str]:
    """Languages that gave far fewer articles than usual."""
    for each in languages:
        if not each.state.healthy:
            yield (
                f"Language {each.language}: {each.state.value} since "
                f"{each.since:%Y-%m-%d %H:%M} UTC ({each.new} new, {each.usual:.0f} usual)."
            )


def source_lines(report: SourceReport) -> Iterator[str]:
    """One source that needs to be looked at: its state since when, and each page that failed."""
    until = report.circuit.until
    rest = f"; not asked again before {until:%Y-%m-%d %H:%M} UTC" if until else ""
    since = f"since {report.since:%Y-%m-%d %H:%M} UTC"
    yield f"  {report.source_id}: {report.state.value} {since}{rest}"
    for fault in report.faults:
        yield f"    {fault.state.value}: {fault.url} ({fault.detail})"


def say_alarm(alarm: Alarm) -> str:
    """An urgent alarm for people."""
    since = f"{alarm.since:%Y-%m-%d %H:%M} UTC"
    match alarm.kind:
        case AlarmKind.RUN_FAILED:
            return f"the run of {since} failed: {alarm.detail}"
        case AlarmKind.RUN_MISSING:
            return f"no run came to its end since {since}"
        case AlarmKind.DUTY_FAILED:
            return f"the {alarm.subject} of {since} failed: {alarm.detail}"
        case _:
            return f"{alarm.kind.value}: {alarm.subject}"
