"""Japanese people: titles behind names, surnames that the dictionary cuts, datelines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp import lexicon_ja as lexicon
from nlp.lexicon import listed
from nlp.spans import FORM, GUESS, ORGANISATION, PERSON, PLACE, RULE, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.words_ja import Word

_TITLE = re.compile("|".join(re.escape(title) for title in lexicon.TITLES))
_FIRST_OF_TITLES = frozenset(word[0] for word in (*lexicon.TITLES, *lexicon.DEPARTMENTS))
_DATELINE = re.compile(r"【(?P<place>[^＝=】\n]{1,12})[＝=](?P<person>[^＝=】\n]{2,12})】")
_AGENCY = re.compile("(?:^共同|^時事|^聯合|^新華|^ロイター|^AFP|通信?|通信社|社)$")
"""What signs a dateline in place of a reporter."""
_NO_SURNAME = frozenset(listed("故 亡 主 妻 夫 父 母 兄 弟 姉 妹 娘 孫 長 実 義 計 全 約 各 班 組"))
"""Single kanji that may stand before a name without being part of it, kin above all."""
_STOPPED = frozenset(
    listed("同 新 現 前 元 副 両 各 女性 男性 会社 同社 日本人 外国人 会 議 市 県")
)
_KANJI_NAME = re.compile("[\u3005\u30f6\u4e00-\u9fffヵケ]+")
_OPENERS = frozenset("の、。「（")
_TERRITORIES = frozenset("都道府県市区町村州国")


def title_at(text: str, offset: int) -> str:
    """The title of a person that stands at an offset, past a department's name; or nothing."""
    while offset < len(text) and text[offset] in " \u3000":
        offset += 1
    if text[offset : offset + 1] not in _FIRST_OF_TITLES:
        return ""
    match = _TITLE.match(text, offset)
    if match:
        return match.group()
    for length in (2, 3):
        if text[offset : offset + length] in lexicon.DEPARTMENTS:
            match = _TITLE.match(text, offset + length)
            return match.group() if match and match.group()[-1] == "長" else ""
    return ""


def datelines(text: str) -> Iterator[Span]:
    """Where a report was written and by whom: 【ソウル＝小池和樹】."""
    for match in _DATELINE.finditer(text):
        yield Span(*match.span("place"), PLACE, FORM)
        signed = _AGENCY.search(match["person"])
        yield Span(*match.span("person"), ORGANISATION if signed else PERSON, FORM)
        if signed:
            for again in re.finditer(f"[（(](?P<name>{re.escape(match['person'])})[)）]", text):
                yield Span(*again.span("name"), ORGANISATION, FORM)


def people(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Family and given name, or a family name before a title."""
    for index, word in enumerate(words):
        follower = words[index + 1] if word.proper and index + 1 < len(words) else None
        if follower and gap(word, follower) == 0 and word.family and _given(follower):
            rank = RULE if title_at(text, follower.end) else GUESS
            yield Span(_long_surname(words, index), follower.end, PERSON, rank)
        if follower and gap(word, follower) == 0 and _place_surname(text, word, follower):
            yield Span(word.start, follower.end, PERSON, RULE)
        if text[word.end : word.end + 1] not in _FIRST_OF_TITLES or not title_at(text, word.end):
            continue
        if _surname(text, word) or _unknown_surname(words, index):
            first = _surname_start(words, index)
            yield Span(first, word.end, PERSON, RULE if word.family else GUESS)


def _long_surname(words: Sequence[Word], index: int) -> int:
    """Where a surname begins that the dictionary cuts in two: 鵜飼 before 原, 杉 before 浦田."""
    word = words[index]
    before = words[index - 1] if index else None
    if before is None or gap(before, word) or not before.kanji:
        return word.start
    if before.family:
        return before.start
    single = len(before.text) == 1 and before.tag.startswith(("名詞-普通名詞", "接頭辞", "形状詞"))
    barred = before.text in _STOPPED | _NO_SURNAME | lexicon.ONE_CHARACTER_COUNTRIES
    opens = index == 1 or words[index - 2].text in _OPENERS
    return before.start if single and opens and not barred else word.start


def _place_surname(text: str, word: Word, follower: Word) -> bool:
    """A surname that the dictionary holds as a place, before a given name with its title."""
    return (
        word.place
        and not word.country
        and _KANJI_NAME.fullmatch(word.text) is not None
        and word.text[-1] not in _TERRITORIES
        and _given(follower)
        and follower.kanji
        and bool(title_at(text, follower.end))
    )


def _surname(text: str, word: Word) -> bool:
    if word.family or (word.personal and word.kanji):
        return True
    title = title_at(text, word.end)
    if word.place and not word.country and title in lexicon.SURE_TITLES:
        return word.text[-1] not in _TERRITORIES
    return word.katakana and not word.known and len(word.text) > 1


def _surname_start(words: Sequence[Word], index: int) -> int:
    """Where a name begins whose parts the dictionary cuts: the rare 𠮷 before 川茂."""
    first = index
    while (
        first
        and not words[first - 1].known
        and words[first - 1].kanji == words[index].kanji
        and not words[first - 1].foreign
        and gap(words[first - 1], words[first]) == 0
    ):
        first -= 1
    return words[first].start


def _given(word: Word) -> bool:
    return word.tag.startswith("名詞-固有名詞-人名") and not word.family


def gap(left: Word, right: Word) -> int:
    """Characters between two words."""
    return right.start - left.end


def _unknown_surname(words: Sequence[Word], index: int) -> bool:
    """A common kanji noun that only a title behind it makes a name: の墨社長."""
    word = words[index]
    before = words[index - 1] if index else None
    return (
        word.kanji
        and len(word.text) <= 1
        and word.text not in _STOPPED
        and word.tag.startswith("名詞-普通名詞")
        and before is not None
        and before.text in _OPENERS
    )
