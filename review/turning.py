"""Turning the pages of a list: where a page begins, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from news.errors import UsageError
from review.asked import Asked, Saying, bad_value
from review.desk import Desk
from storage import Bookmark, Leaf, Shelf, Tally, Wanted

TURNS = ("after", "before")
"""The parameters that say where a page begins."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Leafing:
    """Where a page begins."""

    after: str = ""
    before: str = ""


TOP = Leafing()
"""The first page."""


def read_turn(asked: Asked) -> Leafing:
    """Where the page that is asked for begins.

    Raises:
        RefusalError: when it begins at two places.
    """
    turn = Leafing(*(asked.short(name, _LONGEST) for name in TURNS))
    if turn.after and turn.before:
        raise bad_value("before", turn.before, Saying("expected-place-in-list"))
    return turn


def turn_to(desk: Desk, shelf: Shelf, wanted: Wanted, turn: Bookmark) -> Leaf:
    """The page that is asked for.

    Raises:
        RefusalError: when the address names no place of the list.
    """
    try:
        return desk.store.leaf(shelf, wanted, turn)
    except UsageError as error:
        name = "after" if turn.after else "before"
        raise bad_value(
            name, turn.after or turn.before, Saying("expected-place-in-list")
        ) from error


def add_up(tallies: Mapping[str, Tally], *bands: str) -> Tally:
    """What several bands come to."""
    each = [tallies[band] for band in bands]
    return Tally(sum(tally.count for tally in each), any(tally.more for tally in each))
