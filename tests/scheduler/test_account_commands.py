"""`soie accounts …`, and what `soie serve` asks before it lets others in."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.account import Role
from news.errors import ConfigurationError
from review.passwords import Passwords, digest
from scheduler.cli import call
from scheduler.cli.desk import refuse_unguarded
from scheduler.desk_settings import DeskSettings
from scheduler.settings import load_settings
from storage import Account, Accounts, Entry, Store, open_accounts

GOOD = "un fil neuf à tisser"


@pytest.fixture
def accounts(config: Path, store: Store) -> Iterator[Accounts]:
    """The accounts of an empty store."""
    del store  # is there
    with open_accounts(f"sqlite:///{config.parent}/soie.sqlite") as opened:
        yield opened


@pytest.fixture
def soie(config: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs a command on these accounts, with a password on standard input."""
    del store  # is there

    def run(*arguments: str, typed: str = GOOD) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return call(["--config", str(config), "accounts", *arguments])

    return run


def test_an_account_is_added_and_its_password_works(
    soie: Callable[..., int], accounts: Accounts, tmp_path: Path
) -> None:
    assert soie("add", "Anna", "--role", "admin", "--password-file", "-", typed=GOOD + "\r\nx") == 0
    place = tmp_path / "secret"
    place.write_text(f"\ufeff{GOOD}\n", encoding="utf-8")
    assert soie("add", "美咲", "--password-file", str(place)) == 0
    anna, misaki = accounts.accounts()
    assert (anna.name, anna.role, misaki.role) == ("Anna", Role.ADMIN, Role.REVIEWER)
    for person in (anna, misaki):
        assert Passwords().check(person.hash, GOOD)
        assert not Passwords().outdated(person.hash)
    (entry, _) = accounts.entries(9)
    assert (entry.what, entry.on, entry.address) == ("account-added", "美咲", "")


@pytest.fixture
def anna(accounts: Accounts) -> None:
    """Has an account, whose password nobody knows."""
    at = datetime(2026, 11, 23, tzinfo=UTC)
    entry = Entry(at, "root", "account-added", "Anna", "")
    assert accounts.add(Account("Anna", Role.REVIEWER, "x", at), entry)


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    ("arguments", "typed", "code", "words"),
    [
        (("add", "Bo", "--password-file", "-"), "court", 2, "at least 12"),
        (("add", "Bo", "--password-file", "-"), "", 2, "at least 12"),
        (("add", "Bo"), GOOD, 2, "--password-file"),
        (("add", "Bo", "--password-file", "absent"), "", 78, "absent: No such file"),
        (("add", "<b>", "--password-file", "-"), GOOD, 2, "cannot be an account"),
        (("add", "Bo", "--role", "owner"), GOOD, 2, "--help"),
        (("add", "ＡＮＮＡ", "--password-file", "-"), GOOD, 2, "'ANNA' is taken"),
        (("password", "Bo", "--password-file", "-"), GOOD, 2, "no account 'Bo'"),
        (("disable", "Bo"), "", 2, "no account 'Bo'"),
        (("token", "Bo", "--label", "x"), "", 2, "no account 'Bo'"),
        (("token", "Anna", "--label", "x", "--days", "0"), "", 2, "--days"),
        (("revoke", "x"), "", 2, "no token 'x'"),
    ],
)
def test_a_mistake_is_told_on_one_line_and_nothing_is_done(  # noqa: PLR0913, PLR0917 (a table of cases)
    soie: Callable[..., int],
    accounts: Accounts,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    typed: str,
    code: int,
    words: str,
) -> None:
    before = accounts.accounts(), accounts.entries(9)
    capsys.readouterr()
    assert soie(*arguments, typed=typed) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert len(told.err.splitlines()) == 1
    assert GOOD not in told.err
    assert (accounts.accounts(), accounts.entries(9)) == before


@pytest.mark.usefixtures("anna")
def test_accounts_are_changed_and_listed(
    soie: Callable[..., int], accounts: Accounts, capsys: pytest.CaptureFixture[str]
) -> None:
    assert soie("password", "anna", "--password-file", "-", typed=GOOD + " !") == 0
    assert soie("role", "anna", "admin") == 0
    assert soie("disable", "anna") == 0
    capsys.readouterr()
    assert soie("list") == 0
    assert capsys.readouterr().out.split() == ["Anna", "admin", "closed"]
    assert soie("enable", "anna") == 0
    capsys.readouterr()
    assert soie("token", "anna", "--label", "nightly", "--role", "reader") == 0
    secret = capsys.readouterr().out.strip()
    (key,) = accounts.tokens()
    assert (key.digest, key.label, key.role) == (digest(secret), "nightly", Role.READER)
    assert soie("token", "anna", "--label", "nightly") == 2
    capsys.readouterr()
    assert soie("list", "--json") == 0
    told = capsys.readouterr().out
    document = json.loads(told)
    assert document["schema"] == "accounts/1"
    assert document["data"]["accounts"][0]["disabled"] is False
    assert document["data"]["tokens"][0]["label"] == "nightly"
    assert accounts.accounts()[0].hash not in told
    assert key.digest not in told
    assert Passwords().check(accounts.accounts()[0].hash, GOOD + " !")
    assert soie("revoke", "nightly") == 0
    assert accounts.tokens() == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "desk.example", ""])  # noqa: S104 (refused)
def test_a_public_bind_needs_an_account_and_an_address(
    soie: Callable[..., int], accounts: Accounts, host: str, request: pytest.FixtureRequest
) -> None:
    alone, public = DeskSettings(), DeskSettings(public_url="https://desk.example")
    for desk in (alone, public):
        with pytest.raises(ConfigurationError, match="no account") as refused:
            refuse_unguarded(host, desk, accounts)
        assert "soie accounts add NAME --role admin" in refused.value.sentence
    with pytest.raises(ConfigurationError, match="no account"):
        refuse_unguarded("127.0.0.1", public, accounts)
    request.getfixturevalue("anna")
    refuse_unguarded(host, public, accounts)
    with pytest.raises(ConfigurationError) as refused:
        refuse_unguarded(host, alone, accounts)
    assert "desk.public_url" in refused.value.sentence
    soie("disable", "Anna")
    with pytest.raises(ConfigurationError, match="no account"):
        refuse_unguarded(host, public, accounts)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.2"])
def test_this_machine_alone_needs_neither(accounts: Accounts, host: str) -> None:
    refuse_unguarded(host, DeskSettings(), accounts)
    assert DeskSettings().host == "127.0.0.1"


def test_a_public_bind_ends_with_the_code_of_bad_settings(
    config: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    del store  # is there
    assert call(["--config", str(config), "serve", "--host", "0.0.0.0"]) == 78  # noqa: S104 (refused)
    assert "soie accounts add" in capsys.readouterr().err


@pytest.mark.parametrize(
    "setting",
    [
        *('public_url = "desk.example"', 'public_url = "https://desk.example/soie"'),
        *('public_url = "http://desk.example"', 'public_url = "https://anna:x@desk.example"'),
        *('public_url = "https://"', 'public_url = "ftp://desk.example"'),
        *('trusted_proxies = ["*"]', 'trusted_proxies = ["proxy"]', "idle_hours = 0"),
    ],
)
def test_a_desk_that_cannot_be_is_a_matter_of_settings(tmp_path: Path, setting: str) -> None:
    path = tmp_path / "soie.toml"
    path.write_text(f"[desk]\n{setting}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"desk\."):
        load_settings(path)


def test_an_address_is_written_as_browsers_write_it() -> None:
    assert DeskSettings(public_url="https://Desk.Example:443/").public_url == "https://desk.example"
    assert DeskSettings(public_url="http://[::1]:8787").public_url == "http://[::1]:8787"


@pytest.mark.usefixtures("anna")
def test_the_desk_is_served_behind_a_proxy(accounts: Accounts, config: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with config.open("a", encoding="utf-8") as settings:
        settings.write('[desk]\npublic_url = "https://desk.example"\n')
        settings.write(f'port = {port}\ntrusted_proxies = ["127.0.0.1"]\n')
    command = [sys.executable, "-m", "scheduler.cli", "--config", str(config), "serve"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as desk:
        try:
            _wait(port, desk)
            told = _ask(port, "203.0.113.9")
        finally:
            desk.terminate()
    assert b" 401 " in told.partition(b"\r\n")[0]
    assert b"x-frame-options: DENY" in told
    assert [(entry.what, entry.address) for entry in accounts.entries(1)] == [
        ("login-failed", "203.0.113.9")
    ]


def _wait(port: int, desk: subprocess.Popen[bytes]) -> None:
    while desk.poll() is None:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(str(desk.stderr and desk.stderr.read()))


def _ask(port: int, client: str) -> bytes:
    """What a proxy sends on for a wrong password, and the answer."""
    body = b"name=Anna&password=wrong"
    head = (
        "POST /login HTTP/1.1\r\nHost: desk.example\r\nOrigin: https://desk.example\r\n"
        f"X-Forwarded-For: {client}\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head.encode() + body)
        return b"".join(iter(lambda: line.recv(65_536), b""))
