"""A store of millions of articles in minutes: a small one that the product filled, many times over.

The first `UNIT` articles of the small store are copied table by table, each copy some days older
than the next and under ids and names of its own; the last `UNIT` come once, as the newest. What is
derived (settled tags, facets, worths, the search index) is copied like the rest. `check()` has the
database look through all of it, and a test holds that a store made so is, row by row, the one that
the product would have filled.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from news.worth import PERIOD
from storage import open_store, tables
from storage.columns import Instant
from storage.sql_store import SqlStore
from tests.bench.press import A_DAY, UNIT, fill_plainly, sprinkle

_BASE = 2 * UNIT
_NAMED = "'?nom '"
_AGE = (
    f"(SELECT (julianday(updated_at) - julianday('2000-01-01')) / {PERIOD.days} "  # noqa: S608 - no value from outside
    "FROM base.stories WHERE id = story_id)"
)
"""The part of a story's worth that its age makes, see `news/worth.py`."""
_IDS = frozenset(("id", "article_id", "story_id", "content_hash"))
_NUMBERS = frozenset(("number", "analysis_id"))
_NAMES = frozenset(("key", "label", "facet"))


def replicate(folder: Path, articles: int) -> str:
    """The address of a new store of so many articles, a multiple of `UNIT` and at least two."""
    base, made = folder / "base.sqlite", folder / f"{articles}.sqlite"
    if not base.exists():
        with open_store(f"sqlite:///{base}") as store:
            assert isinstance(store, SqlStore)
            fill_plainly(store, _BASE)
    open_store(f"sqlite:///{made}").close()
    with closing(sqlite3.connect(made, isolation_level=None)) as connection:
        _copy(connection, base, articles)
    with open_store(f"sqlite:///{made}") as store:
        assert isinstance(store, SqlStore)
        sprinkle(store, articles)
    return f"sqlite:///{made}"


def _copy(connection: sqlite3.Connection, base: Path, articles: int) -> None:
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("ATTACH ? AS base", (str(base),))
    # An index that is made at the end is sorted once, instead of being searched for each row.
    indexes = connection.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX main."{name}"')
    for statement in _statements():
        for copy in range(articles // UNIT - 1):
            _put(connection, statement, copy * UNIT, (0, UNIT), articles)
        _put(connection, statement, articles - _BASE, (UNIT, _BASE), articles)
    for _, made in indexes:
        connection.execute(made)


def _put(
    connection: sqlite3.Connection,
    statement: str,
    shift: int,
    numbers: tuple[int, int],
    articles: int,
) -> None:
    days = (articles - shift - _BASE) // A_DAY
    given = {"shift": shift, "first": numbers[0], "end": numbers[1]}
    connection.execute(statement, given | {"older": f"-{days} days", "periods": days / PERIOD.days})


def _statements() -> Iterator[str]:
    """For each table that the press fills, what copies its rows."""
    for name, number in _OF_ARTICLE.items():
        columns = tables.metadata.tables[name].c
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(_shifted(name, column.name, column.type) for column in columns)
        yield (
            f"INSERT INTO main.{name} ({names}) SELECT {values} FROM base.{name} "  # noqa: S608 - the same
            f"WHERE {number} >= :first AND {number} < :end ORDER BY {name}.rowid"
        )
    yield (
        "INSERT INTO main.search (rowid, title, body, ends) SELECT rowid + :shift, title, body, "
        "ends FROM base.search WHERE rowid > :first AND rowid <= :end ORDER BY rowid"
    )


def _number(column: str) -> str:
    """The number of an article or story, from its id."""
    return f"CAST(substr({column}, 2) AS INTEGER)"


_OF_ARTICLE = {
    "articles": "number - 1",
    "revisions": _number("article_id"),
    "analyses": "id - 1",
    "tags": "analysis_id - 1",
    "mentions": "analysis_id - 1",
    "settled": _number("article_id"),
    "settled_tags": _number("article_id"),
    "article_facets": _number("article_id"),
    "stories": _number("id"),
    "memberships": _number("article_id"),
    "story_facets": _number("story_id"),
    "reviews": _number("article_id"),
}
"""What the press fills, in an order in which nothing refers to what is not there; and how the
number of the article (of a story, that of its first) is read off a row."""


def _shifted(table: str, column: str, kind: object) -> str:
    """What a column becomes in a copy."""
    if isinstance(kind, Instant):
        return f'date(substr("{column}", 1, 10), :older) || substr("{column}", 11)'
    if found := _SPECIAL.get((table, column)):
        return found
    if column in _NUMBERS:
        return f'"{column}" + :shift'
    if column in _IDS:
        return f"printf('%s%07d', substr(\"{column}\", 1, 1), {_number(column)} + :shift)"
    return _renamed(column) if column in _NAMES else f'"{column}"'


def _renamed(column: str) -> str:
    """A name that nobody knows ends with the number of its article."""
    at = f"instr({column}, {_NAMED})"
    number = f"(CAST(substr({column}, {at} + 5) AS INTEGER) + :shift)"
    return f"CASE WHEN {at} THEN substr({column}, 1, {at} + 4) || {number} ELSE {column} END"


_SPECIAL = {
    ("analyses", "id"): "id + :shift",
    ("articles", "url"): "rtrim(url, '0123456789') || (number - 1 + :shift)",
    ("reviews", "id"): f"'r' || ({_number('id')} + :shift)",
    ("story_facets", "worth"): f"round(round(worth - {_AGE}, 3) + {_AGE} - :periods, 6)",
    ("tags", "why"): (
        f"replace(why, {_NAMED} || (analysis_id - 1), {_NAMED} || (analysis_id - 1 + :shift))"
    ),
}


def check(url: str) -> None:
    """Let the database look through a store: its pages, its references, its search index."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
