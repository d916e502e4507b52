"""A text of a page made plain: what hides a name from who looks for its letters is taken away.

The letters that are left are those that folding leaves of the extracted article, and more: marks,
accents, widths, joints and invisible characters go, entities and escapes are read, and tags inside
words are dropped. Nothing is parsed, so that it takes a small part of the time of an extraction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from html import unescape
from html.entities import html5

_WIDE = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CJK = re.compile(f"[{_WIDE}\uff66-\uff9f]")
"""Kana and Han characters."""
CJK_BYTES = re.compile(rb"\xe3[\x81-\x83]|[\xe4-\xe9][\x80-\xbf]")
"""Signs of them in UTF-8."""
_BLOCKS = (
    "address|article|aside|blockquote|body|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|head|header|hr|html|li|link|main|meta|nav|ol|option|p|pre|script|section|select|style"
    "|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
ENDS_WORD = re.compile(rf"</?(?:{_BLOCKS})\b".encode(), re.IGNORECASE)
"""A tag at which a word ends."""
_INSIDE = re.compile(rf"<(?!/?(?:{_BLOCKS})\b)[/!a-z][^>]*>", re.IGNORECASE)
_ANY = re.compile(r"<[/!a-zA-Z][^>]*>")
_READINGS = re.compile(r"<(rt|rp|rtc)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_OPEN_READINGS = re.compile(r"<r[tp]c?\b[^>]*>[^<]*", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u00ad\u200b-\u200d\u2060\ufeff]+"
)
_JOINTS = re.compile(rf"(?<=[{_WIDE}\u3099\u309a])[\s・･·•=＝゠\-‐‑‒–—―−﹣]+(?=[{_WIDE}])")
_SPELT = (
    *(("œ", "oe"), ("æ", "ae"), ("ø", "o"), ("ł", "l"), ("髙", "高"), ("﨑", "崎"), ("𠮷", "吉")),
    *(("濵", "浜"), ("邊", "辺"), ("邉", "辺")),
)
_SINGLE = {"Ø": "o", "ø": "o", "µ": "u"}
_VU = tuple(
    (unicodedata.normalize("NFKD", spelt), unicodedata.normalize("NFKD", plain))
    for spelt, plain in (
        *(
            ("ヴァ", "バ"),
            ("ヴィ", "ビ"),
            ("ヴェ", "ベ"),
            ("ヴォ", "ボ"),
            ("ヴ", "ブ"),
            ("ゔ", "ぶ"),
        ),
    )
)
_TWICE = 2
_ASCII = bytes(range(128))
_OF_LETTER = (
    rb"(?:00)?(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|a[ad]|ba|[c-f][0-9a-f])(?:[^0-9a-f]|$)"
    rb"|0?[1-3][0-9a-f]{2}|1[0-9a-f]{3}|20(?:0[b-d]|60)|2[1-9a-f][0-9a-f]{2}|[3-9a-f][0-9a-f]{3}"
)
"""Code points, in hexadecimal, of letters and of what disappears between them."""
_DECIMAL = (
    rb"6[5-9]|[7-9]\d|1[0-2]\d|17[03]|186|19\d|[2-7]\d\d|8[0-7]\d|7\d{3}|8[01]\d\d"
    rb"|820[3-5]|8288|8[3-9]\d\d|9\d{3}|\d{5,7}"
)
_BARE = bytes(
    ord(unicodedata.normalize("NFKD", _SINGLE.get(char, char))[0]) & 0xFF
    for char in map(chr, range(256))
)


class Hiding(IntEnum):
    """How much a page may hide of its names from who looks for plain letters."""

    NOTHING = 0
    ACCENTS = 1
    """Letters of ISO-8859-1 that fold to one letter each."""
    DEEP = 2


def hiding(text: str, body: bytes) -> Hiding:
    """What the characters of well-formed UTF-8 may hide."""
    if b"\x1b" in body or b"\0" in body:
        return Hiding.DEEP
    if body.isascii():
        return Hiding.NOTHING
    try:
        latin = text.encode("latin-1")
    except UnicodeEncodeError:
        rest = body.translate(None, _ASCII)
        return max(map(_hides, set(rest.decode())), default=Hiding.NOTHING)
    return Hiding.DEEP if any(char in latin for char in _DEEP_LATIN) else Hiding.ACCENTS


@lru_cache(maxsize=65536)
def _hides(char: str) -> Hiding:
    bare = plain(char)
    if bare and not CJK.search(bare) and not re.search("[a-z0-9\u0300-\u036f]", bare):
        return Hiding.NOTHING
    single = char < "\u0100" and len(bare) == 1
    return Hiding.ACCENTS if single else Hiding.DEEP


def plain(text: str) -> str:
    """Letters alone, as far as they tell one name from another."""
    text = text.casefold()
    for spelt, meant in _SPELT:
        text = text.replace(spelt, meant)
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    if not CJK.search(text):
        return text
    for spelt, meant in (*_SPELT, *_VU):
        text = text.replace(spelt, meant)
    return _JOINTS.sub("", text)


def without_accents(text: str) -> bytes:
    """The letters of ISO-8859-1 without accents, in no time; of all others nothing is left."""
    return text.encode("latin-1", "replace").translate(_BARE)


def without_inner_tags(text: str) -> str:
    """A page without the tags that do not end a word."""
    return _INSIDE.sub("", text)


def plain_views(text: str) -> Iterator[bytes]:
    """A page's text made plain, as UTF-8: with its tags, without those inside words, without any.

    The first is where attributes and scripts are read too.
    """
    read = _read(text)
    yield _encoded(read)
    if "<" not in read:
        return
    yield _encoded(without_inner_tags(read))
    if CJK.search(read):
        yield _encoded(_ANY.sub("", read))
        if re.search("<rt", read, re.IGNORECASE):
            yield _encoded(_ANY.sub("", _OPEN_READINGS.sub("", _READINGS.sub("", read))))


def _encoded(text: str) -> bytes:
    return plain(text).encode("utf-8", "surrogatepass")


def _read(text: str) -> str:
    """Text whose entities and escapes are read, also such as are written twice over."""
    for _ in range(_TWICE):
        if "&" in text:
            text = _keep_markup(unescape(text), text)
        if "\\u" in text or "\\x" in text:
            text = _PAIR.sub(_joined, _ESCAPE.sub(_character, text))
    return text


def _keep_markup(read: str, written: str) -> str:
    """Both, where reading an entity made a tag that would take what is behind it along."""
    return f"{read}\n{written}" if read.count("<") != written.count("<") else read


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16))


def _joined(match: re.Match[str]) -> str:
    return match[0].encode("utf-16", "surrogatepass").decode("utf-16")


_DEEP_LATIN = tuple(
    char.encode("latin-1") for char in map(chr, range(128, 256)) if _hides(char) is Hiding.DEEP
)
_NAMED = b"|".join(
    sorted(
        {
            name.rstrip(";").encode()
            for name, value in html5.items()
            if re.search("[a-z]", plain(value)) or not plain(value)
        }
    )
)
HIDDEN_LETTERS = (
    rb"&#0{0,4}(?:" + _DECIMAL + rb")(?:[^\d]|$)",
    rb"&#x0{0,4}(?:" + _OF_LETTER + rb"|[1-9a-f][0-9a-f]{4})",
    rb"\\u(?:" + _OF_LETTER + rb"|00[4-7a-f][0-9a-f])",
    rb"&(?:" + _NAMED + rb")",
)
"""Entities and escapes that are read as letters or as nothing; whatever the case of ASCII."""
