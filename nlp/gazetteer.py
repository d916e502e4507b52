"""Where the names of the knowledge base stand in a text, as whole words, the longest first.

All forms are looked for at once (Aho-Corasick) in the folded text; a hit counts only where the
writing allows a name to begin and to end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

import ahocorasick

from news.entity import Side
from news.text import Folded, fold_text
from nlp.forms import Form, forms_of, sides_of
from nlp.headed import HeadedPattern
from nlp.lexicon import listed
from nlp.lexicon_fr import INSTITUTIONS, LOOSE_INSTITUTIONS, NATURE, TERRITORIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knowledge import LookAlike
    from news.entity import Entity

_KATAKANA = re.compile(r"[ァ-ヺー]")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_KANJI = re.compile(r"[\u3005\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN_BODY = re.compile(r"[^\W_]")
_PREFIXES: Final = frozenset("仏元前新現旧在対駐両各同計約日米独英訪来・内")
"""Kanji that may stand right before a name without being part of a longer one."""

_BEHIND: Final = listed(
    "氏 さん 様 知事 副知事 市長 議長 副議長 議員 会長 社長 長官 大臣 首相 外相 大使 総領事 領事 "
    "教授 専務 選手 監督 前 元 新 現 夫妻 先生 代表 委員 理事 らが らは ら"
)
"""What may stand right behind a person's name in kanji."""

_LANDS: Final = listed("vallée parc port aéroport gare massif quartier plaine pays bassin")
_HEADS: Final = frozenset((*INSTITUTIONS, *LOOSE_INSTITUTIONS, *TERRITORIES, *NATURE, *_LANDS))
_TERRITORIES: Final = sorted(map(fold_text, TERRITORIES))
_HEAD_ADJECTIVE = HeadedPattern(
    re.compile(
        rf"\b(?:{'|'.join(_TERRITORIES)})"
        r"(?P<adjective> [a-z]{2,20}(?:aise?|oise?|ien(?:ne)?|aine?|one|onne|ande?|agnole?))"
        r"(?= (?:d'|de |du |des )?[a-z])"
    ),
    _TERRITORIES,
)
_HYPHENS: Final = frozenset("-\u2010\u2011")
_FULL_NAME = 4  # kanji of a person's name that no longer word holds by chance


@dataclass(frozen=True, slots=True)
class Hit:
    """One form found; offsets are those of the original text."""

    start: int
    end: int
    form: Form
    exact: str
    """The form as it is folded."""


class Gazetteer:
    """All forms of a knowledge base, ready to be looked for."""

    def __init__(
        self, entities: Mapping[str, Entity], look_alikes: Iterable[LookAlike] = ()
    ) -> None:
        self._automaton = ahocorasick.Automaton()
        forms = forms_of(entities, look_alikes)
        for folded, form in forms.items():
            self._automaton.add_word(folded, (folded, form))
        self._sides = {folded: sides_of(entities, form) for folded, form in forms.items()}
        self._empty = len(self._automaton) == 0
        if not self._empty:
            self._automaton.make_automaton()

    def hits(self, original: str, folded: Folded, edges: frozenset[int] | None = None) -> list[Hit]:
        """The forms in a text, in order and without overlap, look-alikes among them.

        Args:
            original: the text itself, whose capitals and hyphens decide.
            folded: `fold(original)`.
            edges: offsets in the original where words begin, as far as that is known (Japanese).
        """
        found = list(self._found(original, folded, edges))
        return list(_longest(found))

    def possible(self, original: str, folded: Folded, *, words_unknown: bool) -> list[Hit]:
        """Every hit that `hits` can give, whatever words a model sees.

        Args:
            original: the text itself.
            folded: `fold(original)`.
            words_unknown: whether words decide where names begin, as in Japanese; then no hit
                silences another either, since the longer one may not count.
        """
        if not words_unknown:
            return [hit for hit in self.hits(original, folded) if not hit.form.shadow]
        found = self._found(original, folded, None, anywhere=True)
        return [hit for _, _, hit in found if not hit.form.shadow]

    def sides(self) -> Mapping[str, frozenset[Side]]:
        """The sides that each form can speak for, look-alikes for none."""
        return self._sides

    def has_plain_head(self, folded: str) -> bool:
        """Whether a text holds a name that is found once an adjective is left out of it."""
        return any(True for _ in _HEAD_ADJECTIVE.finditer(folded))

    def _found(
        self,
        original: str,
        folded: Folded,
        edges: frozenset[int] | None,
        *,
        anywhere: bool = False,
    ) -> Iterator[tuple[int, int, Hit]]:
        """The hits that their own writing allows, with their places in the folded text."""
        if self._empty or not folded.text:
            return
        folded = _plain_heads(folded)
        reach = max(edges, default=0) if edges is not None else 0
        for last, (name, form) in self._automaton.iter(folded.text):
            first = last + 1 - len(name)
            if not _stands(folded.text, first, last + 1, form):
                continue
            start, end = folded.span(first, last + 1)
            known = edges if start <= reach else None
            if _whole(original, (start, end), form) and (
                anywhere or _begins_word(original, start, known)
            ):
                yield first, last + 1, Hit(start, end - form.tail, form, name)


def _plain_heads(folded: Folded) -> Folded:
    """The text without what tells a territory's country: *préfecture japonaise d'Aichi*."""
    cuts = [match.span("adjective") for match in _HEAD_ADJECTIVE.finditer(folded.text)]
    if not cuts:
        return folded
    edges = [0, *(edge for cut in cuts for edge in cut), len(folded.text)]
    kept = [slice(*pair) for pair in zip(edges[::2], edges[1::2], strict=True)]
    return Folded(
        "".join(folded.text[part] for part in kept),
        tuple(start for part in kept for start in folded.starts[part]),
        tuple(end for part in kept for end in folded.ends[part]),
    )


def _longest(found: list[tuple[int, int, Hit]]) -> Iterator[Hit]:
    found.sort(key=lambda item: (item[0] - item[1], item[0]))
    taken: set[int] = set()
    kept: list[Hit] = []
    for first, last, hit in found:
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            kept.append(hit)
    yield from sorted(kept, key=_start)


def _start(hit: Hit) -> int:
    return hit.start


def _stands(text: str, first: int, last: int, form: Form) -> bool:
    """Whether the writing allows a word to begin and to end there, in folded text."""
    before, after = text[first - 1 : first] if first else "", text[last : last + 1]
    begin, end = text[first], text[last - 1]
    if _same_script(before, begin) or _same_script(end, after):
        return False
    if form.people and _KANJI.fullmatch(end) and _KANJI.fullmatch(after):
        return text.startswith(_BEHIND, last) or (bool(form.strong) and last - first >= _FULL_NAME)
    return True


@lru_cache(maxsize=16384)
def _same_script(left: str, right: str) -> bool:
    """Whether katakana meets katakana or a letter meets a letter: no word ends there."""
    if _KATAKANA.fullmatch(left):
        return bool(_KATAKANA.fullmatch(right))
    return _latin(left) and _latin(right)


def _cjk(char: str) -> bool:
    return bool(_KATAKANA.fullmatch(char) or _HIRAGANA.fullmatch(char) or _KANJI.fullmatch(char))


def _latin(char: str) -> bool:
    return bool(char) and bool(_LATIN_BODY.fullmatch(char)) and not _cjk(char)


def _whole(original: str, span: tuple[int, int], form: Form) -> bool:
    """Whether capitals and hyphens of the original allow the hit."""
    start, end = span
    char = original[start]
    if form.capital and char.islower() and not _institution(original[start:end]):
        return False
    if char.isalpha() and not _cjk(char):
        before, after = original[max(0, start - 2) : start], original[end : end + 2]
        if before[-1:] in _HYPHENS and before[:1].isalnum():
            return False
        if after[:1] in _HYPHENS and after[1:2].isalnum():
            return False
    return True


def _institution(surface: str) -> bool:
    """*ministère de la Recherche*: the noun may be small where the name behind it is not."""
    head, _, name = normalize("NFC", surface).partition(" ")
    return head in _HEADS and any(char.isupper() for char in name)


def _begins_word(original: str, start: int, edges: frozenset[int] | None) -> bool:
    """Whether a word of kanji or hiragana begins there, as far as can be told."""
    char = original[start]
    if not (_KANJI.fullmatch(char) or _HIRAGANA.fullmatch(char)):
        return True
    if edges is not None:
        return start in edges
    before = original[start - 1 : start]
    return not _KANJI.fullmatch(before) or before in _PREFIXES
