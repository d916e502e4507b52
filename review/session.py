"""Recognising who asks. A desk without accounts belongs to whoever sits at this machine."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Protocol

from starlette.datastructures import Headers
from starlette.requests import Request

from review.access import Access, address_of
from review.passwords import digest
from review.visitor import Role, Visitor
from storage import Account

COOKIE = "soie-session"


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who asks, and how that is known."""

    visitor: Visitor
    cookie: str = ""
    """The `Set-Cookie` header to answer with; empty when there is nothing to set."""
    by_token: bool = False
    """Whether a program showed its token: no page of a stranger's site can do that."""
    must_change: bool = False
    """Whether the password must be changed before anything else."""


class Sessions(Protocol):
    """How the guard recognises people."""

    @property
    def alone(self) -> bool:
        """Whether the desk is for the person at this machine, and nobody else."""
        ...

    def recognise(self, headers: Headers, *, reading: bool) -> Recognised | None:
        """Who sends these headers; None when nobody is recognised.

        Args:
            headers: Of the request.
            reading: Whether the request changes nothing.
        """
        ...

    def wrong_token(self, request: Request) -> int:
        """Note a token that nobody has; the seconds to wait, when too many came from there."""
        ...


class LocalSessions:
    """One person at one machine: each page that is read brings the session along.

    Other programs of this machine could ask for it too; strange sites cannot, because the guard
    answers to the machine's own names alone and the cookie is never sent from elsewhere.
    """

    alone = True

    def __init__(self, name: str) -> None:
        self._visitor = Visitor(name, Role.ADMIN)
        self._token = secrets.token_urlsafe(32)

    def recognise(self, headers: Headers, *, reading: bool) -> Recognised | None:
        """The person of this machine, when the cookie is there or is brought now."""
        if secrets.compare_digest(read_cookie(headers, COOKIE), self._token):
            return Recognised(self._visitor)
        return Recognised(self._visitor, write_cookie(COOKIE, self._token)) if reading else None

    def wrong_token(self, request: Request) -> int:  # noqa: ARG002 (as the protocol has it)
        """Nothing: tokens are not looked at here."""
        return 0


class AccountSessions:
    """People who logged in, and programs with a token; before the first account, `local`."""

    def __init__(self, access: Access, local: Sessions) -> None:
        self._access = access
        self._local = local
        self._peopled = False

    @property
    def alone(self) -> bool:
        """Whether there is no account yet. Accounts are never deleted."""
        self._peopled = self._peopled or bool(self._access.accounts.accounts())
        return not self._peopled

    def recognise(self, headers: Headers, *, reading: bool) -> Recognised | None:
        """The account of a token, if one is shown, else that of the cookie."""
        if self.alone:
            return self._local.recognise(headers, reading=reading)
        access = self._access
        token = read_bearer(headers)
        if token is not None:
            found = access.accounts.token(digest(token), access.now())
            return Recognised(_visitor(found), by_token=True) if found else None
        cookie = read_cookie(headers, cookie_name(access))
        if not cookie:
            return None
        found = access.accounts.session(digest(cookie), access.now(), access.idle)
        return Recognised(_visitor(found), must_change=found.temporary) if found else None

    def wrong_token(self, request: Request) -> int:
        """Note a token that nobody has; the seconds to wait, when too many came from there.

        They are counted as wrong passwords are, but by themselves: a program whose token ran out
        keeps nobody of its network from logging in. A token that is right is always heard.
        """
        if self.alone:
            return 0
        access = self._access
        wait = access.accounts.attempt("", f"{address_of(request)} tokens", access.now())
        return math.ceil(wait.total_seconds())


def _visitor(account: Account) -> Visitor:
    return Visitor(account.name, account.role, account=True)


def cookie_name(access: Access) -> str:
    """What the cookie is called; browsers take one with this beginning from its own host alone."""
    return f"__Host-{COOKIE}" if access.encrypted else COOKIE


def write_cookie(name: str, token: str, *, secure: bool = False) -> str:
    """The `Set-Cookie` header of a session; without a token, the one that ends it."""
    rules = "; Path=/; HttpOnly; SameSite=Strict" + "; Secure" * secure
    return f"{name}={token}{rules}" if token else f"{name}={rules}; Max-Age=0"


def read_cookie(headers: Headers, name: str) -> str:
    """The session's cookie; empty when it is absent or no cookie can be read."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    value = morsel.value if morsel else ""
    return value if value.isascii() else ""


def read_bearer(headers: Headers) -> str | None:
    """The token that a program shows; None when it shows none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
