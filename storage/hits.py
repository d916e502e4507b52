"""Pages of what a search finds: the newest hits, read off the search index until a page is full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from storage.catalogue import FOUND, Bookmark, Leaf, Shelf, Stretch, Tally, Wanted
from storage.chunks import chunks
from storage.dialects import of
from storage.places import read_number
from storage.stretches import SHELVES, look_up_by, other_conditions, ranks
from storage.tables import articles, memberships
from storage.terms import parse_terms

_AT_ONCE = 250
"""Hits that are held against the other conditions in one statement."""


class Hit(NamedTuple):
    """An entry of a shelf with the newest article of it that was found."""

    number: int
    key: str
    band: str


def leaf_of_hits(connection: Connection, shelf: Shelf, wanted: Wanted, turn: Bookmark) -> Leaf:
    """One page of what is found."""
    if shelf is Shelf.ARTICLES:
        return _leaf_of_articles(connection, wanted, turn)
    return _leaf_of_stories(connection, wanted, turn)


def _leaf_of_articles(connection: Connection, wanted: Wanted, turn: Bookmark) -> Leaf:
    start, down = read_number(turn.after or turn.before), not turn.before
    numbers = _numbers(connection, wanted.text, start, down=down)
    found: list[Hit] = []
    for piece in chunks(numbers, _AT_ONCE):
        found += sorted(_hits(connection, Shelf.ARTICLES, wanted, piece), reverse=down)
        if len(found) > turn.limit:
            break
    shown = found[: turn.limit]
    onward = shown[-1].number if len(found) > len(shown) else _last(numbers)
    back = str(shown[0].number if shown else start) if start is not None else ""
    ahead = str(onward) if onward is not None else ""
    if down:
        return Leaf(tuple(hit.key for hit in shown), ahead, back)
    return Leaf(tuple(hit.key for hit in reversed(shown)), back, ahead)


def _leaf_of_stories(connection: Connection, wanted: Wanted, turn: Bookmark) -> Leaf:
    """A story stands where its newest hit stands; of all hits, the `FOUND` newest are looked at."""
    start = read_number(turn.after or turn.before)
    found = _stories(connection, wanted)
    first = 0
    if start is not None and turn.after:
        first = sum(hit.number >= start for hit in found)
    elif start is not None:
        first = max(0, sum(hit.number > start for hit in found) - turn.limit)
    shown = found[first : first + turn.limit]
    return Leaf(
        tuple(hit.key for hit in shown),
        str(shown[-1].number) if len(found) > first + turn.limit else "",
        str(shown[0].number) if shown and first else "",
    )


def tally_hits(connection: Connection, shelf: Shelf, wanted: Wanted) -> Mapping[str, Tally]:
    """How many entries the newest hits give, by band."""
    numbers = _numbers(connection, wanted.text, None, down=True)
    bands = {hit.key: hit.band for hit in _all_hits(connection, shelf, wanted, numbers)}
    counts = Counter(bands.values())
    return {band: Tally(counts[band], len(numbers) == FOUND) for band in wanted.bands}


def _stories(connection: Connection, wanted: Wanted) -> list[Hit]:
    numbers = _numbers(connection, wanted.text, None, down=True)
    newest: dict[str, Hit] = {}
    for hit in sorted(_all_hits(connection, Shelf.STORIES, wanted, numbers), reverse=True):
        newest.setdefault(hit.key, hit)
    return list(newest.values())


def _all_hits(
    connection: Connection, shelf: Shelf, wanted: Wanted, numbers: list[int]
) -> Iterator[Hit]:
    for piece in chunks(numbers, _AT_ONCE):
        yield from _hits(connection, shelf, wanted, piece)


def _numbers(connection: Connection, text: str, start: int | None, *, down: bool) -> list[int]:
    """Numbers of the articles found, the nearest to the start first: the index gives them so."""
    terms = parse_terms(text)
    if not terms:
        return []
    return of(connection).nearest(connection, terms, Stretch(start, down, FOUND))


def _last(numbers: list[int]) -> int | None:
    """Where to go on, when the search was ended before all was looked at."""
    return numbers[-1] if len(numbers) == FOUND else None


def _hits(connection: Connection, shelf: Shelf, wanted: Wanted, numbers: list[int]) -> list[Hit]:
    """The entries that some hits stand for, as far as they fit.

    In steps, each by a primary key: a join of all would be planned anew by each database, and
    some plans read a whole index.
    """
    named = select(articles.c.id, articles.c.number).where(articles.c.number.in_(numbers))
    pairs = [(row[0], row[1]) for row in connection.execute(named)]
    if shelf is Shelf.STORIES:
        pairs = _homes(connection, dict(pairs))
    columns = SHELVES[shelf]
    # Written so that the key is what rows are looked up by: the facet's index holds all articles.
    fitting = select(columns.key, columns.band).where(
        columns.key.in_({key for key, _ in pairs}),
        columns.table.c.facet.concat("") == look_up_by(wanted),
        columns.band.in_(wanted.bands),
        *ranks(shelf, wanted),
        *other_conditions(shelf, wanted),
    )
    bands = {row[0]: row[1] for row in connection.execute(fitting)}
    return [Hit(number, key, bands[key]) for key, number in pairs if key in bands]


def _homes(connection: Connection, numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """The story of each article that has one, with the article's number."""
    held = select(memberships.c.story_id, memberships.c.article_id)
    rows = connection.execute(held.where(memberships.c.article_id.in_(numbers)))
    return [(row.story_id, numbers[row.article_id]) for row in rows]
