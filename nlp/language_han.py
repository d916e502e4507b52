"""Chinese or Japanese, for a text of Chinese characters alone."""

from __future__ import annotations

from functools import cache
from typing import Final

_JIS_SECOND_LEVEL: Final = 0x989F
"""First Shift JIS code of the second level: rare characters, the old forms of common ones too."""
_BIG5_SECOND_LEVEL: Final = 0xC940
"""First Big5 code of the second level: what Taiwan hardly writes."""
_GB_SECOND_LEVEL: Final = 0xD8A1
"""First GB 2312 code of the second level: what mainland China hardly writes."""


def han_balance(characters: str) -> int:
    """How many of the characters only Japanese writes, less those that only Chinese writes.

    The two levels of the national character sets tell: 県 is common in Japan and in neither
    Chinese set; 国 is common in both; 國 and 們 are common in Taiwan and rare in Japan, 们 is in no
    Japanese set at all. What no Japanese set has counts double: old forms survive in names.
    """
    return sum(map(_leaning, characters))


@cache
def _leaning(char: str) -> int:
    japanese = _code(char, "shift_jis")
    if not japanese:
        return -2 if char != "々" else 1
    common_here = japanese < _JIS_SECOND_LEVEL
    taiwan, mainland = _code(char, "big5"), _code(char, "gb2312")
    common_there = 0 < taiwan < _BIG5_SECOND_LEVEL or 0 < mainland < _GB_SECOND_LEVEL
    if common_here and not common_there:
        return 2 if not (taiwan or mainland) else 1
    return -1 if common_there and not common_here else 0


@cache
def _code(char: str, encoding: str) -> int:
    """The two-byte code of a character in a national set, 0 where it is in none."""
    try:
        return int.from_bytes(char.encode(encoding), "big")
    except UnicodeEncodeError:
        return 0
