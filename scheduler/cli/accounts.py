"""Commands on who may use the desk: add, list, password, role, disable, enable, token, revoke."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer

from news.account import Deed, Role, read_name
from news.errors import ConfigurationError, UsageError
from scheduler.cli.app import AsJson, opened, print_json, settings, state
from storage import Account, Accounts, ApiToken, Change, Entry, open_accounts

Name = Annotated[str, typer.Argument(help="The account's name, in any script.")]
PasswordFile = Annotated[
    str,
    typer.Option(help="File that holds the password; - reads standard input. Default: ask."),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    people = typer.Typer(help="Who may use the review desk.", no_args_is_help=True)
    for name, command in (
        ("add", add),
        ("list", list_accounts),
        ("password", password),
        ("role", role),
        ("disable", disable),
        ("enable", enable),
        ("token", token),
        ("revoke", revoke),
    ):
        people.command(name)(command)
    app.add_typer(people, name="accounts")


def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.REVIEWER,
    password_file: PasswordFile = "",
) -> None:
    """Make an account; its password is asked for, or read from a file."""
    from review.passwords import Passwords, refuse_weak  # noqa: PLC0415 (slow to import)

    kept = read_name(name)
    with _people(make=True) as accounts:
        if accounts.account(kept):
            raise _taken(kept)
        secret = _read_password(password_file)
        refuse_weak(secret, kept)
        account = Account(kept, role, Passwords().hash(secret), _now())
        if not accounts.add(account, _entry(Deed.ADDED, kept)):
            raise _taken(kept)
    typer.echo(f"{kept} may use the desk ({role.value}).", err=True)


def list_accounts(*, as_json: AsJson = False) -> None:
    """List accounts and tokens."""
    with _people() as accounts:
        people, tokens = accounts.accounts(), accounts.tokens()
    if state.json or as_json:
        print_json(
            "accounts", {"accounts": [*map(_person, people)], "tokens": [*map(_key, tokens)]}
        )
        return
    for person in people:
        told = "closed" if person.disabled else "must change password" if person.temporary else ""
        typer.echo(f"{person.name:24} {person.role.value:9} {told}".rstrip())
    for key in tokens:
        until = f"until {key.expires_at:%Y-%m-%d}"
        typer.echo(f"{key.label:24} {key.role.value:9} token of {key.name}, {until}")


def password(name: Name, password_file: PasswordFile = "") -> None:
    """Give an account another password; its sessions end."""
    from review.passwords import Passwords, refuse_weak  # noqa: PLC0415 (slow to import)

    with _people() as accounts:
        account = _known(accounts, name)
        secret = _read_password(password_file)
        refuse_weak(secret, account.name)
        change = Change(hash=Passwords().hash(secret), temporary=False)
        accounts.change(account.name, change, _entry(Deed.PASSWORD_RESET, account.name))


def role(
    name: Name, role: Annotated[Role, typer.Argument(help="What the person may do from now on.")]
) -> None:
    """Change what a person may do."""
    _change(name, Change(role=role), Deed.ROLE_CHANGED)


def disable(name: Name) -> None:
    """Close an account: its sessions and tokens end, its words stay."""
    _change(name, Change(disabled=True), Deed.DISABLED)


def enable(name: Name) -> None:
    """Open a closed account again, with the password it had."""
    _change(name, Change(disabled=False), Deed.ENABLED)


def token(
    name: Name,
    label: Annotated[str, typer.Option(help="What the token is called; needed to revoke it.")],
    role: Annotated[Role, typer.Option(help="The most it may do.")] = Role.READER,
    days: Annotated[int, typer.Option(help="How long it lasts.", min=1, max=3650)] = 90,
) -> None:
    """Make a token for a program that acts in an account's name, and print it once."""
    from review.passwords import digest, make_token  # noqa: PLC0415 (slow to import)

    label, secret, now = read_name(label), make_token(), _now()
    with _people() as accounts:
        owner = _known(accounts, name).name
        key = ApiToken(digest(secret), label, owner, role, now, now + timedelta(days=days))
        if not accounts.add_token(key, _entry(Deed.TOKEN_MADE, label)):
            raise _taken(label)
    typer.echo(secret)


def revoke(label: Annotated[str, typer.Argument(help="What the token is called.")]) -> None:
    """Take a token back."""
    with _people() as accounts:
        if not accounts.revoke_token(label, _entry(Deed.TOKEN_REVOKED, label)):
            raise UsageError(f"there is no token {label!r}", "see `soie accounts list`")


@contextmanager
def _people(*, make: bool = False) -> Iterator[Accounts]:
    chosen = settings()
    with opened(chosen, make=make), open_accounts(chosen.database) as accounts:
        yield accounts


def _known(accounts: Accounts, name: str) -> Account:
    account = accounts.account(name)
    if account is None:
        raise UsageError(f"there is no account {name!r}", "see `soie accounts list`")
    return account


def _change(name: str, change: Change, deed: Deed) -> None:
    with _people() as accounts:
        known = _known(accounts, name).name
        on = f"{known}: {change.role}" if change.role else known
        accounts.change(known, change, _entry(deed, on))


def _read_password(place: str) -> str:
    """The first line of a file or of standard input, else what is typed twice, unseen."""
    if not place:
        if not sys.stdin.isatty():
            raise UsageError(
                "no terminal to ask for the password", "give --password-file FILE or -"
            )
        given: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return given
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no text"
        raise ConfigurationError(f"{place}: {why}", "name a readable file of one line") from error
    return text.strip("\ufeff").partition("\n")[0].strip()


def _entry(deed: Deed, on: str) -> Entry:
    return Entry(_now(), getuser(), deed, on, "")


def _taken(name: str) -> UsageError:
    return UsageError(f"the name {name!r} is taken", "see `soie accounts list`")


def _now() -> datetime:
    return datetime.now(UTC)


def _person(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "role": account.role.value,
        "made_at": account.made_at.isoformat(),
        "temporary": account.temporary,
        "disabled": account.disabled,
    }


def _key(token: ApiToken) -> dict[str, Any]:
    return {
        "label": token.label,
        "name": token.name,
        "role": token.role.value,
        "expires_at": token.expires_at.isoformat(),
        "used_at": token.used_at.isoformat() if token.used_at else None,
    }
