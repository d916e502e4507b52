"""Searching on PostgreSQL; part of `postgresql.py`.

The index of words (GIN) knows which articles hold them, but in no order: a common word gives it
every second article of the store, sorted only to throw nearly all away. Reading the articles in
their order finds a common word at once and a rare one only after all of them. Which of both is
cheaper is seen in the nearest articles, not asked of the planner: it takes the tokens of one word
for independent, and is wrong by orders of magnitude about every word of two bigrams.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Select, cast, column, func, select
from sqlalchemy import table as plain_table
from sqlalchemy.dialects.postgresql import TSQUERY

from storage.catalogue import Stretch
from storage.terms import Term

LONGEST_TOKEN = 500
"""Characters; a lexeme may have 2,046 bytes."""
_PROBE = 1000
"""Articles that are looked at first, to see how common a search is."""

search = plain_table("search", column("number"), column("tokens"), column("words"))
_number = search.c.number


def matching(terms: tuple[Term, ...]) -> Select[int]:
    """Numbers of the articles that hold all of the terms, each in the title or the body.

    The index knows which tokens an article holds; that they follow one another is seen in the
    tokens themselves, which have no limit of positions.
    """
    holds = search.c.words.bool_op("@@")(_lexemes(terms))
    return select(_number).where(holds, *_phrases(terms))


def nearest(connection: Connection, terms: tuple[Term, ...], stretch: Stretch) -> list[int]:
    """Numbers of the nearest articles of a stretch that hold all of the terms, nearest first."""
    last = connection.scalar(select(_number).order_by(_number.desc()).limit(1)) or 0
    start = stretch.start if stretch.start is not None else last + 1
    left = start - 1 if stretch.down else last - start
    found = _read_in_order(connection, terms, stretch, start, _PROBE)
    if len(found) == stretch.limit or left <= _PROBE:
        return found
    share = (len(found) + 1) / _PROBE
    in_order = 2 * round(stretch.limit / share)
    if in_order < share * last:
        found = _read_in_order(connection, terms, stretch, start, in_order)
        if len(found) == stretch.limit or left <= in_order:
            return found
    bound = _number < start if stretch.down else _number > start
    # Written so that only the index of words can serve.
    order = (_number + 0).desc() if stretch.down else (_number + 0).asc()
    rows = matching(terms).where(bound).order_by(order).limit(stretch.limit)
    return list(connection.scalars(rows))


def _read_in_order(
    connection: Connection, terms: tuple[Term, ...], stretch: Stretch, start: int, count: int
) -> list[int]:
    """What some articles beside the start hold, read one after the other."""
    ends = (start - count, start - 1) if stretch.down else (start + 1, start + count)
    # The operator's function, which no index serves.
    holds = func.ts_match_vq(search.c.words, _lexemes(terms))
    wanted = select(_number).where(_number.between(*ends), holds, *_phrases(terms))
    order = _number.desc() if stretch.down else _number.asc()
    return list(connection.scalars(wanted.order_by(order).limit(stretch.limit)))


def _lexemes(terms: tuple[Term, ...]) -> ColumnElement[str]:
    """Tokens hold letters and digits only, so quoting them is enough."""
    parts = [
        f"'{token[:LONGEST_TOKEN]}'"
        + (":*" if token is term.tokens[-1] and (term.prefix or term.lone) else "")
        for term in terms
        for token in term.tokens
    ]
    return cast(" & ".join(parts), TSQUERY)


def _phrases(terms: tuple[Term, ...]) -> Iterator[ColumnElement[bool]]:
    for term in terms:
        if len(term.tokens) > 1:
            end = "" if term.prefix else " "
            yield func.strpos(search.c.tokens, f" {' '.join(term.tokens)}{end}") > 0
