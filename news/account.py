"""People who may use the desk: what they are called, what they may do, how guessing is slowed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from news.errors import UsageError

_NAME = re.compile(r"[^\W_](?:[\w .'’@·・-]{0,62}[\w.])?")
_DAY = timedelta(days=1)


class Role(StrEnum):
    """What a person may do; each may do all that the one before may."""

    READER = "reader"
    """Sees everything, changes nothing."""
    REVIEWER = "reviewer"
    """Says what is right and wrong of tags, tiers and stories."""
    ADMIN = "admin"
    """Changes accounts and what the machine knows."""

    @property
    def rank(self) -> int:
        """0 for the one who may do least."""
        return list(Role).index(self)


class Deed(StrEnum):
    """What the audit log tells of accounts; other deeds may stand there too."""

    LOGGED_IN = "logged-in"
    LOGIN_FAILED = "login-failed"
    LOGGED_OUT = "logged-out"
    ADDED = "account-added"
    ROLE_CHANGED = "role-changed"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 (the name of a deed)
    PASSWORD_RESET = "password-reset"  # noqa: S105 (the same)
    DISABLED = "account-disabled"
    ENABLED = "account-enabled"
    TOKEN_MADE = "token-made"  # noqa: S105 (the same)
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 (the same)


def read_name(text: str) -> str:
    """A name as it is kept, in any script.

    Raises:
        UsageError: when it is empty, too long, or holds what cannot be told apart on a screen.
    """
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name[:70]!r} cannot be an account's name",
            "use 1 to 64 letters, digits, spaces and . _ - ' @, beginning with a letter or digit",
        )
    return name


def name_key(text: str) -> str:
    """What two ways of writing one name have in common."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Guesses:
    """Wrong passwords of the past day that bear on one attempt."""

    of_address: int
    """Given from this address, for whatever account."""
    of_account: int
    """Given for this account, from wherever."""
    last: datetime | None
    """When the last one was given from this address; aware."""


GUESSES_KEPT = _DAY
"""A wrong password is forgotten after this long."""
_FREE_OF_ADDRESS, _MOST_OF_ADDRESS = 3, timedelta(minutes=15)
_FREE_OF_ACCOUNT, _MOST_OF_ACCOUNT = 10, timedelta(minutes=5)


def pause(guesses: Guesses, at: datetime) -> timedelta:
    """How long an address must still wait before its next attempt on an account; zero: not at all.

    The wait doubles with every wrong password up to a limit, and is counted from the last one that
    came from the same address: strangers make it longer but never begin it anew, and an address
    that has given no wrong password is always heard.
    """
    if guesses.last is None:
        return timedelta()
    whole = max(
        _grown(guesses.of_address - _FREE_OF_ADDRESS, _MOST_OF_ADDRESS),
        _grown(guesses.of_account - _FREE_OF_ACCOUNT, _MOST_OF_ACCOUNT),
    )
    since = max(at - guesses.last, timedelta())  # a clock may be set back
    return max(whole - since, timedelta())


def _grown(over: int, most: timedelta) -> timedelta:
    """1, 2, 4 ... seconds from the first that is one too many."""
    if over < 0:
        return timedelta()
    return min(timedelta(seconds=2 ** min(over, 16)), most)
