"""A text of a page made plain: what hides a name from who looks for its letters is taken away.

The letters that are left are those that folding leaves of the extracted article, and more: marks,
accents, widths, joints and invisible characters go, entities and escapes are read, and tags inside
words are dropped. Nothing is parsed, so that it takes a small part of the time of an extraction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.entities import html5

_WIDE = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CJK = re.compile(f"[{_WIDE}\uff66-\uff9f]")
"""Kana and Han characters."""
_BLOCKS = (
    "address|article|aside|blockquote|body|br|dd|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|head|header|hr|html|li|link|main|meta|nav|ol|option|p|pre|script|section|select|style"
    "|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
ENDS_WORD = re.compile(rf"</?(?:{_BLOCKS})\b".encode(), re.IGNORECASE)
"""A tag at which a word ends."""
# Case by case: without regard to it, the expression takes five times as long.
_INSIDE = re.compile(rf"<(?!/?(?:{_BLOCKS}|{_BLOCKS.upper()})\b)[/!a-zA-Z][^>]*>")
_ANY = re.compile(r"<[/!a-zA-Z][^>]*>")
_READINGS = re.compile(r"<(rt|rp|rtc)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_OPEN_READINGS = re.compile(r"<r[tp]c?\b[^>]*>[^<]*", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
MARKS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u00ad\u200b-\u200d\u2060\ufeff]+"
)
"""What may stand within a letter, or between two, and is not read."""
JOINTS = re.compile(r"[\s・･·•=＝゠\-‐‑‒–—―−﹣]+")
"""What may stand between two wide letters of one name."""
_JOINTS = re.compile(rf"(?<=[{_WIDE}\u3099\u309a]){JOINTS.pattern}(?=[{_WIDE}])")
_SPELT = (
    *(("œ", "oe"), ("æ", "ae"), ("ø", "o"), ("ł", "l"), ("髙", "高"), ("﨑", "崎"), ("𠮷", "吉")),
    *(("濵", "浜"), ("邊", "辺"), ("邉", "辺")),
)
_SINGLE = {"Ø": "o", "ø": "o", "µ": "u"}
VU = tuple(
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
"""Syllables with ヴ, in pieces, and how they are spelt without it."""
_TWICE = 2
_HALVES = range(0xD800, 0xE000)
"""Code points of UTF-16 that are no characters."""
_OF_LETTER = (
    rb"(?:00)?(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]|a[ad]|ba|[c-f][0-9a-f])(?:[^0-9a-f]|$)"
    rb"|0?[1-3][0-9a-f]{2}|1[0-9a-f]{3}|20(?:0[b-d]|60)|2[1-9a-f][0-9a-f]{2}|[3-9a-f][0-9a-f]{3}"
)
"""Code points, in hexadecimal, of letters and of what disappears between them."""
_DECIMAL = (
    rb"6[5-9]|[7-9]\d|1[0-2]\d|17[03]|186|19\d|[2-7]\d\d|8[0-7]\d|7\d{3}|8[01]\d\d"
    rb"|820[3-5]|8288|8[3-9]\d\d|9\d{3}|\d{5,7}"
)


def plain(text: str) -> str:
    """Letters alone, as far as they tell one name from another."""
    text = text.casefold()
    for spelt, meant in _SPELT:
        text = text.replace(spelt, meant)
    text = MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    if not CJK.search(text):
        return text
    for spelt, meant in (*_SPELT, *VU):
        text = text.replace(spelt, meant)
    return _JOINTS.sub("", text)


def without_accents(text: str) -> bytes | None:
    """The letters of a text of ISO-8859-1 without accents, in no time.

    None where another character is in it, or one that is not folded to a single letter.
    """
    try:
        bare = text.encode("latin-1").translate(_bare())
    except UnicodeEncodeError:
        return None
    return None if _DEEP in bare else bare


def western_letters(text: str) -> bytes:
    """The same where no other character is a letter of a name: of those nothing is left."""
    return text.encode("latin-1", "replace").translate(_bare())


_DEEP = b"\x01"
"""Stands for a letter that no table of bytes makes plain."""


@cache
def _bare() -> bytes:
    chars = tuple(map(chr, range(256)))
    folded = (unicodedata.normalize("NFKD", _SINGLE.get(char, char))[0] for char in chars)
    return bytes(
        _DEEP[0] if char > "\x7f" and _is_deep(char) else ord(bare) & 0xFF
        for char, bare in zip(chars, folded, strict=True)
    )


def without_inner_tags(text: str) -> str:
    """A page without the tags that do not end a word."""
    return _INSIDE.sub("", text)


def without_tags(text: str) -> Iterator[str]:
    """A page without any tags; where it has furigana, without these too."""
    yield _ANY.sub("", text)
    if re.search("<r[tT]", text):
        yield _ANY.sub("", _OPEN_READINGS.sub("", _READINGS.sub("", text)))


def read_entities(text: str) -> str:
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


@cache
def deep_letters() -> tuple[bytes, ...]:
    """Patterns of UTF-8: letters that no table of bytes makes plain, and what disappears."""
    chars = (chr(code) for code in range(0x80, 0x20000) if code not in _HALVES)
    ends: dict[bytes, bytes] = {}
    for written in (char.encode() for char in chars if _is_deep(char)):
        ends[written[:-1]] = ends.get(written[:-1], b"") + written[-1:]
    rows: dict[tuple[bytes, bytes], bytes] = {}
    for lead, last in ends.items():
        rows[lead[:-1], last] = rows.get((lead[:-1], last), b"") + lead[-1:]
    found = (
        b"".join(map(_one_of, (*(lead[at : at + 1] for at in range(len(lead))), middle, last)))
        for (lead, last), middle in rows.items()
    )
    return (*found, rb"\xf0[\xa0-\xbf]")


def _one_of(given: bytes) -> bytes:
    """A class of these bytes."""
    return b"[" + b"".join(b"\\x%02x" % byte for byte in given) + b"]"


def _is_deep(char: str) -> bool:
    bare = plain(char)
    if bare and not CJK.search(bare) and not re.search("[a-z0-9\u0300-\u036f]", bare):
        return False
    return char >= "\u0100" or len(bare) != 1


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
