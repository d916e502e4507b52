"""The calendar on an SQL database.

Who may run is decided by the database alone: one row a lease and one a turn, each taken by a
statement that changes a row or does not.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from storage.calendar import Lease, Turn, TurnState
from storage.calendar_tables import leases, turns
from storage.database import Database
from storage.dialects import add_new


class SqlCalendar(Database):
    """A `Calendar` on an SQL database."""

    def take(self, wanted: Lease) -> Lease:
        """Take or renew a lease; what is answered is the lease that holds now."""
        to_be_had = or_(leases.c.holder == wanted.holder, leases.c.until <= wanted.taken_at)
        row = asdict(wanted)
        with self.writing() as connection:
            add_new(connection, leases, row)
            connection.execute(
                update(leases).where(leases.c.name == wanted.name, to_be_had).values(row)
            )
            held = select(leases).where(leases.c.name == wanted.name)
            return Lease(**connection.execute(held).one()._asdict())

    def release(self, held: Lease) -> None:
        """Give a lease back; changes nothing when another process has it."""
        mine = and_(leases.c.name == held.name, leases.c.holder == held.holder)
        with self.writing() as connection:
            connection.execute(delete(leases).where(mine))

    def await_duty(self, duty: str, now: datetime) -> datetime:
        """Since when a duty is known; from now on when it was not."""
        first = select(func.min(turns.c.at)).where(
            turns.c.duty == duty, turns.c.state == TurnState.AWAITED
        )
        with self.writing() as connection:
            known: datetime | None = connection.scalar(first)
            if known is None:
                row = asdict(Turn(duty, now, TurnState.AWAITED, "", now))
                add_new(connection, turns, row)
            return known or now

    def begin(self, turn: Turn) -> bool:
        """Take a turn; False when it was taken by another holder, or came to its end."""
        with self.writing() as connection:
            if add_new(connection, turns, asdict(turn)):
                return True
            free = and_(_is(turn), turns.c.state == TurnState.BEGUN, turns.c.holder == "")
            again = (
                update(turns)
                .where(free)
                .values(holder=turn.holder, begun_at=turn.begun_at, attempts=turns.c.attempts + 1)
            )
            return connection.execute(again).rowcount == 1

    def finish(self, turn: Turn) -> None:
        """Put down how a turn ended; changes nothing when another holder has it."""
        ended = {"state": turn.state, "finished_at": turn.finished_at, "detail": turn.detail}
        with self.writing() as connection:
            connection.execute(update(turns).where(_held(turn)).values(ended))

    def abandoned(self, turn: Turn) -> None:
        """Free a turn whose holder is dead, so that it may be begun again."""
        with self.writing() as connection:
            connection.execute(update(turns).where(_held(turn)).values(holder=""))

    def reopen(self, turn: Turn) -> None:
        """Free a turn that failed, so that it may be begun again; changes nothing else."""
        failed = and_(_is(turn), turns.c.state == TurnState.FAILED)
        with self.writing() as connection:
            connection.execute(update(turns).where(failed).values(state=TurnState.BEGUN, holder=""))

    def turns(self, since: datetime, duty: str = "") -> list[Turn]:
        """Turns due at or after an instant, latest first; of one duty or of all."""
        wanted = select(turns).where(turns.c.at >= since, turns.c.state != TurnState.AWAITED)
        if duty:
            wanted = wanted.where(turns.c.duty == duty)
        newest = wanted.order_by(turns.c.at.desc(), turns.c.duty)
        with self.reading() as connection:
            return [Turn(**row._asdict()) for row in connection.execute(newest)]


def _is(turn: Turn) -> ColumnElement[bool]:
    return and_(turns.c.duty == turn.duty, turns.c.at == turn.at)


def _held(turn: Turn) -> ColumnElement[bool]:
    begun = turns.c.state == TurnState.BEGUN
    return and_(_is(turn), begun, turns.c.holder == turn.holder)
