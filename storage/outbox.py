"""What was sent to whom: at most one mail a reader, edition and day, and what it showed.

Beside the `Store`, not in it: who reads and analyses never needs these verbs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from news.source import Rights
from storage.store import Resource


class DeliveryState(StrEnum):
    """How far one mail came."""

    CLAIMED = "claimed"
    """A process works on it; no server was given the whole of it."""
    UNKNOWN = "unknown"
    """Its end was given, or about to be given, to a server whose answer is not recorded."""
    SENT = "sent"
    """A server took charge of it."""
    DEFERRED = "deferred"
    """No server took it this time; it will be tried again."""
    FAILED = "failed"
    """Refused for good."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What is sent at most once."""

    reader: str
    """Mail address, lower case."""
    edition: str
    """`daily` or `weekly`."""
    day: date
    """The day that is told, or the last one of the week."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A process's wish to send one mail."""

    slot: Slot
    token: str
    """Different for every attempt: only its holder may go on."""
    message_id: str
    at: datetime
    """Aware, UTC."""
    stale_before: datetime
    """An earlier claim made at this instant or before is thought to be a dead process's."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one mail."""

    slot: Slot
    state: DeliveryState
    message_id: str
    at: datetime
    """When it came into this state; aware, UTC."""
    attempts: int
    detail: str
    """The server's answer, or what went wrong, on one line."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One article in one mail."""

    article_id: str
    source_id: str
    url: str
    shown: Rights
    """The most of it that the mail shows."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One article that one reader was sent."""

    delivery: Delivery
    """`sent`, or `unknown`: what may have been read is declared."""
    exhibit: Exhibit
    title: str
    """As it is kept now; empty when the article is no longer kept."""


class Outbox(Resource, Protocol):
    """The memory of what was sent. Every verb is one transaction."""

    def claim(self, claim: Claim) -> bool:
        """Take a mail in charge.

        False when it was sent, may have been, failed for good, or another process has it.
        """
        ...

    def pledge(self, claim: Claim, at: datetime, exhibits: Iterable[Exhibit]) -> bool:
        """Put down, before a server is given the end of a mail, that it may have been sent.

        False when another process has taken the mail over: it must not be sent.
        """
        ...

    def settle(self, claim: Claim, state: DeliveryState, at: datetime, detail: str) -> None:
        """Put down what became of a mail; changes nothing when another process has it."""
        ...

    def deliveries(self, since: date | None = None) -> list[Delivery]:
        """Mails of days from this one on, newest day first, then by reader."""
        ...

    def ledger(self, since: date, until: date) -> list[LedgerLine]:
        """Articles sent for the days from `since` to `until`, both included, oldest first."""
        ...
