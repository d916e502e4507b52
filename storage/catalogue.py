"""What the desk leafs through: articles newest first, stories by what looking at them is worth.

A page costs what it shows, not what is kept: it is one stretch of an index, and what is counted
is counted up to `COUNTED`. Where several conditions meet, at most `WINDOW` entries of one of them
are looked at; a leaf says where it stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

COUNTED = 1000
"""Entries are counted up to here; beyond, there are simply more."""
CLOSELY = 100
"""The same where each entry must be asked for other conditions too."""
WINDOW = 500
"""Entries that are looked at for one page, where several conditions must hold."""
FOUND = 500
"""Articles that a search looks at for one page, the newest."""

EVERYTHING = "all:"
"""The facet that every article and every story has."""
ON_SUBJECT = "subject:on"
"""The facet of the stories that are not off as a whole."""


class StoryState(StrEnum):
    """Whether people have looked at a story."""

    OPEN = "open"
    """An article of it, in its own words, has a tier that nobody has spoken of."""
    REVIEWED = "reviewed"


class Shelf(StrEnum):
    """What is leafed through."""

    ARTICLES = "articles"
    """In bands of tiers, newest first."""
    STORIES = "stories"
    """In bands of `StoryState`, those first that are worth most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a shelf; every condition that is given must hold."""

    bands: tuple[str, ...]
    """Tiers of articles, or states of stories; at least one of them."""
    facets: tuple[str, ...] = ()
    """All of these, as `facet()` writes them."""
    among: tuple[tuple[str, ...], ...] = ()
    """Of each of these, one facet at least."""
    since: datetime | None = None
    """Dated, or last told, at or after this instant."""
    until: datetime | None = None
    """The same, before this instant."""
    text: str = ""
    """As in `Query`; what is found comes newest kept first, whatever the shelf."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a leaf begins: at the top, or beside a place that an earlier leaf gave."""

    limit: int
    after: str = ""
    """Further down from here."""
    before: str = ""
    """Further up from here."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The articles of one page of what is found, by their numbers."""

    start: int | None
    """The article beside which it begins; None at the top."""
    down: bool
    """To older articles, or to newer ones."""
    limit: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a shelf."""

    keys: tuple[str, ...]
    """Ids, in the order of the shelf."""
    after: str = ""
    """Where the next leaf begins; empty when this is the last one."""
    before: str = ""
    """Where the leaf before this one ends; empty when this is the first one."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are."""

    count: int
    more: bool = False
    """Whether there may be more than that."""


class Catalogue(Protocol):
    """Leafing through what is kept."""

    def leaf(self, shelf: Shelf, wanted: Wanted, turn: Bookmark) -> Leaf:
        """One page.

        Raises:
            UsageError: when the turn's place was given by no leaf of this shelf.
        """
        ...

    def tally(self, shelf: Shelf, wanted: Wanted) -> Mapping[str, Tally]:
        """How many there are, by band."""
        ...


def facet(name: str, value: str) -> str:
    """One property: `language`, `source`, `tier` (of a story), or a kind of tag with its key."""
    return f"{name}:{value}"
