"""The ledger of web archives on an SQL database.

Who reads a unit is decided by the database alone: one row a unit, taken by a statement that
changes the row or does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from storage.database import Database
from storage.dialects import add_new
from storage.ledger import Entry, Unit, UnitState
from storage.ledger_tables import archive_units as table


class SqlLedger(Database):
    """A `Ledger` on an SQL database."""

    def enlist(self, units: Iterable[Unit], *, again: bool = False) -> None:
        """Put down units as waiting; those that are known stay as they are."""
        with self.writing() as connection:
            for unit in units:
                add_new(connection, table, _row(Entry(unit)))
                if again:
                    out = and_(_is(unit), table.c.state == UnitState.QUARANTINED)
                    waiting = update(table).where(out).values(state=UnitState.WAITING, detail="")
                    connection.execute(waiting.values(attempts=0, finished_at=None))

    def take(self, unit: Unit, holder: str, now: datetime, stale_before: datetime) -> bool:
        """Begin to read a unit; False when it is not to be had."""
        dead = and_(table.c.state == UnitState.DOING, table.c.beat_at <= stale_before)
        free = or_(table.c.state == UnitState.WAITING, dead)
        taken = (
            update(table)
            .where(_is(unit), free)
            .values(
                state=UnitState.DOING,
                holder=holder,
                beat_at=now,
                attempts=table.c.attempts + 1,
            )
        )
        with self.writing() as connection:
            return connection.execute(taken).rowcount == 1

    def beat(self, unit: Unit, holder: str, now: datetime) -> bool:
        """Give a sign of life; False when another process has the unit."""
        with self.writing() as connection:
            sign = update(table).where(_held(unit, holder)).values(beat_at=now)
            return connection.execute(sign).rowcount == 1

    def free(self, unit: Unit, holder: str) -> None:
        """Let a unit wait again whose holder is dead; changes nothing when another has it."""
        with self.writing() as connection:
            waiting = update(table).where(_held(unit, holder)).values(state=UnitState.WAITING)
            connection.execute(waiting)

    def finish(self, entry: Entry) -> None:
        """Put down how the reading of a unit ended."""
        ended = {"state": entry.state, "finished_at": entry.finished_at, "detail": entry.detail}
        with self.writing() as connection:
            connection.execute(
                update(table)
                .where(_is(entry.unit), table.c.state != UnitState.DONE)
                .values(**ended, counts=dict(entry.counts))
            )

    def entries(self) -> list[Entry]:
        """All units, by place."""
        wanted = select(table).order_by(table.c.place, table.c.size, table.c.maker)
        with self.reading() as connection:
            return [_entry(row) for row in connection.execute(wanted)]


def _row(entry: Entry) -> dict[str, Any]:
    facts = asdict(entry)
    return {**facts.pop("unit"), **facts}


def _entry(row: Row[Any]) -> Entry:
    facts = row._asdict()
    unit = Unit(*(facts.pop(name) for name in ("place", "size", "maker")))
    return Entry(unit, **facts)


def _is(unit: Unit) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in asdict(unit).items()))


def _held(unit: Unit, holder: str) -> ColumnElement[bool]:
    return and_(_is(unit), table.c.state == UnitState.DOING, table.c.holder == holder)
