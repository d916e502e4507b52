"""What a run's reports mean beside those of earlier runs: pure; the clock is passed in.

A crawl sees one moment. Here its report is set beside what the source used to give: a source that
was read and gives too little turns `stale` (nothing new) or `volume-drop` (too little); one that
fails keeps the instant since when; one that fails again and again is left in peace for a while
(`news/circuit.py`). How few are too few is said in `news/volume.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from news.circuit import advance, may_ask
from news.report import (
    Fault,
    LanguageReport,
    RunReport,
    SourceReport,
    SourceState,
)
from news.source import Source
from news.volume import ENOUGH, HORIZON, WEEK, lower_bound, usual_sum

MEMORY = timedelta(days=2 * HORIZON)
"""How far back earlier reports are worth reading."""
LONG_AGO = timedelta(days=30)
"""Age of a source's newest article at which it is stale, where nothing else is known of it."""
_DAY = timedelta(days=1)
_SLACK = timedelta(hours=2)
"""A daily run does not begin at the same minute every day; nor is every day 24 hours long."""
_SILENCE = 7.0
"""Articles missed in a row that make a silence: Poisson gives it one chance in a thousand."""
_WEEKEND = 3
"""Days of silence that may be a weekend's, where the weekdays are not known yet."""


@dataclass(frozen=True, slots=True)
class Look:
    """One earlier report of a source."""

    at: datetime
    """When that run began; aware, UTC."""
    report: SourceReport


@dataclass(frozen=True, slots=True)
class History:
    """What earlier runs saw."""

    looks: Mapping[str, Sequence[Look]]
    """Reports by source, newest first."""
    languages: tuple[LanguageReport, ...] = ()
    """As the last run judged them."""


def looks_of(runs: Iterable[RunReport]) -> dict[str, list[Look]]:
    """The reports of earlier runs by source, newest first."""
    looks: dict[str, list[Look]] = {}
    for run in sorted(runs, key=lambda run: run.started_at, reverse=True):
        for report in run.sources:
            looks.setdefault(report.source_id, []).append(Look(run.started_at, report))
    return looks


def due(looks: Sequence[Look], now: datetime) -> bool:
    """Whether a source is to be asked, after its earlier reports."""
    return not looks or may_ask(looks[0].report.circuit, now)


def is_worth_asking(source: Source, looks: Sequence[Look], now: datetime, every: timedelta) -> bool:
    """Whether a source has something new to be expected, by its cadence.

    Args:
        source: its record.
        looks: earlier reports of the source, newest first.
        now: when this run began; aware, UTC.
        every: how often a run like this one comes: a source whose cadence is no longer is asked.
    """
    if source.cadence <= every:
        return True
    asked = next((look.at for look in looks if look.report.asked), None)
    return asked is None or now - asked >= source.cadence - min(_SLACK, source.cadence / 10)


def rested(previous: SourceReport) -> SourceReport:
    """The report of a source that is left in peace in this run."""
    return replace(
        previous, asked=False, pages=0, listed=0, new=0, revised=0, unchanged=0, robots_blocked=0
    )


def judge(
    source: Source, current: SourceReport, looks: Sequence[Look], now: datetime
) -> SourceReport:
    """A report of one crawl, set beside the earlier ones.

    Args:
        source: its record, which may say what is expected of it.
        current: what this crawl saw.
        looks: earlier reports of the source, newest first.
        now: when this run began; aware, UTC.
    """
    previous = looks[0].report if looks else None
    if previous and current.newest is None:
        current = replace(current, newest=previous.newest)
    if current.state.healthy:
        fault = _too_little(source, current, looks, now)
        if fault:
            current = replace(current, state=fault.state, faults=(fault, *current.faults))
    before = previous.circuit if previous else current.circuit
    current = replace(current, circuit=advance(before, current, source.cadence, now))
    if current.state is SourceState.STALE:
        return replace(current, since=_last_new(current, looks))
    return carry_since(previous, current)


def carry_since(previous: SourceReport | None, current: SourceReport) -> SourceReport:
    """The current report, with the instant at which what it says began.

    A source that fails in one way today and in another tomorrow is failing since the first.
    """
    if previous is None:
        return current
    failing = not (
        previous.state.healthy
        or previous.state.quiet
        or current.state.healthy
        or current.state.quiet
    )
    if previous.state is current.state or failing:
        return replace(current, since=min(previous.since, current.since))
    return current


def judge_languages(
    sources: Iterable[Source],
    reports: Iterable[SourceReport],
    history: History,
    now: datetime,
) -> tuple[LanguageReport, ...]:
    """How much the sources of each language gave together, against their own history.

    Args:
        sources: all that belong to this run.
        reports: what this run saw of them.
        history: what earlier runs saw.
        now: when this run began; aware, UTC.
    """
    current = {report.source_id: report for report in reports}
    before = {report.language: report for report in history.languages}
    days: dict[str, list[list[int | None]]] = {}
    for source in sources:
        report = current.get(source.id)
        if report is not None:
            counted = daily_counts(report, history.looks.get(source.id, ()), now)
            days.setdefault(source.language, []).append(counted)
    return tuple(
        _judge_language(language, [_sum(day) for day in zip(*of_it, strict=True)], before, now)
        for language, of_it in sorted(days.items())
    )


def daily_counts(report: SourceReport, looks: Sequence[Look], now: datetime) -> list[int | None]:
    """New articles of a source day by day, today first; None for days it was not read.

    A day ends with the hour of this run. The first time that a source was read is left out: it
    finds what the feed had gathered before anybody looked.
    """
    counts: list[int | None] = [None] * (2 * HORIZON)
    read = [look for look in looks if _was_read(look.report)]
    counts[0] = report.new if read else None
    for look in read[:-1]:
        day = (now - look.at + _SLACK) // _DAY
        if 0 <= day < len(counts):
            counts[day] = (counts[day] or 0) + look.report.new
    return counts


def _was_read(report: SourceReport) -> bool:
    return report.asked and (report.state.healthy or report.state.quiet)


def _sum(counts: Iterable[int | None]) -> int | None:
    seen = [count for count in counts if count is not None]
    return sum(seen) if seen else None


def _judge_language(
    language: str,
    days: Sequence[int | None],
    before: Mapping[str, LanguageReport],
    now: datetime,
) -> LanguageReport:
    new = days[0] or 0
    bound = lower_bound(days[1:])
    quiet = bound.broken(new) or _silent(days)
    state = SourceState.VOLUME_DROP if quiet else SourceState.OK
    earlier = before.get(language)
    since = earlier.since if earlier and earlier.state is state else now
    return LanguageReport(language, new, round(bound.usual, 1), round(bound.least, 1), state, since)


def _too_little(
    source: Source, current: SourceReport, looks: Sequence[Look], now: datetime
) -> Fault | None:
    """Why a source that was read gives too little, as a fault with its state; None when not."""
    days = daily_counts(current, looks, now)
    detail = (
        _below_history(days)
        or _silent(days)
        or _below_expectation(source.expectation.weekly, days)
        or _nothing_recent(source.expectation.weekly, current, days, now)
    )
    if not detail:
        return None
    empty = current.state is SourceState.EMPTY
    state = SourceState.VOLUME_DROP if days[0] or empty else SourceState.STALE
    return Fault("", state, detail)


def _below_history(days: Sequence[int | None]) -> str:
    bound = lower_bound(days[1:])
    new = days[0] or 0
    if days[0] is None or not bound.broken(new):
        return ""
    return (
        f"{new} new in a day on which {bound.usual:.0f} are usual and {bound.least:.1f} the least"
    )


def _silent(days: Sequence[int | None]) -> str:
    """A silence that the source's own rhythm does not explain."""
    length = next((day for day, count in enumerate(days) if count), 0)
    if not length or days[0] is None:
        return ""
    missed = usual_sum(days[length:], length)
    known = sum(count is not None for count in days[length : length + HORIZON])
    if missed < _SILENCE or (known < 2 * WEEK and length < _WEEKEND):
        return ""
    return f"nothing new for {length} days, in which {missed:.0f} articles would be usual"


def _below_expectation(weekly: int, days: Sequence[int | None]) -> str:
    week = days[:WEEK]
    seen = [count for count in week if count is not None]
    watched = any(count is not None for count in days[WEEK - 1 :])
    if not weekly or days[0] is None or not watched or sum(seen) >= weekly:
        return ""
    return f"{sum(seen)} new in seven days, at least {weekly} are expected"


def _nothing_recent(
    weekly: int, current: SourceReport, days: Sequence[int | None], now: datetime
) -> str:
    """Old news only, by the dates that the source gives: all that a first look can tell by."""
    age = now - current.newest if current.newest else timedelta()
    patience = LONG_AGO if not weekly else max(3 * _DAY, WEEK * _SILENCE / weekly * _DAY)
    if age < patience or any(days[:ENOUGH]):
        return ""
    return f"the newest article that it announces is {age.days} days old"


def _last_new(current: SourceReport, looks: Sequence[Look]) -> datetime:
    """Since when a source has given nothing new: as it was seen, or as it is dated."""
    read = [look for look in looks if _was_read(look.report)]
    seen = next((look.at for look in read[:-1] if look.report.new), None)
    first = read[-1].at if read else current.since
    return seen or min(current.newest or first, first)
