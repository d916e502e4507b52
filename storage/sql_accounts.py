"""Who may use the desk, on an SQL database: each verb is one transaction."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    Delete,
    Row,
    Update,
    and_,
    delete,
    insert,
    select,
    update,
)

from news.account import name_key
from news.errors import BusyError
from storage.access_tables import accounts, api_tokens, audit, sessions
from storage.accounts import Account, ApiToken, Change, Entry, Session
from storage.database import Database
from storage.guesses import forgive, try_once

_MINUTE = timedelta(minutes=1)
"""Use is noted to the minute, so that reading pages rarely writes."""


class SqlAccounts(Database):
    """An `Accounts` on an SQL database."""

    def accounts(self) -> list[Account]:
        """All accounts, by name."""
        with self.reading() as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.key))
            return [_account(row) for row in rows]

    def account(self, name: str) -> Account | None:
        """The account of a name, however it is written."""
        wanted = select(accounts).where(accounts.c.key == name_key(name))
        with self.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return _account(row) if row else None

    def add(self, account: Account, entry: Entry) -> bool:
        """Make an account; False when the name is taken."""
        key = name_key(account.name)
        with self.writing() as connection:
            if connection.execute(select(accounts.c.key).where(accounts.c.key == key)).first():
                return False
            connection.execute(insert(accounts).values(key=key, **asdict(account)))
            _tell(connection, entry)
            return True

    def change(self, name: str, change: Change, entry: Entry) -> bool:
        """Change an account; False when there is none of this name."""
        key = name_key(name)
        values = {field: value for field, value in asdict(change).items() if value is not None}
        with self.writing() as connection:
            if set(values) - {"role"}:
                connection.execute(delete(sessions).where(sessions.c.key == key))
            changed = update(accounts).where(accounts.c.key == key).values(**values)
            return _done(connection, changed, entry)

    def rehash(self, name: str, old: str, new: str) -> None:
        """Put a password's newer hash in place of an older one, if that is still the one."""
        mine = and_(accounts.c.key == name_key(name), accounts.c.hash == old)
        with self.writing() as connection:
            connection.execute(update(accounts).where(mine).values(hash=new))

    def begin_session(self, session: Session, entry: Entry) -> None:
        """Remember a session; forgive the account's wrong passwords from the entry's address."""
        began = insert(sessions).values(
            digest=session.digest,
            key=name_key(session.name),
            began_at=session.began_at,
            seen_at=session.began_at,
            expires_at=session.expires_at,
        )
        with self.writing() as connection:
            ended = sessions.c.expires_at <= session.began_at
            connection.execute(delete(sessions).where(ended))
            connection.execute(began)
            _tell(connection, entry)
            forgive(connection, session.name, entry.address)

    def session(self, digest: str, at: datetime, idle: timedelta) -> Account | None:
        """Whose session this is, noting that it is used; None when it ended or the account did."""
        wanted = (
            select(accounts, sessions.c.seen_at)
            .join_from(sessions, accounts, accounts.c.key == sessions.c.key)
            .where(sessions.c.digest == digest, accounts.c.disabled.is_(False))
            .where(sessions.c.expires_at > at, sessions.c.seen_at > at - idle)
        )
        with self.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        if at - row.seen_at >= _MINUTE:
            used = update(sessions).where(sessions.c.digest == digest).values(seen_at=at)
            self._note(used)
        return _account(row)

    def end_session(self, digest: str, entry: Entry) -> None:
        """Forget a session."""
        with self.writing() as connection:
            _done(connection, delete(sessions).where(sessions.c.digest == digest), entry)

    def tokens(self) -> list[ApiToken]:
        """All tokens, expired ones too, by label."""
        wanted = (
            select(api_tokens, accounts.c.name)
            .join(accounts, accounts.c.key == api_tokens.c.key)
            .order_by(api_tokens.c.label)
        )
        with self.reading() as connection:
            return [_token(row) for row in connection.execute(wanted)]

    def add_token(self, token: ApiToken, entry: Entry) -> bool:
        """Make a token; False when the label is taken."""
        values = asdict(token)
        made = insert(api_tokens).values(key=name_key(values.pop("name")), **values)
        same = select(api_tokens.c.label).where(api_tokens.c.label == token.label)
        with self.writing() as connection:
            if connection.execute(same).first():
                return False
            connection.execute(made)
            _tell(connection, entry)
            return True

    def token(self, digest: str, at: datetime) -> Account | None:
        """In whose name a token acts, with the role it has; notes that it is used."""
        wanted = (
            select(accounts, api_tokens.c.role.label("granted"), api_tokens.c.used_at)
            .join_from(api_tokens, accounts, accounts.c.key == api_tokens.c.key)
            .where(api_tokens.c.digest == digest, accounts.c.disabled.is_(False))
            .where(api_tokens.c.expires_at > at)
        )
        with self.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        if row.used_at is None or at - row.used_at >= _MINUTE:
            self._note(update(api_tokens).where(api_tokens.c.digest == digest).values(used_at=at))
        account = _account(row)
        return replace(account, role=min(account.role, row.granted, key=lambda role: role.rank))

    def revoke_token(self, label: str, entry: Entry) -> bool:
        """Forget a token; False when there is none of this label."""
        with self.writing() as connection:
            gone = delete(api_tokens).where(api_tokens.c.label == label)
            return _done(connection, gone, entry)

    def attempt(self, name: str, address: str, at: datetime) -> timedelta:
        """Ask to try a password; how long to wait, zero when it may be tried now."""
        with self.writing() as connection:
            return try_once(connection, name, address, at)

    def log(self, entry: Entry) -> None:
        """Add a line to the audit log."""
        with self.writing() as connection:
            _tell(connection, entry)

    def entries(self, limit: int, offset: int = 0) -> list[Entry]:
        """Lines of the audit log, newest first."""
        told = (audit.c.at, audit.c.who, audit.c.what, audit.c.on, audit.c.address)
        wanted = select(*told).order_by(audit.c.number.desc()).limit(limit).offset(offset)
        with self.reading() as connection:
            return [Entry(*row) for row in connection.execute(wanted)]

    def _note(self, used: Update) -> None:
        """Note a use; a page is not kept from its reader because another process writes."""
        with suppress(BusyError), self.writing() as connection:
            connection.execute(used)


def _tell(connection: Connection, entry: Entry) -> None:
    connection.execute(insert(audit).values(**asdict(entry)))


def _done(connection: Connection, statement: Update | Delete, entry: Entry) -> bool:
    """Whether a statement changed a row; if so, the log tells it."""
    if connection.execute(statement).rowcount != 1:
        return False
    _tell(connection, entry)
    return True


def _account(row: Row[Any]) -> Account:
    return Account(row.name, row.role, row.hash, row.made_at, row.temporary, row.disabled)


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        digest=row.digest,
        label=row.label,
        name=row.name,
        role=row.role,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
