"""From events to the report of a source: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from crawler.events import Event, EventKind
from news.report import Fault, SourceReport, SourceState

_ENOUGH_PAGES = 3
_NOT_ASKED = "nothing was answered before the crawl's time was used up"


def report(source_id: str, events: Sequence[Event], now: datetime) -> SourceReport:
    """What one crawl saw of one source; complete also when nothing happened.

    What it means beside the reports of earlier crawls is said in `news/health.py`.

    The state is that of the announcement (feed, sitemap, listing): sound as soon as one of the
    source's addresses is, else the first failure. A sound announcement none of whose pages could
    be read, of at least three, takes the commonest state of those pages.

    Args:
        source_id: the source.
        events: all that happened to it, in order.
        now: becomes `since`.
    """
    outcomes = Counter(event.outcome for event in events if event.kind is EventKind.ARTICLE)
    told = {EventKind.FAULT, EventKind.LACKING, EventKind.LISTING}
    faults = tuple(
        _fault(event) for event in events if event.kind in told and not event.state.healthy
    )
    state = _state(events)
    if not events:
        faults = (Fault("", state, _NOT_ASKED),)
    return SourceReport(
        source_id=source_id,
        state=state,
        since=now,
        pages=_count(events, EventKind.ANSWER),
        listed=sum(event.count for event in events if event.kind is EventKind.LISTING),
        new=outcomes["new"],
        revised=outcomes["revised"],
        unchanged=outcomes["unchanged"] + _count(events, EventKind.KNOWN),
        robots_blocked=sum(fault.state is SourceState.ROBOTS_REFUSED for fault in faults),
        faults=faults,
        notes=tuple(_fault(event) for event in events if event.kind is EventKind.NOTE),
        newest=max((event.newest for event in events if event.newest), default=None),
        reserved=sum(event.count for event in events if event.kind is EventKind.ARTICLE),
    )


def _fault(event: Event) -> Fault:
    return Fault(event.url, event.state, event.detail, event.status)


def _count(events: Sequence[Event], kind: EventKind) -> int:
    return sum(event.kind is kind for event in events)


def _state(events: Sequence[Event]) -> SourceState:
    states = [event.state for event in events if event.kind is EventKind.LISTING]
    sound = [state for state in states if state.healthy]
    if states and not sound:
        return states[0]
    best = min(sound, key=list(SourceState).index, default=SourceState.OK)
    return _state_of_pages(events, announced=bool(states)) or best


def _state_of_pages(events: Sequence[Event], *, announced: bool) -> SourceState | None:
    """The commonest state of pages none of which could be read; None where some could.

    One failed page says nothing of a source that announces many, and everything of one that is
    nothing but its pages. Where most articles lack what the source is expected to give, its pages
    have changed.
    """
    read = _count(events, EventKind.ARTICLE)
    if 2 * _count(events, EventKind.LACKING) > read:
        return SourceState.EXTRACTION_ERROR
    if read or _count(events, EventKind.KNOWN):
        return None
    faults = Counter(event.state for event in events if event.kind is EventKind.FAULT)
    if not announced:
        return faults.most_common(1)[0][0] if faults else SourceState.TIMEOUT
    return faults.most_common(1)[0][0] if faults.total() >= _ENOUGH_PAGES else None
