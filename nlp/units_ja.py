"""Sudachi's words as plain data: what its dictionary says of each, without the dictionary."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sudachipy import Morpheme

UNITS: Final = "fildesoie.units"
"""Where our tokenizer leaves the words of a document, in its user data."""


def read_units(words: Iterable[Morpheme]) -> list[tuple[int, int, str, bool]]:
    """Start, end, part of speech of every word, and whether the dictionary holds it.

    Words without a place are left out: Sudachi reads … as three full stops, two of them so.
    """
    found = []
    for word in words:
        start, end = word.begin(), word.end()
        if start < end:
            found.append((start, end, part_of_speech(word), not word.is_oov()))
    return found


def part_of_speech(word: Morpheme) -> str:
    """The four levels of Sudachi's part of speech in one: 名詞-固有名詞-地名-国."""
    return _joined(word.part_of_speech())


@lru_cache(maxsize=4096)
def _joined(parts: tuple[str, ...]) -> str:
    return "-".join(part for part in parts[:4] if part != "*")
