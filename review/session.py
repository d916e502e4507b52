"""Recognising who asks. A desk without accounts belongs to whoever sits at this machine."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Protocol

from starlette.datastructures import Headers

from review.visitor import Role, Visitor

COOKIE = "soie-session"


class Sessions(Protocol):
    """How the guard recognises people."""

    def recognise(self, headers: Headers) -> Visitor | None:
        """Who sends these headers; None when nobody is recognised."""
        ...

    def begin(self, headers: Headers) -> str:
        """The `Set-Cookie` header for a reader without a session; empty when there is none."""
        ...


class LocalSessions:
    """One person at one machine: each page that is read brings the session along.

    Other programs of this machine could ask for it too; strange sites cannot, because the guard
    answers to the machine's own names alone and the cookie is never sent from elsewhere.
    """

    def __init__(self, name: str) -> None:
        self._visitor = Visitor(name, Role.ADMIN)
        self._token = secrets.token_urlsafe(32)

    def recognise(self, headers: Headers) -> Visitor | None:
        """The person of this machine, when the cookie is there."""
        given = read_cookie(headers)
        return self._visitor if secrets.compare_digest(given, self._token) else None

    def begin(self, headers: Headers) -> str:
        """The cookie, when it is not there yet."""
        if self.recognise(headers):
            return ""
        return f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Strict"


def read_cookie(headers: Headers) -> str:
    """The session's cookie; empty when it is absent or no cookie can be read."""
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    value = morsel.value if morsel else ""
    return value if value.isascii() else ""
