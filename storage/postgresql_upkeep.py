"""What PostgreSQL is told when a whole store is cared for; part of `postgresql.py`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Integer, Table, create_engine, func, inspect, select

from storage.address import Address

_OUR_TRIGGERS = (
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace"
)


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """For the length of a block, in its transaction, what is only ever added to may be changed."""
    guarded = (
        connection.exec_driver_sql(f"SELECT DISTINCT c.relname {_OUR_TRIGGERS}").scalars().all()
    )
    for name in guarded:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
    yield
    for name in guarded:
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')


def renumber(connection: Connection, table: Table) -> None:
    """After rows came with their numbers, let the next one be one more than the highest."""
    for key in table.primary_key.columns:
        if isinstance(key.type, Integer) and key.server_default is not None:
            highest = select(func.coalesce(func.max(key), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', key.name)
            connection.execute(select(func.setval(sequence, highest, False)))  # noqa: FBT003 - SQL


def clear(connection: Connection) -> None:
    """Take away all our tables, and the functions that guarded some of them."""
    guards = (
        connection.exec_driver_sql(f"SELECT DISTINCT t.tgfoid::regprocedure::text {_OUR_TRIGGERS}")
        .scalars()
        .all()
    )
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
    for guard in guards:
        connection.exec_driver_sql(f"DROP FUNCTION {guard}")


def shred(address: Address, patience_seconds: float) -> None:
    """Write the tables anew, so that nothing that was deleted stays in their files.

    What the server's log and its copies hold is its administrator's.
    """
    place = address.url.set(drivername="postgresql+psycopg")
    engine = create_engine(place, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            patience = max(1, math.ceil(patience_seconds * 1000))
            connection.exec_driver_sql(f"SET lock_timeout = {patience}")
            for name in inspect(connection).get_table_names():
                connection.exec_driver_sql(f'VACUUM FULL "{name}"')
    finally:
        engine.dispose()
