"""Leafing through the lists of the desk on an SQL database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, func, select

from news.analysis import TagKind
from storage.catalogue import CLOSELY, COUNTED, WINDOW, Bookmark, Leaf, Shelf, Tally, Wanted, facet
from storage.database import Database
from storage.hits import leaf_of_hits, tally_hits
from storage.places import Place, Start, read_start
from storage.redirects import load_redirects
from storage.stretches import beyond, in_order, other_conditions, select_stretch

_KINDS = frozenset(TagKind)


class SqlCatalogue(Database):
    """A `Catalogue` on an SQL database."""

    def leaf(self, shelf: Shelf, wanted: Wanted, turn: Bookmark) -> Leaf:
        """One page."""
        with self.reading() as connection:
            wanted = _redirected(connection, wanted)
            if wanted.text.strip():
                return leaf_of_hits(connection, shelf, wanted, turn)
            return _Leafing(connection, shelf, wanted, turn).leaf()

    def tally(self, shelf: Shelf, wanted: Wanted) -> Mapping[str, Tally]:
        """How many there are, by band."""
        with self.reading() as connection:
            wanted = _redirected(connection, wanted)
            if wanted.text.strip():
                return tally_hits(connection, shelf, wanted)
            return {band: _count(connection, shelf, wanted, band) for band in wanted.bands}


def _redirected(connection: Connection, wanted: Wanted) -> Wanted:
    """What is wanted under the keys that count, whatever keys it was asked by."""
    redirects = load_redirects(connection)
    if not redirects:
        return wanted

    def follow(named: str) -> str:
        name, _, key = named.partition(":")
        return facet(name, redirects.get(key, key)) if name in _KINDS else named

    facets = tuple(map(follow, wanted.facets))
    return replace(
        wanted, facets=facets, among=tuple(tuple(map(follow, one)) for one in wanted.among)
    )


@dataclass(frozen=True, slots=True)
class _Leafing:
    """The search for one page."""

    connection: Connection
    shelf: Shelf
    wanted: Wanted
    turn: Bookmark

    @property
    def down(self) -> bool:
        return not self.turn.before

    def leaf(self) -> Leaf:
        """The page, merged of all bands."""
        start = read_start(self.shelf, self.turn.after or self.turn.before)
        found: list[Place] = []
        stops: list[Place] = []
        for band in self.wanted.bands:
            rows, stop = self._read(band, start)
            found += rows
            stops += [stop] if stop else []
        # Beyond the nearest stop a band may hold entries that nobody has looked at.
        nearest = (max if self.down else min)(stops, default=None)
        if nearest:
            found = [item for item in found if (item >= nearest) == self.down or item == nearest]
        found.sort(reverse=self.down)
        shown = found[: self.turn.limit]
        onward = shown[-1] if len(found) > len(shown) else nearest
        return self._bound(shown, onward, start)

    def _read(self, band: str, start: Start | None) -> tuple[list[Place], Place | None]:
        """What one band gives, and where looking through it was ended, if it was."""
        chosen = select_stretch(self.shelf, self.wanted, band)
        if start:
            chosen = chosen.where(beyond(self.shelf, start.place, down=self.down, at=start.at))
        others = other_conditions(self.shelf, self.wanted)
        stop = (
            _end_of_window(self.connection, self.shelf, chosen, down=self.down) if others else None
        )
        if stop:
            chosen = chosen.where(beyond(self.shelf, stop, down=not self.down, at=True))
        wanted = in_order(self.shelf, chosen.where(*others), down=self.down)
        rows = self.connection.execute(wanted.limit(self.turn.limit + 1)).all()
        return [(row[0], row[1]) for row in rows], None if len(rows) > self.turn.limit else stop

    def _bound(self, shown: list[Place], onward: Place | None, start: Start | None) -> Leaf:
        back = ""
        if start:
            # A start may be the end of a window, and hold an entry that the leaf before it shows.
            back = str(Start(shown[0]) if shown else Start(start.place, at=not start.at))
        ahead = str(Start(onward)) if onward else ""
        if self.down:
            return Leaf(tuple(key for _, key in shown), ahead, back)
        return Leaf(tuple(key for _, key in reversed(shown)), back, ahead)


def _end_of_window(
    connection: Connection, shelf: Shelf, chosen: Select[Any], *, down: bool
) -> Place | None:
    return _nth(connection, in_order(shelf, chosen, down=down), WINDOW)


def _nth(connection: Connection, ordered: Select[Any], number: int) -> Place | None:
    last = ordered.offset(number - 1).limit(1)
    row = connection.execute(last).one_or_none()
    return (row[0], row[1]) if row else None


def _count(connection: Connection, shelf: Shelf, wanted: Wanted, band: str) -> Tally:
    chosen = select_stretch(shelf, wanted, band)
    others = other_conditions(shelf, wanted)
    # Nobody pages on by a count, so it looks at no more entries than it could count.
    ordered = in_order(shelf, chosen, down=True)
    stop = _nth(connection, ordered, CLOSELY) if others else None
    if stop:
        chosen = chosen.where(beyond(shelf, stop, down=False, at=True))
    some = in_order(shelf, chosen.where(*others), down=True).limit(COUNTED + 1).subquery()
    count = connection.scalar(select(func.count()).select_from(some)) or 0
    return Tally(min(count, COUNTED), count > COUNTED or stop is not None)
