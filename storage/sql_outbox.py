"""The outbox on an SQL database.

Who may send is decided by the database alone: one row a mail, and every step forward is a change
that only the holder of the row's token can make. Two processes that think the same mail theirs
cannot both pass `pledge()`, whatever their clocks say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from storage.database import Database
from storage.dialects import add_new
from storage.outbox import Claim, Delivery, DeliveryState, Exhibit, LedgerLine, Slot
from storage.tables import articles, deliveries, ledger, revisions

_LATER = (DeliveryState.CLAIMED, DeliveryState.UNKNOWN)
_DELIVERY = (
    deliveries.c.reader,
    deliveries.c.edition,
    deliveries.c.day,
    deliveries.c.state,
    deliveries.c.message_id,
    deliveries.c.at,
    deliveries.c.attempts,
    deliveries.c.detail,
)


class SqlOutbox(Database):
    """An `Outbox` on an SQL database."""

    def claim(self, claim: Claim) -> bool:
        """Take a mail in charge; False when it is not to be had."""
        facts = {
            "state": DeliveryState.CLAIMED,
            "token": claim.token,
            "message_id": claim.message_id,
            "at": claim.at,
        }
        row = {**asdict(claim.slot), **facts, "attempts": 1, "detail": ""}
        again = (
            update(deliveries)
            .where(_is(claim.slot), _free(claim))
            .values(**facts, attempts=deliveries.c.attempts + 1)
        )
        with self.writing() as connection:
            if add_new(connection, deliveries, row):
                return True
            return connection.execute(again).rowcount == 1

    def pledge(self, claim: Claim, at: datetime, exhibits: Iterable[Exhibit]) -> bool:
        """Put down that a mail may have been sent, and what it shows; False when it was lost."""
        mine = and_(_held(claim), deliveries.c.state == DeliveryState.CLAIMED)
        step = update(deliveries).where(mine).values(state=DeliveryState.UNKNOWN, at=at)
        slot = asdict(claim.slot)
        rows = [{**slot, **asdict(exhibit)} for exhibit in exhibits]
        with self.writing() as connection:
            if connection.execute(step).rowcount != 1:
                return False
            old = (ledger.c[name] == value for name, value in slot.items())
            connection.execute(ledger.delete().where(*old))
            if rows:
                connection.execute(ledger.insert(), rows)
            return True

    def settle(self, claim: Claim, state: DeliveryState, at: datetime, detail: str) -> None:
        """Put down what became of a mail; changes nothing when another process has it."""
        mine = and_(_held(claim), deliveries.c.state.in_(_LATER))
        with self.writing() as connection:
            connection.execute(
                update(deliveries).where(mine).values(state=state, at=at, detail=detail)
            )

    def deliveries(self, since: date | None = None) -> list[Delivery]:
        """Mails of days from this one on, newest day first, then by reader."""
        wanted = select(*_DELIVERY).order_by(
            deliveries.c.day.desc(), deliveries.c.reader, deliveries.c.edition
        )
        if since:
            wanted = wanted.where(deliveries.c.day >= since)
        with self.reading() as connection:
            return [_delivery(row) for row in connection.execute(wanted)]

    def ledger(self, since: date, until: date) -> list[LedgerLine]:
        """Articles sent for the days from `since` to `until`, both included, oldest first."""
        keys = ("reader", "edition", "day")
        same = and_(*(ledger.c[key] == deliveries.c[key] for key in keys))
        latest = and_(
            revisions.c.article_id == articles.c.id, revisions.c.revision == articles.c.revision
        )
        shown = (ledger.c.article_id, ledger.c.source_id, ledger.c.url, ledger.c.shown)
        wanted = (
            select(*_DELIVERY, *shown, func.coalesce(revisions.c.title, ""))
            .select_from(
                ledger.join(deliveries, same)
                .outerjoin(articles, articles.c.id == ledger.c.article_id)
                .outerjoin(revisions, latest)
            )
            .where(
                ledger.c.day.between(since, until),
                deliveries.c.state.in_((DeliveryState.SENT, DeliveryState.UNKNOWN)),
            )
            .order_by(ledger.c.day, ledger.c.reader, ledger.c.edition, ledger.c.article_id)
        )
        with self.reading() as connection:
            rows = connection.execute(wanted).all()
        split = len(_DELIVERY)
        return [
            LedgerLine(_delivery(row[:split]), Exhibit(*row[split:-1]), row[-1]) for row in rows
        ]


def _delivery(values: Sequence[Any]) -> Delivery:
    return Delivery(Slot(*values[:3]), *values[3:])


def _is(slot: Slot) -> ColumnElement[bool]:
    return and_(*(deliveries.c[name] == value for name, value in asdict(slot).items()))


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(_is(claim.slot), deliveries.c.token == claim.token)


def _free(claim: Claim) -> ColumnElement[bool]:
    """Put off, or claimed by a process that seems to be gone before it could send anything."""
    dead = and_(deliveries.c.state == DeliveryState.CLAIMED, deliveries.c.at <= claim.stale_before)
    return or_(deliveries.c.state == DeliveryState.DEFERRED, dead)
