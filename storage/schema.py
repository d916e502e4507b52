"""Bringing a database to the schema of this version, and refusing those that cannot be."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Lock

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from news.errors import StoreError
from storage.address import Address
from storage.dialects import of

VERSION_TABLE = "soie_schema"
"""Where a database says which schema it has; our own name, to know our own files by."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = Lock()  # alembic keeps the migration that is running in a module


def migrate(connection: Connection, address: Address, to: str = "head") -> None:
    """Apply, inside the caller's transaction, every migration that the database lacks.

    Args:
        connection: Holds the write lock.
        address: For the errors.
        to: The schema that is wanted, of an empty database: that of rows to be put into it.

    Raises:
        StoreError: when the database is another program's, or of a newer version.
    """
    config = _configure(connection)
    scripts = _directory()
    current = _current(connection)
    if current == scripts.get_current_head():
        return
    if current is None and inspect(connection).get_table_names():
        raise StoreError(f"{address} is another program's database", "give another address")
    if current is not None and current not in _known(scripts):
        raise StoreError(
            f"{address} has the schema {current} of a newer version of this program",
            "install that version, or put back a backup made by this one",
        )
    with _ONE_AT_A_TIME:
        command.upgrade(config, to)
    of(connection).finish_schema(connection)
    _check_references(connection, address)


def schema_of(connection: Connection) -> str:
    """The schema that a database of ours has; empty when it has none."""
    return _current(connection) or ""


def is_known(schema: str) -> bool:
    """Whether this version of the program knows a schema, and so the way from it to its own."""
    return schema in _known(_directory())


@cache
def _directory() -> ScriptDirectory:
    """The migrations, read once a process: a store is opened every few minutes."""
    return ScriptDirectory.from_config(_scripts())


def _scripts() -> Config:
    config = Config()
    # A percent sign begins a placeholder in alembic's settings.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _configure(connection: Connection) -> Config:
    config = _scripts()
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    return config


def _current(connection: Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    return context.get_current_revision()


def _known(scripts: ScriptDirectory) -> set[str]:
    return {script.revision for script in scripts.walk_revisions()}


def _check_references(connection: Connection, address: Address) -> None:
    """Migrations run with references unchecked, because they rebuild tables; check them after."""
    broken = of(connection).broken_references(connection)
    if broken:
        raise StoreError(
            f"{address}: {broken} rows refer to what is not there", "put back the latest backup"
        )
