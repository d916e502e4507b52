"""Deleting rows together with everything that refers to them, in whatever table."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, delete, select, tuple_

from storage.tables import metadata


def delete_with(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    """Delete the rows of a table and what refers to them; how many rows of that table."""
    for child in metadata.sorted_tables:
        for key in child.foreign_key_constraints:
            if key.referred_table is table and child is not table:
                referred = select(*(element.column for element in key.elements)).where(condition)
                delete_with(connection, child, tuple_(*key.columns).in_(referred))
    return connection.execute(delete(table).where(condition)).rowcount
