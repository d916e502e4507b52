"""A backup: one file that holds a whole store and the files beside it, checked before it counts.

It is a zip of `manifest.json`, the store, and those files. The store is either `store.sqlite`, a
database as it lies, or `tables.jsonl`, the tables as any database takes them (`portable.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from news.errors import StoreError, UsageError
from storage.database import Database
from storage.erasures import Erasure, erasure_data, erasure_of, load_erasures
from storage.portable import Tallies, Tally, count_rows, dump, lines_of, read_schema
from storage.schema import schema_of
from storage.sqlite_files import check_file, copy_file, file_address, settle_file
from storage.workshop import workshop

FORM = "soie-backup/1"
FILE, TABLES, _MANIFEST = "store.sqlite", "tables.jsonl", "manifest.json"
_BESIDE = "files/"
_WORKSHOP = ".soie-backup-"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds, as its manifest says."""

    made_at: datetime
    schema: str
    """Name of the last migration its store had."""
    portable: bool
    """Whether its store is tables that any database takes."""
    tables: Tallies
    files: tuple[str, ...] = field(default=())
    """Names of the files beside the store."""
    erasures: tuple[Erasure, ...] = field(default=())
    """Who was erased, without saying who: an older backup that is restored must know."""

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(tally.rows for tally in self.tables.values())


def write_backup(
    database: Database, path: Path, now: datetime, beside: Mapping[str, Path], *, portable: bool
) -> Backup:
    """Write a backup of one state of a store, while other processes go on writing.

    Args:
        database: The store.
        path: The file to make; it appears whole or not at all, readable by its owner alone.
        now: Aware, UTC.
        beside: Further files, by the names they shall have.
        portable: Whether to write tables that any database takes, instead of a copy of the file;
            of a database on a server they always are.

    Raises:
        UsageError: when the file is there already.
        StoreError: when it cannot be written, or what was written does not hold.
    """
    portable = portable or database.address.dialect != "sqlite"
    if path.exists():
        raise UsageError(f"{path}: is there already", "give the name of a new file")
    with _refused(path), workshop(path.parent, _WORKSHOP) as folder:
        part = folder / "backup.zip"
        with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED) as archive:
            store = _put_tables if portable else _put_file
            schema, tables, erasures = store(database, archive, folder)
            for name, file in beside.items():
                archive.write(file, _BESIDE + name)
            backup = Backup(now, schema, portable, tables, tuple(beside), erasures)
            archive.writestr(_MANIFEST, json.dumps(_manifest(backup), indent=1))
        _check_written(part)
        part.chmod(0o600)
        settle_file(part)
        part.rename(path)
        settle_file(path)
    return backup


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{path}: the backup cannot be written ({error.strerror})",
            "make room, or name another file or backup.folder",
        ) from error


_Held = tuple[str, dict[str, Tally], tuple[Erasure, ...]]
"""Schema, tables and erasures of a store."""


def _put_file(database: Database, archive: zipfile.ZipFile, folder: Path) -> _Held:
    copy = folder / FILE
    copy_file(database.address.path, copy, 30.0)
    check_file(copy)
    with Database(file_address(copy), 0.0) as copied, copied.reading() as connection:
        schema, tables = schema_of(connection), count_rows(connection)
        known = _erasures(connection, tables)
    archive.write(copy, FILE)
    return schema, tables, known


def _put_tables(database: Database, archive: zipfile.ZipFile, _: Path) -> _Held:
    tables: dict[str, Tally] = {}
    table = ""
    with (
        database.reading() as connection,
        archive.open(TABLES, "w", force_zip64=True) as member,
    ):
        schema = schema_of(connection)
        for line in dump(connection):
            member.write(f"{line}\n".encode())
            if line.startswith("{"):
                said = json.loads(line)
                table = said.get("table", table)
                if "sum" in said:
                    tables[table] = Tally(**said)
        known = _erasures(connection, tables)
    return schema, tables, known


def _erasures(connection: Connection, tables: Tallies) -> tuple[Erasure, ...]:
    """None in a store of a schema before erasures."""
    return tuple(load_erasures(connection)) if "erasures" in tables else ()


def _check_written(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        broken = archive.testzip()
    if broken:
        raise StoreError(f"{path}: {broken} was not written as it was given", "check the disk")


def _manifest(backup: Backup) -> dict[str, Any]:
    return {
        "form": FORM,
        "made_at": backup.made_at.isoformat(),
        "schema": backup.schema,
        "portable": backup.portable,
        "tables": {name: asdict(tally) for name, tally in backup.tables.items()},
        "files": list(backup.files),
        "erasures": [erasure_data(erasure) for erasure in backup.erasures],
    }


@contextmanager
def opened_backup(path: Path) -> Iterator[tuple[Backup, zipfile.ZipFile]]:
    """A backup that is there to be read, and what it says of itself.

    Raises:
        UsageError: when there is no such file.
        StoreError: when it is no backup, or damaged.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file", "give a file that `soie backup` made")
    try:
        with zipfile.ZipFile(path) as archive:
            yield _backup(archive, path), archive
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise StoreError(f"{path} is no backup, or damaged: {error}", "take another one") from error


def _backup(archive: zipfile.ZipFile, path: Path) -> Backup:
    try:
        said = json.loads(archive.read(_MANIFEST))
        if said["form"] != FORM:
            raise StoreError(
                f"{path} has the form {said['form']} of another version", "install that version"
            )
        return Backup(
            made_at=datetime.fromisoformat(said["made_at"]),
            schema=said["schema"],
            portable=said["portable"],
            tables={name: Tally(**tally) for name, tally in said["tables"].items()},
            files=tuple(said["files"]),
            erasures=tuple(map(erasure_of, said["erasures"])),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise StoreError(f"{path} is no backup of ours: {error}", "take another one") from error


def unpack_file(archive: zipfile.ZipFile, name: str, to: Path) -> None:
    """Write a member of a backup into a file of its owner's."""
    with archive.open(name) as member, _private(to) as target:
        shutil.copyfileobj(member, target, _CHUNK)


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def beside(archive: zipfile.ZipFile, name: str) -> bytes:
    """The content of a file that lay beside the store."""
    return archive.read(_BESIDE + name)


@contextmanager
def opened_tables(archive: zipfile.ZipFile) -> Iterator[tuple[str, Iterator[str]]]:
    """The schema and the lines of the tables of a portable backup."""
    with archive.open(TABLES) as member:
        lines = lines_of(member)
        yield read_schema(lines), lines
