"""What the Japanese model is taught in each round."""

from __future__ import annotations

import re
from functools import partial
from random import Random
from typing import Final

from nlp.training.example import ORGANISATION, PERSON, PLACE, Annotated, compose, pieces
from nlp.training.lessons import Manner
from nlp.training.names_ja import draw_names
from nlp.training.stock import Draw, Stock

_SHARE: Final = 0.3
"""Names and loan words replaced."""
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


def _kind(stock: Stock, text: str, label: str) -> str:
    if label == PERSON:
        return _person(text)
    if label == ORGANISATION:
        return _organisation(text)
    if label == PLACE:
        return "countries" if text in stock.words["countries"] else _place(text)
    return ""


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


JAPANESE: Final = Manner(
    draw=draw_names, kind=_kind, share=_SHARE, gap="", made=4800, estrange=_estranged
)
"""A third of the names and loan words replaced, half as many contexts as sentences."""
