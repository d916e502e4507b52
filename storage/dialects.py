"""The databases a store may be kept in, and which of them a connection speaks to.

Everything that one of them says in its own words is in the file of its name: `sqlite.py`,
`postgresql.py`. All other code of this folder is for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, Select, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from news.errors import SoieError
from storage import postgresql, sqlite
from storage.address import Address
from storage.catalogue import Stretch
from storage.terms import Term


class Dialect(Protocol):
    """What each of the two files offers."""

    FAULTS: tuple[type[Exception], ...]
    """What its driver throws, where SQLAlchemy does not stand between."""

    def make_engine(
        self, address: Address, patience_seconds: float, *, preparing: bool = False
    ) -> Engine:
        """An engine whose transactions read one state, or write alone when `WRITES` is set."""
        ...

    def make_place(self, address: Address) -> None:
        """Make what must be there before a connection can be."""
        ...

    def insert(self, table: Table) -> SqliteInsert | PostgresInsert:
        """An insertion that can say what to do when the row is there already."""
        ...

    def try_to_write(self, connection: Connection) -> None:
        """Fail when the database would refuse to be written later."""
        ...

    def finish_schema(self, connection: Connection) -> None:
        """After migrations: what holds for every table alike, those to come included."""
        ...

    def broken_references(self, connection: Connection) -> int:
        """How many rows refer to what is not there."""
        ...

    def unguarded(self, connection: Connection) -> AbstractContextManager[None]:
        """For the length of a block, what is only ever added to may be changed."""
        ...

    def renumber(self, connection: Connection, table: Table) -> None:
        """After rows came with their numbers, let the next one be one more than the highest."""
        ...

    def shred(self, address: Address, patience_seconds: float) -> None:
        """Write the database anew, so that nothing that was deleted can be read in it."""
        ...

    def forget_text(self, connection: Connection, numbers: Iterable[int]) -> None:
        """Take articles out of the search index."""
        ...

    def index_text(
        self, connection: Connection, number: int, columns: tuple[str, str, str]
    ) -> None:
        """Put an article's words into the search index, in place of earlier ones."""
        ...

    def matching(self, terms: tuple[Term, ...]) -> Select[int]:
        """Numbers of the articles that hold all of the terms, each in the title or the body."""
        ...

    def nearest(
        self, connection: Connection, terms: tuple[Term, ...], stretch: Stretch
    ) -> list[int]:
        """The same of one stretch, the nearest to its start first."""
        ...

    def explain(self, error: BaseException, place: str) -> SoieError:
        """What an error of the database means to a person."""
        ...


_DIALECTS: dict[str, Dialect] = {"sqlite": sqlite, "postgresql": postgresql}


def named(name: str) -> Dialect:
    """The dialect of an `Address`."""
    return _DIALECTS[name]


def of(connection: Connection) -> Dialect:
    """The dialect that a connection speaks."""
    return _DIALECTS[connection.dialect.name]


def insert(connection: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    """An insertion that can say what to do when the row is there already."""
    return of(connection).insert(table)


def add_new(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Add a row unless its key is there already; whether it was added.

    Counts of changed rows do not tell: drivers differ in them for such an insertion.
    """
    added = insert(connection, table).values(row).on_conflict_do_nothing()
    return connection.execute(added.returning(*table.primary_key)).first() is not None
