"""Everything that is said in SQLite's own dialect, in one place.

Opening, locking, the search index, and what its errors mean. Python's sqlite3 opens transactions
late and lets schema changes slip out of them; here every transaction is begun by hand, as
SQLAlchemy's manual of the SQLite dialect advises.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Engine, Select, Table, column, create_engine, event, select, text
from sqlalchemy import table as plain_table
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from news.errors import BusyError, SoieError, StoreError
from storage.address import Address
from storage.catalogue import Stretch
from storage.documents import dump_json
from storage.locking import WRITES
from storage.terms import Term

FAULTS: tuple[type[Exception], ...] = (sqlite3.Error,)

_search = plain_table("search", column("rowid"), column("title"), column("body"), column("ends"))

# The beginning of SQLite's name of an error: what happened and how to mend it.
_TROUBLES = (
    ("SQLITE_NOTADB", "is no database", "give another path, or move that file away"),
    ("SQLITE_CORRUPT", "is damaged", "put back the latest backup"),
    ("SQLITE_READONLY", "may not be written", "give write permission on the file and its folder"),
    ("SQLITE_CANTOPEN", "cannot be opened", "check that its folder exists and may be written"),
    ("SQLITE_PERM", "may not be opened", "give permission on the file and its folder"),
    ("SQLITE_FULL", "cannot grow: the disk is full", "free some space and start again"),
    ("SQLITE_IOERR", "could not be read or written by the disk", "check the disk and its space"),
    (
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "does not hold the article or revision that was referred to",
        "keep the article first",
    ),
)


def make_engine(address: Address, patience_seconds: float, *, preparing: bool = False) -> Engine:
    """An engine on a database file.

    Args:
        address: The file; SQLite makes it when it is absent.
        patience_seconds: How long a transaction waits for another process's lock.
        preparing: For migrations, which must rebuild tables that others refer to.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(address.path)),
        connect_args={"timeout": patience_seconds},
        json_serializer=dump_json,
        hide_parameters=True,  # an error's text may come into a log
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101 - narrows for mypy
        connection.isolation_level = None
        if not preparing:
            _use_wal(connection, patience_seconds)
            connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_wal(connection: sqlite3.Connection, patience_seconds: float) -> None:
    """Switch to the write-ahead log; SQLite's own patience does not cover this statement."""
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def make_place(address: Address) -> None:
    """Make the folder of the file.

    Raises:
        StoreError: when it cannot be made.
    """
    try:
        address.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{address}: its folder cannot be made ({error.strerror})",
            "give a place you may write in",
        ) from error


def insert(table: Table) -> Insert:
    """An insertion that can say what to do when the row is there already."""
    return Insert(table)


def try_to_write(connection: Connection) -> None:
    """Write something and take it back: on a read-only file `BEGIN IMMEDIATE` is no protest."""
    for statement in (
        "SAVEPOINT trial",
        "PRAGMA user_version = 1",
        "ROLLBACK TO trial",
        "RELEASE trial",
    ):
        connection.exec_driver_sql(statement)


def finish_schema(connection: Connection) -> None:
    """Nothing: text has the order of its code points already."""
    del connection


def broken_references(connection: Connection) -> int:
    """How many rows refer to what is not there."""
    return len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """For the length of a block, in its transaction, what is only ever added to may be changed."""
    guards = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).all()
    for guard in guards:
        connection.exec_driver_sql(f'DROP TRIGGER "{guard.name}"')
    yield
    for guard in guards:
        connection.exec_driver_sql(guard.sql)


def forget_text(connection: Connection, numbers: Iterable[int]) -> None:
    """Take articles out of the search index."""
    connection.execute(_search.delete().where(_search.c.rowid.in_(numbers)))


def renumber(connection: Connection, table: Table) -> None:
    """Nothing: the next number of a row is one more than the highest."""
    del connection, table


def shred(address: Address, patience_seconds: float) -> None:
    """Write a database anew, so that nothing that was deleted can be read in it any more.

    The search index keeps the words of what it forgot until it is built again.
    """
    with closing(sqlite3.connect(address.path, timeout=patience_seconds)) as connection:
        connection.execute("INSERT INTO search(search) VALUES ('rebuild')")
        connection.commit()
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def index_text(connection: Connection, number: int, columns: tuple[str, str, str]) -> None:
    """Put an article's title, body and run ends into the search index, in place of earlier ones."""
    connection.execute(_search.delete().where(_search.c.rowid == number))
    title, body, ends = columns
    connection.execute(_search.insert().values(rowid=number, title=title, body=body, ends=ends))


def matching(terms: tuple[Term, ...]) -> Select[int]:
    """Numbers of the articles that hold all of the terms, each in the title or the body."""
    words = " AND ".join(_match(term) for term in terms)
    return select(_search.c.rowid).where(text("search MATCH :words").bindparams(words=words))


def nearest(connection: Connection, terms: tuple[Term, ...], stretch: Stretch) -> list[int]:
    """Numbers of the nearest articles of a stretch that hold all of the terms, nearest first.

    The search index of SQLite lies in the order of the numbers.
    """
    number, found = _search.c.rowid, matching(terms)
    if stretch.start is not None:
        found = found.where(number < stretch.start if stretch.down else number > stretch.start)
    ordered = found.order_by(number.desc() if stretch.down else number.asc())
    return list(connection.scalars(ordered.limit(stretch.limit)))


def _match(term: Term) -> str:
    """A term in the query language of FTS5; its tokens hold letters and digits only."""
    phrase = f'"{" ".join(term.tokens)}"'
    if term.lone:
        return f"({{title body}} : {phrase} * OR ends : {phrase})"
    return f"{{title body}} : {phrase}{' *' if term.prefix else ''}"


def explain(cause: BaseException, place: str) -> SoieError:
    """What an error of the driver means to a person."""
    code = getattr(cause, "sqlite_errorname", "")
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(
            f"{place} is being written by another process", "wait until it is done, then try again"
        )
    for beginning, what, remedy in _TROUBLES:
        if code.startswith(beginning):
            return StoreError(f"{place} {what}", remedy)
    return StoreError(f"{place}: {cause}", "see the log; `soie doctor` checks the store")
