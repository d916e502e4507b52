"""An open database: its transactions, and letting go of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from news.errors import StoreError
from storage import sqlite
from storage.schema import migrate


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the database throws into errors that say what, where and how to mend.

    Raises:
        BusyError: when another process held the lock for too long.
        StoreError: for everything else.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError) as error:
        raise sqlite.explain(error, path) from error


def prepare(path: Path, patience_seconds: float) -> None:
    """Make the file if need be and bring it to this version's schema, in one transaction.

    Raises:
        BusyError: when another process held the lock for too long.
        StoreError: when the place cannot be written, or holds something else.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path}: its folder cannot be made ({error.strerror})", "give a place you may write in"
        ) from error
    engine = sqlite.make_engine(path, patience_seconds, preparing=True)
    try:
        with explained(path), engine.connect() as connection:
            connection.execution_options(**{sqlite.WRITES: True})
            with connection.begin():
                sqlite.try_to_write(connection)
                migrate(connection, path)
    finally:
        engine.dispose()


class Database:
    """A database file that is ready to be read and written, from any thread."""

    def __init__(self, path: Path, patience_seconds: float) -> None:
        self.path = path
        self._engine = sqlite.make_engine(path, patience_seconds)
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
            raise StoreError(f"{self.path} was closed", "open the store again")
        with explained(self.path), self._engine.connect() as connection:
            connection.execution_options(**{sqlite.WRITES: writes})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of the file; later transactions are refused."""
        self._open = False
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
