"""The letters of a text by one table: what `plain()` leaves of them, in a small part of its time.

A table says of each code point what it folds to. The few that fold to several, or that change what
stands before them, are written out first, where a text has any.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from crawler.second_look import CJK, JOINTS, MARKS, VU, plain

_Bytes: TypeAlias = NDArray[np.uint8]
_Codes: TypeAlias = NDArray[np.uint16]

_PLANE = 0x10000
_SPELL_OUT = 0xFFFF
"""Stands in the table for what is not told by one code point; itself no character."""
_OTHER = 0xFF
"""Any letter that is not of ASCII, among letters that are."""
_VOICED = re.compile("[\u3099\u309a\uff9e\uff9f]")
_JOINED = re.compile(f"{_VOICED.pattern}|[ヴゔ]")
"""What is read together with the letter beside it."""
_BEYOND = re.compile("[\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff\U00020bb7\U0002f800-\U0002fa1f]")
"""Letters beyond the first plane that fold to others."""
_LEADS = {
    (ord(char) - _PLANE >> 10) + 0xD800 for char in "\U0001d400\U0001f100\U00020bb7\U0002f800"
}
"""First halves of theirs in UTF-16."""
_VU_SPELT = tuple((unicodedata.normalize("NFC", a), unicodedata.normalize("NFC", b)) for a, b in VU)
_LETTER = re.compile("[a-z0-9]")


def latin_letters(text: str) -> bytes:
    """A text in ASCII, one byte a character; what is not of ASCII is one and the same byte."""
    return _left(_tables()[0].take(_spelt_out(text)))


def wide_letters(text: str) -> bytes:
    """A text in UTF-16, little-endian, without anything that may stand between two wide letters."""
    return _left(_tables()[1].take(_spelt_out(text)))


def _left(found: NDArray[Any]) -> bytes:
    kept: bytes = found[found != 0].tobytes()
    return kept


def _spelt_out(text: str) -> _Codes:
    codes = _codes(text)
    many = _tables()[1].take(codes) == _SPELL_OUT
    return _codes(_spell_out(text)) if many.any() else codes


def _codes(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)


@cache
def _tables() -> tuple[_Bytes, _Codes]:
    """What each code point folds to: in ASCII, and in UTF-16; 0 where nothing is left."""
    latin = np.full(_PLANE, _OTHER, np.uint8)
    wide = np.arange(_PLANE, dtype=np.uint16)
    for code in range(_PLANE):
        told = _told(code)
        if told is None:
            wide[code] = _SPELL_OUT
            continue
        wide[code] = 0 if JOINTS.fullmatch(told) else ord(told or "\0")
        if told.isascii():
            latin[code] = ord(told or "\0")
    return latin, wide


def _told(code: int) -> str | None:
    """The one character, or none at all, that a code point folds to; None where it is not one."""
    char = chr(code)
    if char in "ヴゔ" or _VOICED.match(char) or code in _LEADS:
        return None
    folded = unicodedata.normalize("NFC", plain(_meant(char)))
    if len(folded) > 1:
        return None if _LETTER.search(folded) or CJK.search(folded) else folded[0]
    return folded if not folded or ord(folded) < _PLANE else None


def _meant(char: str) -> str:
    """What code page 1252 has where a page has a control that nobody types."""
    return char.encode("latin-1").decode("cp1252", "ignore") if "\x80" <= char <= "\x9f" else char


def _spell_out(text: str) -> str:
    text = _BEYOND.sub(lambda found: plain(found[0]), text)
    if _JOINED.search(text):
        text = MARKS.sub("", text)
    if _VOICED.search(text):
        text = unicodedata.normalize("NFKC", text)
    for spelt, meant in _VU_SPELT:
        text = text.replace(spelt, meant)
    _, wide = _tables()
    codes = _codes(text)
    for code in set(codes[wide.take(codes) == _SPELL_OUT].tolist()) - _LEADS:
        text = text.replace(chr(code), plain(_meant(chr(code))))
    return text
