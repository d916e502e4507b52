"""The memory: the only place that knows SQL.

`open_store()` gives a `Store`, `open_outbox()` an `Outbox`, `open_calendar()` a `Calendar`,
`open_accounts()` an `Accounts`; everything else is how it is done.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from news.errors import ConfigurationError
from storage.accounts import Account, Accounts, ApiToken, Change, Entry, Session
from storage.calendar import Calendar, Lease, Turn, TurnState
from storage.database import prepare
from storage.outbox import Claim, Delivery, DeliveryState, Exhibit, LedgerLine, Outbox, Slot
from storage.sql_accounts import SqlAccounts
from storage.sql_calendar import SqlCalendar
from storage.sql_outbox import SqlOutbox
from storage.sql_store import SqlStore
from storage.store import Outcome, Query, Store, StoredDigest

__all__ = [
    "Account",
    "Accounts",
    "ApiToken",
    "Calendar",
    "Change",
    "Claim",
    "Delivery",
    "DeliveryState",
    "Entry",
    "Exhibit",
    "Lease",
    "LedgerLine",
    "Outbox",
    "Outcome",
    "Query",
    "Session",
    "Slot",
    "Store",
    "StoredDigest",
    "Turn",
    "TurnState",
    "open_accounts",
    "open_calendar",
    "open_outbox",
    "open_store",
]


def open_store(url: str, patience_seconds: float = 30.0) -> Store:
    """Open the store at an address, made or brought to this version's schema if need be.

    Args:
        url: `sqlite:///relative/path.db` or `sqlite:////absolute/path.db`. Folders are made.
        patience_seconds: How long a verb waits while another process writes.

    Raises:
        ConfigurationError: when the address is not of that form.
        BusyError: when another process held the database for too long.
        StoreError: when the file is no database of ours, is of a newer version, or cannot be
            written.
    """
    path = _path(url)
    prepare(path, patience_seconds)
    return SqlStore(path, patience_seconds)


def open_outbox(url: str, patience_seconds: float = 30.0) -> Outbox:
    """Open the outbox in the store at an address; arguments and errors as for `open_store()`."""
    path = _path(url)
    prepare(path, patience_seconds)
    return SqlOutbox(path, patience_seconds)


def open_calendar(url: str, patience_seconds: float = 30.0) -> Calendar:
    """Open the calendar in the store at an address; arguments and errors as for `open_store()`."""
    path = _path(url)
    prepare(path, patience_seconds)
    return SqlCalendar(path, patience_seconds)


def open_accounts(url: str, patience_seconds: float = 30.0) -> Accounts:
    """Open the accounts in the store at an address; arguments and errors as for `open_store()`."""
    path = _path(url)
    prepare(path, patience_seconds)
    return SqlAccounts(path, patience_seconds)


def _path(url: str) -> Path:
    remedy = "write sqlite:///path/to/soie.db"
    try:
        parts = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(f"the store's address {url!r} is none", remedy) from error
    if parts.drivername != "sqlite" or parts.database in {None, "", ":memory:"}:
        raise ConfigurationError(f"the store's address {parts!r} names no SQLite file", remedy)
    return Path(str(parts.database))
