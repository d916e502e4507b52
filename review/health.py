"""One source as one report tells it: a line of a board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from news.report import Fault, SourceReport
from review.dates import Stamp
from review.view import View, web_address


@dataclass(frozen=True, slots=True)
class Health:
    """One source as one report tells it."""

    seen: SourceReport
    name: str
    language: str
    home: str
    href: str
    since: Stamp
    lasting: str
    """For how long it had been in this state."""
    asked: Stamp
    faults: list[tuple[Fault, str]]
    """Each fault with the address a reader may follow, or nothing."""
    notes: list[tuple[Fault, str]]
    newest: Stamp | None
    """The latest publication that it announced."""
    resting: Stamp | None
    """Until when it is left in peace."""


def health_of(view: View, seen: SourceReport, at: datetime, now: datetime) -> Health:
    """The line of a source: what a run that ended at `at` saw of it, told at `now`."""
    source = view.desk.knowledge.sources.get(seen.source_id)
    days = max(0, (now - seen.since).days)
    until = seen.circuit.until
    return Health(
        seen=seen,
        name=view.names.source(seen.source_id),
        language=view.names.source_language(seen.source_id),
        home=web_address(source.home) if source else "",
        href=view.href("/", source=seen.source_id, tier="all"),
        since=view.moment(seen.since),
        lasting=view.say("for-days", str(days)) if days else view.say("since-today"),
        asked=view.moment(at),
        faults=[(fault, web_address(fault.url)) for fault in seen.faults],
        notes=[(note, web_address(note.url)) for note in seen.notes],
        newest=view.moment(seen.newest) if seen.newest else None,
        resting=view.moment(until) if until else None,
    )


def worst_first(rows: list[Health]) -> list[Health]:
    """Lines in the order in which they need to be looked at."""
    return sorted(
        rows, key=lambda row: (row.seen.sound, row.seen.state.healthy, row.name.casefold())
    )
