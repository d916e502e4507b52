"""What the Japanese model is taught in each round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Final

from nlp.training.contexts import filled
from nlp.training.example import ORGANISATION, PERSON, PLACE, Annotated, compose, pieces
from nlp.training.names_ja import draw_names
from nlp.training.stock import Draw, Stock
from nlp.training.swap import paragraphs, swapped

_SHARE: Final = 0.3
"""Names and loan words replaced in each round but the first, which replaces fewer names."""
_FIRST_SHARE: Final = 0.1
_KANJI: Final = re.compile("[\u4e00-\u9fff々]+")
_KATAKANA: Final = re.compile("[ァ-ヺー]+")
_LOAN: Final = re.compile("[ァ-ヺー]{4,}")
_LATIN: Final = re.compile("[A-Za-z]{3,}")
_FIRM_ENDS: Final = ("工業", "電機", "製作所", "自動車", "銀行", "証券")
_UNION_ENDS: Final = ("協会", "機構", "連盟", "委員会")
_ORGANISATION_ENDS: Final = {("大学",): "school", _UNION_ENDS: "union", ("新聞",): "media"}
_PLACE_ENDS: Final = {("県",): "prefectures", ("市", "町"): "municipalities", ("駅",): "spot"}
_SHORT: Final = 2
_LONG: Final = 4


class JapaneseLessons:
    """Annotated sentences with names replaced, contexts filled anew, in short paragraphs."""

    def __init__(
        self,
        sentences: Sequence[Annotated],
        contexts: Sequence[str],
        stock: Stock,
        made: int = 3500,
    ) -> None:
        self._sentences = sentences
        self._contexts = contexts
        self._stock = stock
        self._made = made

    def round(self, seed: int, number: int) -> list[Annotated]:
        """The texts of one round; the same seed and number give the same texts."""
        random = Random(seed * 1000 + number)  # noqa: S311 - variety, not secrecy
        draw = draw_names(self._stock, random)
        share = _SHARE if number else _FIRST_SHARE
        other = partial(self._other, draw)
        taught = [swapped(item, other, share, random) for item in self._sentences]
        signs = draw.signs()
        made = [filled(random.choice(self._contexts), signs) for _ in range(self._made)]
        every = [*(_estranged(item, draw, random) for item in taught), *made]
        random.shuffle(every)
        return paragraphs(every, "", random)

    def _other(self, draw: Draw, text: str, label: str) -> str:
        """Another name of the same kind and form; the name itself where none is known."""
        if label == PERSON:
            kind = _person(text)
        elif label == ORGANISATION:
            kind = _organisation(text)
        elif label == PLACE:
            kind = "countries" if text in self._stock.words["countries"] else _place(text)
        else:
            kind = ""
        return draw(kind) if kind else text


def _place(text: str) -> str:
    named = _by_end(text, _PLACE_ENDS)
    return named or ("capital" if _KATAKANA.fullmatch(text) else "")


def _person(text: str) -> str:
    if "・" in text:
        return "foreigner"
    if _KATAKANA.fullmatch(text):
        return "surname"
    if not _KANJI.fullmatch(text):
        return ""
    if len(text) >= _LONG:
        return "person"
    return "last" if len(text) <= _SHORT else ""


def _organisation(text: str) -> str:
    if "株式会社" in text or text.endswith(_FIRM_ENDS):
        return "listed"
    if _KATAKANA.fullmatch(text):
        return "brand"
    if text.isascii() and text.isupper():
        return "acronym"
    return _by_end(text, _ORGANISATION_ENDS)


def _by_end(text: str, kinds: dict[tuple[str, ...], str]) -> str:
    return next((kind for ends, kind in kinds.items() if text.endswith(ends)), "")


def _estranged(given: Annotated, draw: Draw, random: Random) -> Annotated:
    """Common katakana and Latin words become words that nobody has read.

    Otherwise the model takes every word that it does not know for a name.
    """

    def word(kind: str, match: re.Match[str]) -> str:
        return draw(kind) if random.random() < _SHARE else match.group()

    def strange(text: str) -> str:
        return _LATIN.sub(partial(word, "latin"), _LOAN.sub(partial(word, "coined_loan"), text))

    return compose([(text if label else strange(text), label) for text, label in pieces(given)])
