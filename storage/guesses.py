"""Wrong passwords of the past day, on an SQL database: counted before they are known to be wrong.

A row for each address and name; transactions that write take turns, so that what many try at once,
in whatever processes, is counted one by one.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from news.account import GUESSES_KEPT, Guesses, name_key, pause
from storage.access_tables import guesses


def try_once(connection: Connection, name: str, address: str, at: datetime) -> timedelta:
    """Count an attempt and give zero; or count nothing and give how long to wait."""
    connection.execute(delete(guesses).where(guesses.c.last <= at - GUESSES_KEPT))
    digest = _digest(name)
    wait = pause(_look(connection, digest, address), at)
    if not wait:
        _count(connection, digest, address, at)
    return wait


def forgive(connection: Connection, name: str, address: str) -> None:
    """Forget what was given for a name from an address."""
    mine = and_(guesses.c.address == address, guesses.c.name == _digest(name))
    connection.execute(delete(guesses).where(mine))


def _count(connection: Connection, digest: str, address: str, at: datetime) -> None:
    mine = and_(guesses.c.address == address, guesses.c.name == digest)
    more = update(guesses).where(mine).values(count=guesses.c.count + 1, last=at)
    if not connection.execute(more).rowcount:
        first = insert(guesses).values(address=address, name=digest, count=1, last=at)
        connection.execute(first)


def _look(connection: Connection, digest: str, address: str) -> Guesses:
    here = guesses.c.address == address
    of_account = _sum(connection, guesses.c.name == digest)
    last = connection.execute(select(func.max(guesses.c.last)).where(here)).scalar_one()
    return Guesses(_sum(connection, here), of_account, last)


def _sum(connection: Connection, wanted: ColumnElement[bool]) -> int:
    total = select(func.coalesce(func.sum(guesses.c.count), 0)).where(wanted)
    return int(connection.execute(total).scalar_one())


def _digest(name: str) -> str:
    return hashlib.sha256(name_key(name).encode("utf-8", "surrogatepass")).hexdigest()
