"""What the list is narrowed to, as the address says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from news.analysis import TagKind, Tier
from news.day import day_window
from news.text import words
from review.asked import Asked, Saying, bad_value
from review.turning import TOP, TURNS, Leafing, read_turn
from storage import Wanted, facet

NAMES = ("tier", "language", "source", "day", "q", "kind", "key", *TURNS)
ALL = "all"
ON_SUBJECT = (Tier.CORE, Tier.RELATED, Tier.CONTEXT)
"""What is shown while no tier is asked for: off items are kept, but not put before anybody."""

_LONGEST_TEXT = 200
_LONGEST_KEY = 300
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_EDGES = (date.min + timedelta(days=2), date.max - timedelta(days=2))


@dataclass(frozen=True, slots=True)
class Filters:
    """One narrowing of the list."""

    tier: str = ""
    """A tier, `all`, or empty for those on the subject."""
    language: str = ""
    source: str = ""
    day: date | None = None
    text: str = ""
    kind: TagKind | None = None
    key: str = ""
    turn: Leafing = TOP

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers that are shown."""
        if self.tier == ALL:
            return tuple(Tier)
        return (Tier(self.tier),) if self.tier else ON_SUBJECT

    @property
    def narrowed(self) -> bool:
        """Whether anything but tier and place is asked for."""
        return self != Filters(tier=self.tier, turn=self.turn)

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """The same for the store, of all tiers; a day is a day of the reader's zone."""
        since, until = day_window(self.day, zone) if self.day else (None, None)
        facets = (
            facet("language", self.language) if self.language else "",
            facet("source", self.source) if self.source else "",
            facet(self.kind, self.key) if self.kind else "",
        )
        named = tuple(item for item in facets if item)
        return Wanted(tuple(Tier), named, since=since, until=until, text=self.text)

    def parameters(self) -> dict[str, str]:
        """The same as the parameters of an address, without the place."""
        return {
            "tier": self.tier,
            "language": self.language,
            "source": self.source,
            "day": self.day.isoformat() if self.day else "",
            "q": self.text,
            "kind": self.kind.value if self.kind else "",
            "key": self.key,
        }

    def shifted(self, days: int) -> Filters:
        """The same of another day."""
        day = self.day + timedelta(days=days) if self.day else None
        return replace(self, day=day, turn=TOP)


def read_filters(asked: Asked) -> Filters:
    """The filters that an address asks for.

    Raises:
        RefusalError: when a value is not one of those that are possible.
    """
    kind, key = (
        asked.choice("kind", [str(item) for item in TagKind]),
        asked.short("key", _LONGEST_KEY),
    )
    if bool(kind) != bool(key):
        raise bad_value("kind" if kind else "key", kind or key, Saying("expected-pair"))
    return Filters(
        tier=asked.choice("tier", [*map(str, Tier), ALL]),
        language=read_language(asked),
        source=asked.short("source", _LONGEST_KEY),
        day=read_day(asked),
        text=read_text(asked),
        kind=TagKind(kind) if kind else None,
        key=key,
        turn=read_turn(asked),
    )


def read_language(asked: Asked) -> str:
    """The code of a language; empty when none is asked for."""
    value = asked.text("language")
    if value and not _LANGUAGE.fullmatch(value):
        raise bad_value("language", value, Saying("expected-code"))
    return value


def read_day(asked: Asked, name: str = "day") -> date | None:
    """The day that an address asks for.

    Raises:
        RefusalError: when it is none.
    """
    value = asked.text(name)
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise bad_value(name, value, Saying("expected-day")) from None
    if not _EDGES[0] <= day <= _EDGES[1]:
        raise bad_value(name, value, Saying("expected-day"))
    return day


def read_text(asked: Asked) -> str:
    """The words of a search; empty when there are none."""
    value = asked.short("q", _LONGEST_TEXT)
    if value and not any(words(value)):
        raise bad_value("q", value, Saying("expected-words"))
    return value
