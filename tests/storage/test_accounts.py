"""Accounts, sessions, tokens, wrong passwords and the audit log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from news.account import Role
from news.errors import StoreError
from storage import Account, Accounts, ApiToken, Change, Entry, Session, open_accounts
from storage.database import Database

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA = Account("Anna", Role.ADMIN, "hash-1", AT)
HOME, AWAY = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def accounts(store_url: str) -> Iterator[Accounts]:
    with open_accounts(store_url) as opened:
        assert opened.add(ANNA, entry("account-added"))
        yield opened


def entry(what: str, address: str = HOME) -> Entry:
    return Entry(AT, "Anna", what, "Anna", address)


def begin(accounts: Accounts, digest: str = "d" * 64, at: datetime = AT) -> str:
    session = Session(digest, "anna", at, at + 24 * HOUR)
    accounts.begin_session(session, entry("logged-in"))
    return digest


def test_an_account_is_found_however_its_name_is_written(accounts: Accounts) -> None:
    assert accounts.account(" ＡＮＮＡ ") == ANNA
    assert accounts.account("ann") is None
    assert not accounts.add(Account("ANNA", Role.READER, "x", AT), entry("account-added"))
    assert accounts.accounts() == [ANNA]
    assert "hash-1" not in repr(ANNA)


def test_a_session_ends_when_it_is_idle_or_old(accounts: Accounts) -> None:
    digest = begin(accounts)
    assert accounts.session("e" * 64, AT, HOUR) is None
    for half in range(1, 48):
        assert accounts.session(digest, AT + half * HOUR / 2, HOUR) == ANNA
    assert accounts.session(digest, AT + 24 * HOUR, HOUR) is None, "used, but too old"
    other = begin(accounts, "f" * 64)
    assert accounts.session(other, AT + HOUR, HOUR) is None, "unused for an hour"


def test_a_session_that_ended_is_forgotten(accounts: Accounts) -> None:
    digest = begin(accounts)
    accounts.end_session(digest, entry("logged-out"))
    accounts.end_session(digest, entry("logged-out"))
    assert accounts.session(digest, AT, HOUR) is None
    assert [line.what for line in accounts.entries(9)] == [
        *("logged-out", "logged-in", "account-added")
    ]


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        (Change(role=Role.READER), False),
        (Change(hash="hash-2"), True),
        (Change(disabled=True), True),
    ],
)
def test_a_new_password_and_disabling_end_every_session(
    accounts: Accounts, change: Change, *, ends: bool
) -> None:
    digest = begin(accounts)
    assert accounts.change("anna", change, entry("role-changed"))
    assert (accounts.session(digest, AT, HOUR) is None) == ends
    assert not accounts.change("nobody", change, entry("role-changed"))
    assert len(accounts.entries(9)) == 3


def test_a_newer_hash_replaces_only_the_one_that_was_checked(accounts: Accounts) -> None:
    digest = begin(accounts)
    accounts.rehash("anna", "hash-0", "stolen")
    accounts.rehash("anna", "hash-1", "hash-3")
    assert accounts.session(digest, AT, HOUR) == replace(ANNA, hash="hash-3")


def test_a_token_may_do_no_more_than_its_account(accounts: Accounts) -> None:
    token = ApiToken("a" * 64, "nightly", "Anna", Role.REVIEWER, AT, AT + HOUR)
    assert accounts.add_token(token, entry("token-made"))
    assert not accounts.add_token(replace(token, digest="b" * 64), entry("token-made"))
    assert accounts.token("a" * 64, AT) == replace(ANNA, role=Role.REVIEWER)
    assert accounts.tokens() == [replace(token, used_at=AT)]
    assert accounts.token("a" * 64, AT + HOUR) is None, "expired"
    accounts.change("anna", Change(role=Role.READER), entry("role-changed"))
    assert accounts.token("a" * 64, AT) == replace(ANNA, role=Role.READER)
    accounts.change("anna", Change(disabled=True), entry("account-disabled"))
    assert accounts.token("a" * 64, AT) is None
    assert accounts.revoke_token("nightly", entry("token-revoked"))
    assert not accounts.revoke_token("nightly", entry("token-revoked"))


def test_guesses_are_counted_for_all_processes(store_url: str) -> None:
    with open_accounts(store_url) as one, open_accounts(store_url) as other:
        waits = [
            (one, other)[number % 2].attempt("anna", HOME, AT).total_seconds()
            for number in range(5)
        ]
        assert waits == [0, 0, 0, 1, 1], "what is refused is not counted"
        assert one.attempt("anna", AWAY, AT) == timedelta(), "another address is heard"
        assert other.attempt("bert", HOME, AT).total_seconds() == 1, "names do not help"
        assert one.attempt("bert", HOME, AT + timedelta(seconds=1)) == timedelta()
        assert one.attempt("anna", HOME, AT + timedelta(days=2)) == timedelta(), "forgotten"


def test_of_many_guesses_at_once_few_are_heard(store_url: str) -> None:
    heard: list[int] = []
    with open_accounts(store_url) as accounts:
        gate = Barrier(8)

        def guess(number: int) -> None:
            gate.wait()
            if not accounts.attempt(f"name {number}", HOME, AT):
                heard.append(number)

        crowd = [Thread(target=guess, args=(number,)) for number in range(8)]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()
    assert len(heard) == 3


def test_logging_in_forgives_what_was_mistyped_here(accounts: Accounts) -> None:
    for _ in range(3):
        assert not accounts.attempt("anna", HOME, AT)
        assert not accounts.attempt("bert", AWAY, AT)
    begin(accounts)
    assert not accounts.attempt("anna", HOME, AT)
    assert accounts.attempt("anna", AWAY, AT), "an own account does not buy guesses on another"


def test_lines_of_the_audit_log_are_only_ever_added(accounts: Accounts) -> None:
    assert isinstance(accounts, Database)
    accounts.log(entry("alias-added", ""))
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with pytest.raises(StoreError, match="only ever added"), accounts.writing() as connection:
            connection.execute(text(statement))
    assert accounts.entries(1) == [entry("alias-added", "")]
    assert accounts.entries(5, offset=1) == [entry("account-added")]
