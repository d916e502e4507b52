"""What strangers wrote, made safe to print: one line, no control characters, web links only."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

# Not the no-break spaces of French, nor the wide space of Japanese.
_SPACES = re.compile("[ \\t-\\r\\x1c-\\x1f\\x85\u2028\u2029]+")
# Marks that turn the direction of everything after them.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_HIDDEN = frozenset({"Cc", "Cs", "Cn"})
_URL_SAFE = "%/:?#@!$&'*+,;=~-._[]"
_SCHEMES = frozenset({"http", "https"})


def one_line(text: str) -> str:
    """The text with its spaces and line ends made single spaces, and what cannot be seen removed.

    Spaces at the ends are kept, for the text may be part of a sentence.
    """
    return _SPACES.sub(" ", "".join(char for char in text if not _hidden(char)))


def _hidden(char: str) -> bool:
    if _SPACES.match(char):
        return False
    return char in _TURNING or unicodedata.category(char) in _HIDDEN


def web_link(url: str) -> str:
    """The address, ready to be a link, or nothing when it is no http or https address.

    Characters that could end an attribute or a Markdown link are percent-encoded.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SCHEMES or not host:
        return ""
    return quote(parts.geturl(), safe=_URL_SAFE, errors="ignore")
