"""The memory: the only place that knows SQL.

`open_store()` gives a `Store`, `open_outbox()` an `Outbox`, `open_calendar()` a `Calendar`,
`open_accounts()` an `Accounts`, `open_amendments()` the `Amendments`, `open_insight()` an
`Insight`, `open_ledger()` a `Ledger`, `open_rereading()` a `Rereading`; everything else is how it
is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from news.errors import UsageError
from storage.accounts import Account, Accounts, ApiToken, Change, Entry, Session
from storage.address import Address, parse_address
from storage.amendments import Amendments, Said
from storage.backup import Backup, beside, opened_backup, write_backup
from storage.calendar import Calendar, Lease, Turn, TurnState
from storage.care import Care, SqlCare
from storage.catalogue import Bookmark, Leaf, Shelf, StoryState, Tally, Wanted, facet
from storage.database import Database, prepare
from storage.erasure import Struck
from storage.erasures import Erasure, read_erasures, write_erasures
from storage.insight import Evidence, Insight, Lead, Place, Recurrence, Thread
from storage.ledger import Entry as LedgerEntry
from storage.ledger import Ledger, Unit, UnitState
from storage.outbox import Claim, Delivery, DeliveryState, Exhibit, LedgerLine, Outbox, Slot
from storage.piecewise import walk
from storage.rereading import Rereading
from storage.restore import Restored, restore_backup
from storage.retention import Terms
from storage.sql_accounts import SqlAccounts
from storage.sql_amendments import SqlAmendments
from storage.sql_calendar import SqlCalendar
from storage.sql_insight import SqlInsight
from storage.sql_ledger import SqlLedger
from storage.sql_outbox import SqlOutbox
from storage.sql_rereading import SqlRereading
from storage.sql_store import SqlStore
from storage.store import Outcome, Query, Store, StoredDigest, Word
from storage.workbench import SavedFilter, SavedFilters, StoryDecisions

__all__ = [
    "Account",
    "Accounts",
    "Amendments",
    "ApiToken",
    "Backup",
    "Bookmark",
    "Calendar",
    "Care",
    "Change",
    "Claim",
    "Delivery",
    "DeliveryState",
    "Entry",
    "Erasure",
    "Evidence",
    "Exhibit",
    "Insight",
    "Lead",
    "Leaf",
    "Lease",
    "Ledger",
    "LedgerEntry",
    "LedgerLine",
    "Outbox",
    "Outcome",
    "Place",
    "Query",
    "Recurrence",
    "Rereading",
    "Restored",
    "Said",
    "SavedFilter",
    "SavedFilters",
    "Session",
    "Shelf",
    "Slot",
    "Store",
    "StoredDigest",
    "StoryDecisions",
    "StoryState",
    "Struck",
    "Tally",
    "Terms",
    "Thread",
    "Turn",
    "TurnState",
    "Unit",
    "UnitState",
    "Wanted",
    "Word",
    "back_up",
    "beside",
    "facet",
    "file_of",
    "open_accounts",
    "open_amendments",
    "open_calendar",
    "open_care",
    "open_insight",
    "open_ledger",
    "open_outbox",
    "open_rereading",
    "open_store",
    "opened_backup",
    "read_erasures",
    "restore",
    "walk",
    "write_erasures",
]

T = TypeVar("T")


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
    return _opened(SqlStore, url, patience_seconds)


def open_outbox(url: str, patience_seconds: float = 30.0) -> Outbox:
    """Open the outbox in the store at an address; arguments and errors as for `open_store()`."""
    return _opened(SqlOutbox, url, patience_seconds)


def open_amendments(url: str, patience_seconds: float = 30.0) -> Amendments:
    """Open the changes of what is known in the store at an address; as for `open_store()`."""
    return _opened(SqlAmendments, url, patience_seconds)


def open_calendar(url: str, patience_seconds: float = 30.0) -> Calendar:
    """Open the calendar in the store at an address; arguments and errors as for `open_store()`."""
    return _opened(SqlCalendar, url, patience_seconds)


def open_accounts(url: str, patience_seconds: float = 30.0) -> Accounts:
    """Open the accounts in the store at an address; arguments and errors as for `open_store()`."""
    return _opened(SqlAccounts, url, patience_seconds)


def open_insight(url: str, patience_seconds: float = 30.0) -> Insight:
    """Open the store at an address to look over time; arguments and errors as `open_store()`."""
    return _opened(SqlInsight, url, patience_seconds)


def open_care(url: str, patience_seconds: float = 30.0) -> Care:
    """Open the care of the store at an address; arguments and errors as for `open_store()`."""
    return _opened(SqlCare, url, patience_seconds)


def open_rereading(url: str, patience_seconds: float = 30.0) -> Rereading:
    """Open the store at an address to read its articles anew; else as for `open_store()`."""
    return _opened(SqlRereading, url, patience_seconds)


def open_ledger(url: str, patience_seconds: float = 30.0) -> Ledger:
    """Open the ledger of archives in the store at an address; else as for `open_store()`."""
    return _opened(SqlLedger, url, patience_seconds)


def file_of(url: str) -> Path | None:
    """The file of the store at an address; None when a server keeps it.

    Raises:
        ConfigurationError: when the address cannot be read.
    """
    return parse_address(url).file


def back_up(
    url: str, path: Path, now: datetime, files: Mapping[str, Path], *, portable: bool = False
) -> Backup:
    """Write a backup of the store at an address; see `storage.backup.write_backup()`.

    The store is only read, so that one on a full disk can be saved.
    """
    address = parse_address(url)
    if address.file and not address.file.is_file():
        raise UsageError(f"{address}: no database there yet", "see `database` in the settings")
    with Database(address, 30.0) as database:
        return write_backup(database, path, now, files, portable=portable)


def restore(
    url: str, source: Path, now: datetime, known: Sequence[Erasure] = (), *, replace: bool = False
) -> Restored:
    """Put a backup back at an address; see `storage.restore.restore_backup()`."""
    return restore_backup(parse_address(url), source, now, known, replace=replace)


def _opened(kind: Callable[[Address, float], T], url: str, patience_seconds: float) -> T:
    address = parse_address(url)
    prepare(address, patience_seconds)
    return kind(address, patience_seconds)
