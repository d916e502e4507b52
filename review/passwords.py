"""Passwords and tokens: made, checked, and never kept as they are."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from news.account import name_key
from news.errors import UsageError

SHORTEST = 12
"""Characters."""
_LONGEST = 1000
_DIFFERENT = 5
_AT_ONCE = 4
"""Passwords worked on at the same time in one process: each takes 64 MiB and some threads."""
_TOKEN_MARK = "soie_"  # noqa: S105 (what a token begins with, for those who search for leaks)


class Passwords:
    """Hashes of passwords, by argon2id with the parameters that its library recommends.

    Args:
        hasher: Other parameters.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """The hash to keep of a password."""
        return self._hasher.hash(_normal(password))

    @contextmanager
    def room(self) -> Iterator[bool]:
        """Whether there is room to check one more password now; held until the end."""
        free = self._room.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._room.release()

    def check(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one of a hash; without a hash the work is the same."""
        try:
            self._hasher.verify(kept or self._nobody, _normal(password)[:_LONGEST])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def weakness(password: str, name: str) -> str:
    """Why a password is not good enough for an account, as a phrase's code; else empty."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        return "password-short"
    if len(normal) > _LONGEST:
        return "password-long"
    rest = normal.casefold().replace(name_key(name), "")
    return "" if len(set(rest)) >= _DIFFERENT else "password-simple"


def refuse_weak(password: str, name: str) -> None:
    """Refuse a password that is not good enough for an account.

    Raises:
        UsageError: then.
    """
    if weakness(password, name):
        raise UsageError(
            "this password is too easy to guess",
            f"use at least {SHORTEST} characters, {_DIFFERENT} of them different, "
            "besides the account's name",
        )


def make_password() -> str:
    """A password for somebody's first login: 80 bits, easy to read out."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    drawn = "".join(secrets.choice(letters) for _ in range(16))
    return "-".join(drawn[place : place + 4] for place in range(0, 16, 4))


def make_token() -> str:
    """A token for a program."""
    return _TOKEN_MARK + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so that a plain hash tells nothing."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _normal(password: str) -> str:
    """One password, whatever keyboard it is typed on: full-width letters are the plain ones."""
    return unicodedata.normalize("NFKC", password).strip()
