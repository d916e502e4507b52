"""Reading all that a query finds, piece by piece, however much is kept or comes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from news.reading import Reading
from storage.store import Query, Store

PAGE = 500
"""Readings in memory at a time."""
_TICK = timedelta(microseconds=1)


def walk(store: Store, query: Query) -> Iterator[Reading]:
    """The readings that a query finds, newest first, each once.

    Each piece begins at the instant at which the one before it ended, so that what is kept
    meanwhile neither shifts nor repeats anything. The limit and offset of the query do not count.
    """
    piece = replace(query, limit=PAGE, offset=0)
    there: set[str] = set()  # those of the last instant, which the next piece finds again
    while found := store.readings(piece):
        yield from (reading for reading in found if reading.article.id not in there)
        if len(found) < piece.limit:
            return
        last = found[-1].article.dated
        there = {reading.article.id for reading in found if reading.article.dated == last}
        piece = replace(piece, until=last + _TICK, limit=PAGE + len(there))
