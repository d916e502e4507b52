"""The memory: the only place that knows SQL.

`open_store()` gives a `Store`, `open_outbox()` an `Outbox`, `open_calendar()` a `Calendar`,
`open_accounts()` an `Accounts`, `open_amendments()` the `Amendments`, `open_insight()` an
`Insight`; everything else is how it is done.
"""

from __future__ import annotations

from storage.accounts import Account, Accounts, ApiToken, Change, Entry, Session
from storage.address import parse_address
from storage.amendments import Amendments, Said
from storage.calendar import Calendar, Lease, Turn, TurnState
from storage.database import prepare
from storage.insight import Evidence, Insight, Lead, Place, Recurrence, Thread
from storage.outbox import Claim, Delivery, DeliveryState, Exhibit, LedgerLine, Outbox, Slot
from storage.sql_accounts import SqlAccounts
from storage.sql_amendments import SqlAmendments
from storage.sql_calendar import SqlCalendar
from storage.sql_insight import SqlInsight
from storage.sql_outbox import SqlOutbox
from storage.sql_store import SqlStore
from storage.store import Outcome, Query, Store, StoredDigest

__all__ = [
    "Account",
    "Accounts",
    "Amendments",
    "ApiToken",
    "Calendar",
    "Change",
    "Claim",
    "Delivery",
    "DeliveryState",
    "Entry",
    "Evidence",
    "Exhibit",
    "Insight",
    "Lead",
    "Lease",
    "LedgerLine",
    "Outbox",
    "Outcome",
    "Place",
    "Query",
    "Recurrence",
    "Said",
    "Session",
    "Slot",
    "Store",
    "StoredDigest",
    "Thread",
    "Turn",
    "TurnState",
    "open_accounts",
    "open_amendments",
    "open_calendar",
    "open_insight",
    "open_outbox",
    "open_store",
]


def open_store(url: str, patience_seconds: float = 30.0) -> Store:
    """Open the store at an address, made or brought to this version's schema if need be.

    Args:
        url: `sqlite:///relative/path.db` or `sqlite:////absolute/path.db`, whose folders are
            made; or `postgresql://user:password@host/database`, which must be there.
        patience_seconds: How long a verb waits while another process writes.

    Raises:
        ConfigurationError: when the address is not of that form.
        BusyError: when another process held the database for too long.
        StoreError: when what is there is no database of ours, is of a newer version, or cannot be
            reached or written.
    """
    address = parse_address(url)
    prepare(address, patience_seconds)
    return SqlStore(address, patience_seconds)


def open_outbox(url: str, patience_seconds: float = 30.0) -> Outbox:
    """Open the outbox in the store at an address; arguments and errors as for `open_store()`."""
    address = parse_address(url)
    prepare(address, patience_seconds)
    return SqlOutbox(address, patience_seconds)


def open_amendments(url: str, patience_seconds: float = 30.0) -> Amendments:
    """Open the changes of what is known in the store at an address; as for `open_store()`."""
    address = parse_address(url)
    prepare(address, patience_seconds)
    return SqlAmendments(address, patience_seconds)


def open_calendar(url: str, patience_seconds: float = 30.0) -> Calendar:
    """Open the calendar in the store at an address; arguments and errors as for `open_store()`."""
    address = parse_address(url)
    prepare(address, patience_seconds)
    return SqlCalendar(address, patience_seconds)


def open_accounts(url: str, patience_seconds: float = 30.0) -> Accounts:
    """Open the accounts in the store at an address; arguments and errors as for `open_store()`."""
    address = parse_address(url)
    prepare(address, patience_seconds)
    return SqlAccounts(address, patience_seconds)


def open_insight(url: str, patience_seconds: float = 30.0) -> Insight:
    """Open the store at an address to look over time; arguments and errors as `open_store()`."""
    address = parse_address(url)
    prepare(address, patience_seconds)
    return SqlInsight(address, patience_seconds)
