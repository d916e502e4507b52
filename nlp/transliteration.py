"""Whether a Japanese and a Latin writing are one name.

Katakana keeps the consonants of a foreign name (`nlp.stories_traits`); a name in kanji has a
reading, which romanised Japanese writes down.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import islice, permutations, product
from typing import TYPE_CHECKING, Final

from news.text import fold_text
from nlp.stories_traits import kana_sounds, latin_sounds
from nlp.unknown import normal_form

if TYPE_CHECKING:
    from sudachipy import Tokenizer

ALIKE: Final = 0.8
"""Part of the consonants in common from which two writings are one name (Ratcliff/Obershelp).

Of 24 invented French names that a Japanese article gives in katakana 23 reach it; of the 552 wrong
pairs among them none does.
"""
_SHORTEST: Final = 4  # consonants; fewer agree by chance, three only where all do
_MOST: Final = 256  # variants of one Latin name that are tried
_MOST_WORDS: Final = 4  # of a romanised name, whose order is tried
_KATAKANA = re.compile(r"[ァ-ヺー][ァ-ヺー・=]+")
_KANJI = re.compile(r"[\u3005\u4e00-\u9fff]")
_WORDS = re.compile(r"[a-z]+")
_ROWS: Final = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サ.スセソ",
    "z": "ザ.ズゼゾ",
    "t": "タ..テト",
    "d": "ダ..デド",
    "n": "ナニヌネノ",
    "h": "ハヒ.ヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "y": "ヤ.ユ.ヨ",
    "r": "ラリルレロ",
    "w": "ワ....",
}
_IRREGULAR: Final = dict(
    zip("シジチヂツヅフヲン", ["shi", "ji", "chi", "ji", "tsu", "zu", "fu", "o", "n"], strict=True)
)
_ROMAJI: Final = _IRREGULAR | {
    kana: consonant + vowel
    for consonant, row in _ROWS.items()
    for kana, vowel in zip(row, "aiueo", strict=True)
    if kana != "."
}
_SMALL: Final = {"ャ": "a", "ュ": "u", "ョ": "o"}
_DOUBLED: Final = "ッ"


def alike(japanese: str, latin: str) -> bool:
    """Whether a Japanese name, in katakana or kanji, is one in Latin letters."""
    kana = fold_text(japanese)
    if _KATAKANA.fullmatch(kana):
        return likeness(kana, latin) >= ALIKE
    return bool(_KANJI.search(kana)) and romanised(kana) in _orders(latin)


@cache
def likeness(kana: str, latin: str) -> float:
    """Consonants in common of a folded katakana name and a Latin one, 0 to 1."""
    spoken = {"".join(parts) for parts in spoken_parts(latin)}
    heard = kana_sounds(re.sub("[・=]", "", kana))
    return max((_shared(one, form) for one in heard for form in spoken), default=0.0)


def spoken_parts(latin: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a Latin name may sound: the consonants of each of its words."""
    words = [sorted(latin_sounds(word)) for word in _WORDS.findall(fold_text(latin))]
    return islice(product(*words), _MOST)


def _shared(heard: str, spoken: str) -> float:
    if len(heard) < _SHORTEST:
        return float(len(heard) == _SHORTEST - 1 and heard == spoken)
    return SequenceMatcher(None, heard, spoken).ratio()


@cache
def romanised(japanese: str) -> str:
    """The reading of a name by the dictionary, in Latin letters, long vowels short, no spaces."""
    reading = "".join(word.reading_form() for word in _dictionary().tokenize(japanese))
    return normal_form("".join(_letters(reading.replace("ー", ""))))


def _letters(reading: str) -> Iterator[str]:
    for index, kana in enumerate(reading):
        following = reading[index + 1 : index + 2]
        if kana == _DOUBLED:
            yield _ROMAJI.get(following, "")[:1]
        elif kana in _SMALL:
            yield _SMALL[kana]
        elif following in _SMALL and following:
            stem = _ROMAJI.get(kana, "")[:-1]
            yield stem if stem in {"sh", "j", "ch"} else f"{stem}y"
        else:
            yield _ROMAJI.get(kana, "")


def _orders(latin: str) -> set[str]:
    """A romanised name in every order of its words, as one word."""
    words = [normal_form(word) for word in _WORDS.findall(fold_text(latin))]
    if len(words) > _MOST_WORDS:
        return set()
    return {"".join(order) for order in permutations(words)}


@cache
def _dictionary() -> Tokenizer:
    from sudachipy import Dictionary  # noqa: PLC0415 - 70 MB that only such a question should cost

    return Dictionary().create()
