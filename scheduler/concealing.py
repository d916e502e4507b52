"""What no log may hold: passwords, tokens, mail addresses; taken out of all that is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

HIDDEN = "[secret]"
ADDRESS = "[address]"
_SHORTEST = 4
"""Bytes of UTF-8; a shorter secret would take the middle out of common words."""
_NAME = r"\b(pass(?:word|wd|phrase)?|secret|token|authorization|api[_-]?key|(?:set-)?cookie)"
_MARK = r"""(["']?\s*[=:]\s*["']?)"""
_VALUE = r"""(?:(?:bearer|basic)\s+)?[^\s"'&,;]+"""
_PATTERNS = (
    # The user and password of an address: postgresql://user:password@host.
    (re.compile(r"(?<=://)[^\s/]*@"), f"{HIDDEN}@"),
    # A token of the desk's, see review/passwords.py.
    (re.compile(r"\bsoie_[\w-]{20,}"), HIDDEN),
    (re.compile(rf"{_NAME}{_MARK}{_VALUE}", re.IGNORECASE), rf"\1\2{HIDDEN}"),
    (re.compile(r"[\w.+'-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)*"), ADDRESS),
    # With what values a statement was called: words of articles, names of people.
    (re.compile(r"\[parameters: .*", re.DOTALL), "[parameters]"),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def conceal(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without what looks like a password, a token or a mail address.

    Args:
        text: Anything that is to be written down.
        secrets: Words that are secret wherever they stand; of ones below four bytes, only what
            stands before them tells.
    """
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret.encode()) >= _SHORTEST:
            text = text.replace(secret, HIDDEN)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def conceal_all(value: Any, secrets: Iterable[str] = ()) -> Any:  # noqa: ANN401 (any value of an event)
    """The same for all that an event holds, as data that JSON knows; lines become one."""
    match value:
        case None | bool() | int() | float():
            return value
        case Mapping():
            return {str(key): conceal_all(item, secrets) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [conceal_all(item, secrets) for item in value]
        case _:
            return _CONTROL.sub(" ", conceal(str(value), secrets))
