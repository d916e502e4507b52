"""An open database: its transactions, and letting go of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from news.errors import SoieError, StoreError
from storage import dialects
from storage.address import Address
from storage.locking import WRITES
from storage.schema import migrate
from storage.settling import settle_if_new


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn what the database throws into errors that say what, where and how to mend.

    Raises:
        BusyError: when another process held the lock for too long.
        StoreError: for everything else.
    """
    dialect = dialects.named(address.dialect)
    faults: tuple[type[Exception], ...] = (SQLAlchemyError, UnicodeEncodeError, *dialect.FAULTS)
    try:
        yield
    except faults as error:
        cause = getattr(error, "orig", None) or error
        if isinstance(cause, SoieError):
            raise cause from None
        if isinstance(cause, UnicodeEncodeError):
            place = f"character {cause.start} (U+{ord(cause.object[cause.start]):04X})"
            raise StoreError(
                f"{address}: {place} of a text is half of a pair", "mend it in extraction"
            ) from error
        raise dialect.explain(cause, str(address)) from error


def prepare(address: Address, patience_seconds: float) -> None:
    """Make the database if need be and bring it to this version's schema, in one transaction.

    Raises:
        BusyError: when another process held the lock for too long.
        StoreError: when the place cannot be written, or holds something else.
    """
    dialect = dialects.named(address.dialect)
    dialect.make_place(address)
    engine = dialect.make_engine(address, patience_seconds, preparing=True)
    try:
        with explained(address), engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                dialect.try_to_write(connection)
                migrate(connection, address)
                settle_if_new(connection)
    finally:
        engine.dispose()


class Database:
    """A database that is ready to be read and written, from any thread."""

    def __init__(self, address: Address, patience_seconds: float) -> None:
        self.address = address
        self._engine = dialects.named(address.dialect).make_engine(address, patience_seconds)
        self._open = True

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and locks nobody out."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its start; all of it is kept, or nothing."""
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        if not self._open:
            raise StoreError(f"{self.address} was closed", "open the store again")
        with explained(self.address), self._engine.connect() as connection:
            connection.execution_options(**{WRITES: writes})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the database; later transactions are refused."""
        self._open = False
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
