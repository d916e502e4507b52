"""What admins do: accounts and tokens made, changed and ended, each with its line in the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request

from news.account import Deed, name_key, read_name
from news.errors import UsageError
from review.access import Access
from review.asked import RefusalError
from review.passwords import digest, make_password, make_token
from review.visitor import Role, need
from storage import Account, ApiToken, Change, Entry

LONGEST_LIFE = 3650
"""Days that a token may live."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What is shown once and never again."""

    code: str
    """The phrase that says what it is."""
    of: str
    text: str


@dataclass(frozen=True, slots=True)
class Administration:
    """What one request of an admin may do.

    Raises:
        HTTPException: from every verb, without a session or without the role.
        RefusalError: from every verb, when what it names is not there or not free.
    """

    access: Access
    request: Request

    def _entry(self, what: Deed, on: str) -> Entry:
        who = need(self.request, Role.ADMIN).name
        return self.access.entry(self.request, who, what, on)

    def invite(self, name: str, role: Role) -> Secret:
        """Make an account, with a password that must be changed."""
        access, kept = self.access, read_new_name(name)
        entry = self._entry(Deed.ADDED, kept)
        if not access.accounts.accounts() and role is not Role.ADMIN:
            raise RefusalError("first-is-admin")
        secret = make_password()
        account = Account(kept, role, access.passwords.hash(secret), access.now(), temporary=True)
        if not access.accounts.add(account, entry):
            raise RefusalError("name-taken", kept)
        return Secret("first-password", kept, secret)

    def change(self, name: str, change: Change, deed: Deed) -> None:
        """Change somebody else's account."""
        visitor = need(self.request, Role.ADMIN)
        if visitor.account and name_key(name) == name_key(visitor.name):
            raise RefusalError("not-yourself")  # so that one admin is always left
        account = self.access.accounts.account(name)
        if account is None:
            raise RefusalError("no-account", name)
        on = f"{account.name}: {change.role}" if change.role else account.name
        self.access.accounts.change(account.name, change, self._entry(deed, on))

    def reset(self, name: str) -> Secret:
        """Give somebody else a new password that must be changed."""
        need(self.request, Role.ADMIN)
        secret = make_password()
        change = Change(hash=self.access.passwords.hash(secret), temporary=True)
        self.change(name, change, Deed.PASSWORD_RESET)
        return Secret("first-password", name, secret)

    def make_token(self, name: str, label: str, role: Role, days: int) -> Secret:
        """Make a token that acts in an account's name."""
        kept, store = read_new_name(label), self.access.accounts
        entry = self._entry(Deed.TOKEN_MADE, kept)
        account = store.account(name)
        if account is None:
            raise RefusalError("no-account", name[:64])
        secret, now = make_token(), self.access.now()
        until = now + timedelta(days=days)
        token = ApiToken(digest(secret), kept, account.name, role, now, until)
        if not store.add_token(token, entry):
            raise RefusalError("name-taken", kept)
        return Secret("new-token", kept, secret)

    def revoke(self, label: str) -> None:
        """End a token."""
        if not self.access.accounts.revoke_token(label, self._entry(Deed.TOKEN_REVOKED, label)):
            raise RefusalError("no-account", label[:64])


def read_new_name(text: str) -> str:
    """A name that is to be given.

    Raises:
        RefusalError: when it cannot be one.
    """
    try:
        return read_name(text)
    except UsageError as error:
        raise RefusalError("bad-name") from error
