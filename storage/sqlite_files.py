"""A database of SQLite's as a file: copied while others write, checked, and put in place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from news.errors import BusyError, StoreError
from storage.address import Address
from storage.database import explained
from storage.sqlite import broken_references, make_engine


def file_address(path: Path) -> Address:
    """The address of a database that lies in a file."""
    return Address(URL.create("sqlite", database=str(path)))


def copy_file(path: Path, to: Path, patience_seconds: float) -> None:
    """Write a copy of one state of a database while other processes go on writing.

    By `VACUUM INTO`, not by the backup interface: it reads within one transaction, which the
    write-ahead log lets nobody disturb, where the other begins anew with every write; and it
    leaves behind the free pages, in which what was erased may still be read.

    Raises:
        StoreError: when the file cannot be read, or the copy not be written.
    """
    with (
        explained(file_address(path)),
        closing(sqlite3.connect(path, timeout=patience_seconds)) as connection,
    ):
        connection.execute("VACUUM INTO ?", (str(to),))


def check_file(path: Path) -> None:
    """Check that a database is whole.

    Raises:
        StoreError: when it is damaged, or rows refer to what is not there.
    """
    engine = make_engine(file_address(path), 0.0, preparing=True)
    try:
        with explained(file_address(path)), engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
            broken = broken_references(connection)
    finally:
        engine.dispose()
    if found != "ok" or broken:
        what = str(found) if found != "ok" else f"{broken} rows refer to what is not there"
        raise StoreError(f"{path} is damaged: {what}", "take another backup")


@contextmanager
def put_aside(path: Path, aside: Path) -> Iterator[None]:
    """Move a database that nobody uses to another name; back, when the block fails.

    A damaged one is moved as it lies, with what its log still holds.

    Raises:
        BusyError: when another process has it open.
    """
    with closing(sqlite3.connect(path, timeout=0.0)) as connection:
        try:
            # Taken only when no other process has the file open; empties the log into it.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname == "SQLITE_BUSY":
                raise BusyError(
                    f"{path} is in use", "stop `soie schedule`, `soie serve` and any run first"
                ) from error
        moved = [
            (Path(f"{path}{end}"), Path(f"{aside}{end}"))
            for end in ("", "-wal", "-shm")
            if Path(f"{path}{end}").exists()
        ]
        for here, there in moved:
            here.rename(there)
        try:
            yield
        except BaseException:
            for here, there in moved:
                there.replace(here)
            raise


def settle_file(path: Path) -> None:
    """Bring a file and its folder to the disk, so that a loss of power takes neither."""
    for place in (path, path.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
