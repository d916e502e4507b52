"""Putting a backup back: made ready beside, checked, and only then in the store's place."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from news.errors import StoreError, UsageError
from storage import dialects
from storage.address import Address
from storage.articles import index_all
from storage.backup import (
    FILE,
    Backup,
    opened_backup,
    opened_tables,
    unpack_file,
    write_backup,
)
from storage.database import Database, explained, prepare
from storage.erasure import erase_again
from storage.erasures import Erasure, load_erasures
from storage.locking import WRITES
from storage.portable import count_rows, differences, load, tally
from storage.postgresql_upkeep import clear
from storage.schema import is_known, migrate
from storage.sqlite import make_engine
from storage.sqlite_files import check_file, file_address, put_aside, settle_file
from storage.workshop import workshop


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    backup: Backup
    aside: Path | None
    """Where the store that was there before is kept."""
    erased: int
    """Erasures that the backup did not know, or not wholly, and that were done to it again."""


_PATIENCE_SECONDS = 30.0


def restore_backup(
    address: Address,
    source: Path,
    now: datetime,
    known: Sequence[Erasure] = (),
    *,
    replace: bool = False,
) -> Restored:
    """Put a backup in the place of an empty store, or of another one that is kept aside.

    Args:
        address: The store's.
        source: The backup's file.
        now: Names the store that was there before; aware, UTC.
        known: Erasures that the backup may not know yet; they are done to it before it counts.
        replace: Whether a store that holds something may be replaced.

    Raises:
        UsageError: when the store holds something and may not be replaced, or there is no backup.
        BusyError: when another process has the store open.
        StoreError: when the backup is damaged, or of a newer version.
    """
    with opened_backup(source) as (backup, archive):
        if not is_known(backup.schema):
            raise StoreError(
                f"{source} has the schema {backup.schema} of a newer version of this program",
                "install that version, then restore",
            )
        put_back = _into_file if address.dialect == "sqlite" else _into_server
        aside, erased = put_back(_Order(address, archive, backup, now, tuple(known), replace))
    return Restored(backup, aside, erased)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be put back, and where."""

    address: Address
    archive: zipfile.ZipFile
    backup: Backup
    now: datetime
    known: tuple[Erasure, ...]
    replace: bool

    def aside(self, name: str) -> Path:
        """Where what was there before goes."""
        return Path(f"{name}.before-{self.now:%Y%m%d-%H%M%S}")


def _into_file(order: _Order) -> tuple[Path | None, int]:
    path = order.address.path
    there = path.exists()
    held = there and (order.replace or _holds(order.address))
    with workshop(path.parent, ".restore-") as folder:
        ready = file_address(folder / FILE)
        _make_ready(order.archive, order.backup, ready)
        known = [*order.known, *(_erased_here(order.address) if there else ())]
        erased = _erase_again(ready, known)
        aside = order.aside(str(path)) if held else None
        with _out_of_the_way(path, aside):
            ready.path.rename(path)
            settle_file(path)
    return aside, erased


def _into_server(order: _Order) -> tuple[Path | None, int]:
    """In one transaction; what was there before becomes a backup in the working folder."""
    prepare(order.address, _PATIENCE_SECONDS)
    aside = None
    with Database(order.address, _PATIENCE_SECONDS) as database:
        if order.replace and _count(database):
            beside = Path(str(order.archive.filename))
            aside = order.aside(str(beside.with_name(f"{order.address.url.database}.zip")))
            write_backup(database, aside, order.now, {}, portable=True)
        elif not order.replace:
            _holds(order.address)
        known = [*order.known, *_erased_here(order.address)]
        with _as_tables(order) as (archive, backup), database.writing() as connection:
            clear(connection)
            fill(connection, archive, backup, order.address)
            again = erase_again(connection, known)
    if again:
        with explained(order.address):
            dialects.named(order.address.dialect).shred(order.address, _PATIENCE_SECONDS)
    return aside, again


@contextmanager
def _as_tables(order: _Order) -> Iterator[tuple[zipfile.ZipFile, Backup]]:
    """The backup itself when it is portable, else what it gives as one."""
    if order.backup.portable:
        yield order.archive, order.backup
        return
    with tempfile.TemporaryDirectory() as folder:
        ready, tables = file_address(Path(folder) / FILE), Path(folder) / "tables.zip"
        _make_ready(order.archive, order.backup, ready)
        with Database(ready, 0.0) as database:
            write_backup(database, tables, order.now, {}, portable=True)
        with opened_backup(tables) as (backup, archive):
            yield archive, backup


def _count(database: Database) -> int:
    with database.reading() as connection:
        return sum(counted.rows for counted in count_rows(connection).values())


def _holds(address: Address) -> bool:
    """False, for a store that holds nothing.

    Raises:
        UsageError: for one that holds something.
    """
    prepare(address, 0.0)
    with Database(address, 0.0) as database:
        held = _count(database)
    if held:
        raise UsageError(
            f"{address}: holds {held} rows already", "say --replace to put the backup in its place"
        )
    return False


def _erased_here(address: Address) -> list[Erasure]:
    """Who was erased in the store that is replaced, as far as it can still be read."""
    try:
        with Database(address, 0.0) as database, database.reading() as connection:
            return load_erasures(connection)
    except StoreError:
        return []


def _erase_again(ready: Address, known: Iterable[Erasure]) -> int:
    with Database(ready, 0.0) as database, database.writing() as connection:
        again = erase_again(connection, known)
    if again:
        with explained(ready):
            dialects.named(ready.dialect).shred(ready, 0.0)
    return again


@contextmanager
def _out_of_the_way(path: Path, aside: Path | None) -> Iterator[None]:
    if not path.exists():
        yield
        return
    kept = aside or path.with_name(f"{path.name}.empty")
    with put_aside(path, kept):
        yield
    if aside is None:
        kept.unlink()


def _make_ready(archive: zipfile.ZipFile, backup: Backup, ready: Address) -> None:
    if backup.portable:
        _fill(archive, backup, ready)
    else:
        unpack_file(archive, FILE, ready.path)
        check_file(ready.path)
        with Database(ready, 0.0) as database, database.reading() as connection:
            _compare(backup, connection)
        prepare(ready, 0.0)
    check_file(ready.path)


def _fill(archive: zipfile.ZipFile, backup: Backup, ready: Address) -> None:
    engine = make_engine(ready, 0.0, preparing=True)
    try:
        with explained(ready), engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                fill(connection, archive, backup, ready)
    finally:
        engine.dispose()


def fill(
    connection: Connection, archive: zipfile.ZipFile, backup: Backup, address: Address
) -> None:
    """Load a portable backup into an empty database: in its own schema, then brought to ours."""
    with opened_tables(archive) as (schema, lines):
        migrate(connection, address, schema)
        load(connection, lines)
    _compare(backup, connection)
    migrate(connection, address)
    index_all(connection)


def _compare(backup: Backup, connection: Connection) -> None:
    found = tally(connection) if backup.portable else count_rows(connection)
    wrong = differences(backup.tables, found)
    if wrong:
        raise StoreError(
            f"the backup does not hold what its manifest says: {', '.join(wrong)}",
            "take another backup",
        )
