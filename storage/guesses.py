"""Wrong passwords of the past day, on an SQL database: counted before they are known to be wrong.

What was counted and may be forgiven is a row for each address and name. The row with an empty
name is the address itself; every attempt changes it first, so that two at once from one address,
in whatever processes, come one after the other.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select

from news.account import GUESSES_KEPT, Guesses, name_key, pause
from storage.access_tables import guesses
from storage.sqlite import insert

_ADDRESS_ITSELF = ""


def try_once(connection: Connection, name: str, address: str, at: datetime) -> timedelta:
    """Count an attempt and give zero; or count nothing and give how long to wait."""
    _put(connection, (address, _ADDRESS_ITSELF), 0, at)
    connection.execute(delete(guesses).where(guesses.c.last <= at - GUESSES_KEPT))
    digest = _digest(name)
    wait = pause(_look(connection, digest, address), at)
    if not wait:
        _put(connection, (address, digest), 1, at)
    return wait


def forgive(connection: Connection, name: str, address: str) -> None:
    """Forget what was given for a name from an address."""
    mine = and_(guesses.c.address == address, guesses.c.name == _digest(name))
    connection.execute(delete(guesses).where(mine))


def _put(connection: Connection, key: tuple[str, str], count: int, at: datetime) -> None:
    address, name = key
    row = insert(guesses).values(address=address, name=name, count=count, last=at)
    more = {"count": guesses.c.count + count, "last": at}
    connection.execute(row.on_conflict_do_update(index_elements=["address", "name"], set_=more))


def _look(connection: Connection, digest: str, address: str) -> Guesses:
    here = and_(guesses.c.address == address, guesses.c.name != _ADDRESS_ITSELF)
    of_account = _sum(connection, guesses.c.name == digest)
    last = connection.execute(select(func.max(guesses.c.last)).where(here)).scalar_one()
    return Guesses(_sum(connection, here), of_account, last)


def _sum(connection: Connection, wanted: ColumnElement[bool]) -> int:
    total = select(func.coalesce(func.sum(guesses.c.count), 0)).where(wanted)
    return int(connection.execute(total).scalar_one())


def _digest(name: str) -> str:
    return hashlib.sha256(name_key(name).encode("utf-8", "surrogatepass")).hexdigest()
