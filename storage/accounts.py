"""Who may use the desk, and what they did to accounts: people, sessions, tokens, the audit log.

Beside the `Store`, not in it: who reads and analyses never needs these verbs. Nothing kept here
lets anybody in: of passwords there is an argon2 hash, of sessions and tokens a digest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from news.account import Role
from storage.store import Resource


@dataclass(frozen=True, slots=True)
class Account:
    """One person, or one program, that may use the desk."""

    name: str
    """As `read_name()` gives it."""
    role: Role
    hash: str = field(repr=False)
    """The password's, as argon2 writes it."""
    made_at: datetime
    temporary: bool = False
    """Whether somebody else knows the password: it must be changed before anything else."""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different of an account; None stays. All but a role end its sessions."""

    role: Role | None = None
    hash: str | None = field(default=None, repr=False)
    temporary: bool | None = None
    disabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that somebody logged in with."""

    digest: str
    """Of the token in the cookie."""
    name: str
    """The account's."""
    began_at: datetime
    expires_at: datetime
    """However much it is used."""


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What a program shows instead of a password."""

    digest: str
    label: str
    """What people call it; no two have the same."""
    name: str
    """The account in whose name it acts."""
    role: Role
    """The most it may do, within what the account may."""
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    """To the minute."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log."""

    at: datetime
    who: str
    """An account's name; empty when nobody was recognised."""
    what: str
    """A `Deed`, or another word of that kind."""
    on: str
    """What it was done to: an account, a token's label."""
    address: str
    """Where it came from; empty for the command line."""


class Accounts(Resource, Protocol):
    """The memory of who may use the desk. Every verb is one transaction, its entry included."""

    def accounts(self) -> list[Account]:
        """All accounts, by name."""
        ...

    def account(self, name: str) -> Account | None:
        """The account of a name, however it is written."""
        ...

    def add(self, account: Account, entry: Entry) -> bool:
        """Make an account; False, and nothing is done, when the name is taken."""
        ...

    def change(self, name: str, change: Change, entry: Entry) -> bool:
        """Change an account; False, and nothing is done, when there is none of this name."""
        ...

    def rehash(self, name: str, old: str, new: str) -> None:
        """Put a password's newer hash in place of an older one, if that is still the one."""
        ...

    def begin_session(self, session: Session, entry: Entry) -> None:
        """Remember a session; forgive the account's wrong passwords from the entry's address."""
        ...

    def session(self, digest: str, at: datetime, idle: timedelta) -> Account | None:
        """Whose session this is, noting that it is used; None when it ended or the account did.

        Args:
            digest: The session's.
            at: Now.
            idle: A session unused for this long has ended.
        """
        ...

    def end_session(self, digest: str, entry: Entry) -> None:
        """Forget a session."""
        ...

    def tokens(self) -> list[ApiToken]:
        """All tokens, expired ones too, by label."""
        ...

    def add_token(self, token: ApiToken, entry: Entry) -> bool:
        """Make a token; False, and nothing is done, when the label is taken."""
        ...

    def token(self, digest: str, at: datetime) -> Account | None:
        """In whose name a token acts, with the role it has; notes that it is used."""
        ...

    def revoke_token(self, label: str, entry: Entry) -> bool:
        """Forget a token; False, and nothing is done, when there is none of this label."""
        ...

    def attempt(self, name: str, address: str, at: datetime) -> timedelta:
        """Ask to try a password; how long to wait, zero when it may be tried now.

        The attempt counts as a wrong password at once, so that many at the same time are not
        heard together; `begin_session()` forgives it.
        """
        ...

    def log(self, entry: Entry) -> None:
        """Add a line to the audit log; lines are never changed."""
        ...

    def entries(self, limit: int, offset: int = 0) -> list[Entry]:
        """Lines of the audit log, newest first."""
        ...
