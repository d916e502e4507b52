"""Everything that is said in PostgreSQL's own dialect, in one place.

Writers take turns by one advisory lock, held to the end of their transaction, so that every verb
means here what it means on SQLite's one write lock: see docs/decisions.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import psycopg
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import (
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, Insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from news.errors import BusyError, SoieError, StoreError
from storage.address import Address
from storage.documents import dump_json
from storage.locking import WRITES
from storage.postgresql_search import LONGEST_TOKEN, matching, nearest, search
from storage.postgresql_upkeep import renumber, shred, unguarded

__all__ = [
    "FAULTS",
    "broken_references",
    "explain",
    "finish_schema",
    "forget_text",
    "index_text",
    "insert",
    "make_engine",
    "make_place",
    "matching",
    "nearest",
    "renumber",
    "shred",
    "try_to_write",
    "unguarded",
]

FAULTS: tuple[type[Exception], ...] = (psycopg.Error,)

_WRITERS = 0x736F6965
"""Name of the lock that writers of one database take in turn: `soie` in ASCII."""

_MOST_LEXEMES = 1_000_000
"""Bytes of different lexemes of one article; a tsvector may have 1,048,575."""

# The beginning of the standard's code of an error: what happened and how to mend it.
_TROUBLES = (
    ("42501", "may not be used so by this user", "grant it what the owner of the tables may"),
    ("25006", "may not be written", "connect to the server that takes changes, not to its copy"),
    ("53100", "cannot grow: the disk is full", "free some space on the server and start again"),
    (
        "53300",
        "has no room for one more connection",
        "raise max_connections, or close other programs",
    ),
    (
        "23503",
        "does not hold the article or revision that was referred to",
        "keep the article first",
    ),
    ("XX", "is damaged", "put back the latest backup"),
)


class _Text(StrDumperUnknown):
    """Text as the server takes it: it cannot hold U+0000, which becomes U+FFFD as in HTML."""

    def dump(self, obj: str) -> bytes:
        return bytes(super().dump(obj.replace("\0", "\ufffd")) or b"")


def make_engine(address: Address, patience_seconds: float, *, preparing: bool = False) -> Engine:
    """An engine on a database of a server.

    Args:
        address: Where it is.
        patience_seconds: How long a transaction waits for another's lock.
        preparing: Makes no difference here.
    """
    del preparing
    options = {
        "lock_timeout": max(1, math.ceil(patience_seconds * 1000)),
        # A writer whose machine vanished lets go of the lock within a minute.
        "tcp_keepalives_idle": 30,
        "tcp_keepalives_interval": 10,
        "tcp_keepalives_count": 3,
    }
    engine = create_engine(
        address.url.set(drivername="postgresql+psycopg"),
        connect_args={
            "connect_timeout": max(2, math.ceil(patience_seconds)),
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
            "application_name": "soie",
        },
        json_serializer=dump_json,
        hide_parameters=True,  # an error's text may come into a log
        pool_pre_ping=True,  # the server may have been started anew since
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.adapters.register_dumper(str, _Text)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES, False):
            # Read committed: what is read once the lock is held includes all that the last
            # holder wrote. A stricter level would see the state from before the wait.
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")

    return engine


def make_place(address: Address) -> None:
    """Nothing: databases are made by who runs the server."""
    del address


def insert(table: Table) -> Insert:
    """An insertion that can say what to do when the row is there already."""
    return Insert(table)


def try_to_write(connection: Connection) -> None:
    """Refuse a server that is a copy, and a database whose text is not Unicode.

    Raises:
        StoreError: for either.
    """
    told = {
        name: connection.exec_driver_sql(f"SHOW {name}").scalar()
        for name in ("transaction_read_only", "server_encoding")
    }
    place = connection.engine.url.database
    if told["transaction_read_only"] == "on":
        raise StoreError(f"{place} may not be written", "connect to the server that takes changes")
    if told["server_encoding"] != "UTF8":
        raise StoreError(
            f"{place} keeps text as {told['server_encoding']}",
            "make it anew: `createdb --template=template0 --encoding=UTF8`",
        )


def finish_schema(connection: Connection) -> None:
    """Give every column of text the order of its code points, as on SQLite.

    Indexes then never depend on the operating system's collations, which change with its versions
    and leave indexes broken.
    """
    loose = connection.exec_driver_sql(
        "SELECT t.relname, a.attname, format_type(a.atttypid, a.atttypmod)"
        " FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid"
        " JOIN pg_collation c ON c.oid = a.attcollation"
        " WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace"
        " AND a.attnum > 0 AND NOT a.attisdropped AND c.collname = 'default'"
    ).all()
    changes: dict[str, list[str]] = {}
    for table, name, kind in loose:
        changes.setdefault(table, []).append(f'ALTER "{name}" TYPE {kind} COLLATE "C"')
    for table, parts in changes.items():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {", ".join(parts)}')


def broken_references(connection: Connection) -> int:
    """None: the server checks references in migrations too."""
    del connection
    return 0


def forget_text(connection: Connection, numbers: Iterable[int]) -> None:
    """Take articles out of the search index."""
    connection.execute(search.delete().where(search.c.number.in_(numbers)))


def index_text(connection: Connection, number: int, columns: tuple[str, str, str]) -> None:
    """Put an article's title, body and run ends into the search index, in place of earlier ones."""
    title, body, ends = columns
    row = {
        # A phrase lies in the title or in the body, never across.
        "tokens": f" {title} \n {body} ",
        "words": func.array_to_tsvector(
            bindparam("lexemes", _lexemes(f"{title} {body} {ends}".split()), ARRAY(TEXT))
        ),
    }
    connection.execute(search.delete().where(search.c.number == number))
    connection.execute(search.insert().values(number=number, **row))


def _lexemes(tokens: Iterable[str]) -> list[str]:
    """Different tokens, as many and as long as the index can hold."""
    kept, room = [], _MOST_LEXEMES
    for token in dict.fromkeys(token[:LONGEST_TOKEN] for token in tokens):
        room -= len(token.encode())
        if room < 0:
            break
        kept.append(token)
    return kept


def explain(cause: BaseException, place: str) -> SoieError:
    """What an error of the driver means to a person."""
    code = getattr(cause, "sqlstate", None) or ""
    if code in {"55P03", "40P01"}:
        return BusyError(
            f"{place} is being written by another process", "wait until it is done, then try again"
        )
    for beginning, what, remedy in _TROUBLES:
        if code.startswith(beginning):
            return StoreError(f"{place} {what}", remedy)
    if isinstance(cause, psycopg.OperationalError) and not code:
        # Without a code the server was never reached, or let nobody in; the last words say which.
        return StoreError(
            f"{place} cannot be reached: {str(cause).rpartition('failed: ')[2]}",
            "check that PostgreSQL runs there, and the user and password in `database`",
        )
    return StoreError(f"{place}: {cause}", "see the log; `soie doctor` checks the store")
