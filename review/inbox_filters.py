"""What the inbox is narrowed to, as its address says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from knowledge import Knowledge
from news.analysis import Tier
from news.day import day_window
from news.entity import Side
from review.asked import Asked
from review.filters import ALL, read_day, read_language, read_text
from review.named import NameBook
from review.turning import TOP, TURNS, Leafing, read_turn
from storage import StoryState, Wanted, facet
from storage.catalogue import ON_SUBJECT

NAMES = ("state", "tier", "side", "language", "sector", "source", "entity", "day", "q", *TURNS)
SIDES = (Side.AURA, Side.AICHI, Side.BOTH)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """One narrowing of the inbox."""

    state: str = ""
    """`reviewed`, `all`, or empty for those to review."""
    tier: str = ""
    """A tier, `all`, or empty for those on the subject."""
    side: str = ""
    language: str = ""
    sector: str = ""
    source: str = ""
    entity: str = ""
    """A name as somebody types it, or an id."""
    day: date | None = None
    text: str = ""
    turn: Leafing = TOP

    def parameters(self) -> dict[str, str]:
        """The same as the parameters of an address, without the place; empty ones left out."""
        told = {
            "state": self.state,
            "tier": self.tier,
            "side": self.side,
            "language": self.language,
            "sector": self.sector,
            "source": self.source,
            "entity": self.entity,
            "day": self.day.isoformat() if self.day else "",
            "q": self.text,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def states(self) -> tuple[StoryState, ...]:
        """The states that are shown."""
        if self.state == ALL:
            return tuple(StoryState)
        return (StoryState(self.state or StoryState.OPEN),)


def read_inbox_filters(asked: Asked, knowledge: Knowledge) -> InboxFilters:
    """The filters that an address asks for.

    Raises:
        RefusalError: when a value is not one of those that are possible.
    """
    return InboxFilters(
        state=asked.choice("state", [StoryState.REVIEWED, ALL]),
        tier=asked.choice("tier", [*map(str, Tier), ALL]),
        side=asked.choice("side", [*map(str, SIDES)]),
        language=read_language(asked),
        sector=asked.choice("sector", tuple(knowledge.sectors)),
        source=asked.short("source", _LONGEST),
        entity=asked.short("entity", _LONGEST),
        day=read_day(asked),
        text=read_text(asked),
        turn=read_turn(asked),
    )


def wanted_by(filters: InboxFilters, book: NameBook, zone: ZoneInfo) -> Wanted | None:
    """The same for the store, in every state; None when nothing is known by the name given."""
    ids = book.find(filters.entity)
    if filters.entity and not ids:
        return None
    since, until = day_window(filters.day, zone) if filters.day else (None, None)
    named = tuple(_of_entity(book.knowledge, key) for key in ids)
    return Wanted(
        tuple(StoryState),
        facets=(*_facets(filters), *(named if len(named) == 1 else ())),
        among=(*_among(filters, book.knowledge), *((named,) if len(named) > 1 else ())),
        since=since,
        until=until,
        text=filters.text,
    )


def _facets(filters: InboxFilters) -> Iterator[str]:
    if filters.tier != ALL:
        yield facet("tier", filters.tier) if filters.tier else ON_SUBJECT
    for name in ("language", "sector", "source"):
        if value := getattr(filters, name):
            yield facet(name, value)


def _among(filters: InboxFilters, knowledge: Knowledge) -> Iterator[tuple[str, ...]]:
    asked = (Side.AURA, Side.AICHI) if filters.side == Side.BOTH else (filters.side,)
    for side in asked if filters.side else ():
        keys = (
            _of_entity(knowledge, key)
            for key, entity in knowledge.entities.items()
            if entity.side in {side, Side.BOTH}
        )
        yield tuple(keys)


def _of_entity(knowledge: Knowledge, key: str) -> str:
    return facet(knowledge.entities[key].kind, key)
