"""Japanese words with what Sudachi knows of them, and the runs of nouns that may hold names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.models import Token

JOINTS: Final = frozenset("・＝=゠･")
"""What joins the parts of one foreign name."""

_KATAKANA = re.compile(r"[ァ-ヺー]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.&-]*")
_KANJI = re.compile(r"[\u3005\u4e00-\u9fff]+")
_LONGEST_RUN = 100  # words; a longer row of nouns is a table or noise


class Word(NamedTuple):
    """One word of a text."""

    start: int
    end: int
    text: str
    tag: str
    known: bool = True
    """Whether the dictionary holds it."""

    @property
    def noun(self) -> bool:
        """Whether it can stand inside a name; numerals and suffix nouns included."""
        return _is_noun(self.tag) or self.latin

    @property
    def proper(self) -> bool:
        """A proper noun of the dictionary."""
        return self.tag.startswith("名詞-固有名詞")

    @property
    def place(self) -> bool:
        """A place name of the dictionary."""
        return self.tag.startswith("名詞-固有名詞-地名")

    @property
    def country(self) -> bool:
        """A country's name."""
        return self.tag == "名詞-固有名詞-地名-国"

    @property
    def personal(self) -> bool:
        """A family or given name of the dictionary."""
        return self.tag.startswith("名詞-固有名詞-人名")

    @property
    def family(self) -> bool:
        """A Japanese family name."""
        return self.tag == "名詞-固有名詞-人名-姓"

    @property
    def katakana(self) -> bool:
        """Written in katakana alone."""
        return _is_katakana(self.text)

    @property
    def latin(self) -> bool:
        """Written in Latin letters."""
        return _is_latin(self.text)

    @property
    def kanji(self) -> bool:
        """Written in kanji alone."""
        return _is_kanji(self.text)

    @property
    def foreign(self) -> bool:
        """Katakana or Latin letters: the writing of foreign names."""
        return self.katakana or self.latin


@lru_cache(maxsize=1024)
def _is_noun(tag: str) -> bool:
    return tag.startswith(("名詞", "接尾辞-名詞", "接頭辞"))


@lru_cache(maxsize=16384)
def _is_katakana(text: str) -> bool:
    return bool(_KATAKANA.fullmatch(text))


@lru_cache(maxsize=16384)
def _is_latin(text: str) -> bool:
    return bool(_LATIN.fullmatch(text))


@lru_cache(maxsize=16384)
def _is_kanji(text: str) -> bool:
    return bool(_KANJI.fullmatch(text))


def words_of(text: str, tokens: Sequence[Token]) -> list[Word]:
    """The words of a text, without white space."""
    return [
        Word(start, end, word, tag, known)
        for start, end, tag, known in tokens
        if not (word := text[start:end]).isspace()
    ]


def noun_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Longest rows of nouns that stand without a gap."""
    run: list[Word] = []
    for word in words:
        noun = word.noun
        if run and (not noun or word.start != run[-1].end or len(run) == _LONGEST_RUN):
            yield run
            run = []
        if noun:
            run.append(word)
    if run:
        yield run


def joined_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Rows of two and more nouns that ・ or ＝ join, joints left out."""
    free = 0
    for joint, word in enumerate(words[:-1]):
        last = joint - 1
        if word.text not in JOINTS or last < free or not _joined(words[last : last + 3]):
            continue
        parts = [words[last]]
        while last + 2 < len(words) and _joined(words[last : last + 3]):
            last += 2
            parts.append(words[last])
        yield parts
        free = last + 1


def _joined(three: Sequence[Word]) -> bool:
    left, joint, right = three
    return (
        joint.text in JOINTS
        and left.end == joint.start
        and joint.end == right.start
        and _name_part(left)
        and _name_part(right)
    )


def _name_part(word: Word) -> bool:
    return word.foreign or (word.personal and word.noun)
