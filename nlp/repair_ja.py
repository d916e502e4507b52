"""Japanese names after the model: cut, joined and typed by the words beside them.

Sudachi's parts of speech know most family names and places, suffixes know organisations; the
model decides where neither speaks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp import lexicon_ja as lexicon
from nlp.labels_ja import KINDS, OWN
from nlp.people_ja import title_at
from nlp.rules_ja import candidates
from nlp.spans import GUESS, MODEL, ORGANISATION, PERSON, PLACE, RULE, Span, settle
from nlp.words_ja import JOINTS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nlp.models import Parse
    from nlp.words_ja import Word

_NO_NAME = re.compile(r"[\d\W_]+|[ぁ-ん]+|[〇一二三四五六七八九十百千万数]+[人社名]|[皆神]")
_MUNICIPALITIES = frozenset("市町村県区州")
_COUNTRY_SIGNS = frozenset("日米仏英独伊露中韓朝豪加印欧亜北南東西")
_BRACKETED = re.compile(
    r"[（(](?P<name>[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f &.-]{1,40}|[ァ-ヺー・]{2,20})[)）]"
)
_FORMS = re.compile("|".join(map(re.escape, sorted(lexicon.COMPANY_FORMS, key=len, reverse=True))))
_SCRIPTS = tuple(map(re.compile, ("[ァ-ヺー]", "[A-Za-z\u00c0-\u024f0-9]", "[\u4e00-\u9fff]")))
_GAP = re.compile(r"[^\x00-\x7f]\s|\s[^\x00-\x7f]")
_LEARNT = {PERSON: MODEL, PLACE: GUESS, ORGANISATION: RULE}
_SHORTEST = 2  # characters; shorter names are parts of too many words
_ABROAD = frozenset({"米", "仏", "英", "独", "伊", "露", "南仏"})
"""Countries in front of a name that are no part of it."""
_OFFICE = re.compile("[部課係室]長")
"""What follows a department that is no name but the first part of a title."""
_NUMBER = re.compile(r"[0-9０-９]")
"""Where a place ends: a house number, a measure."""
_DIRECTION = re.compile("(?:" + "|".join(sorted(lexicon.DIRECTIONS, key=len, reverse=True)) + ")$")


def repair_japanese(parse: Parse) -> list[Span]:
    """The names of one text, offsets in its cleaned form."""
    text = parse.cleaned.text
    words = words_of(text, parse.tokens)
    found = list(candidates(text, words))
    for name in parse.names:
        kind = KINDS.get(name.label)
        if kind is not None:
            span = Span(name.start, name.end, kind, learnt=name.label in OWN)
            found.extend(_believed(_mended(text, words, span), learnt=span.learnt))
    settled = settle(found)
    bound = settle([*settled, *_acronyms(text, words, settled)])
    return settle([*bound, *_repeated(text, bound)])


def _believed(mended: Iterable[Span], *, learnt: bool) -> Iterator[Span]:
    """Our own model knows organisations as well as a rule, places as one that may err."""
    for span in mended:
        yield replace(span, rank=_LEARNT[span.kind], learnt=True) if learnt else span


def _mended(text: str, words: Sequence[Word], span: Span) -> Iterator[Span]:
    inner = _within(words, span.start, span.end)
    if not inner or _NO_NAME.fullmatch(text, span.start, span.end):
        return
    if span.kind is PERSON:
        yield from _person(text, inner, span)
    elif span.kind is ORGANISATION:
        yield from _organisation(text, inner, span)
    else:
        yield from _place(text, inner, span)


def _within(words: Sequence[Word], start: int, end: int) -> list[Word]:
    first = bisect_left(words, start, key=_start)
    last = bisect_left(words, end, key=_start)
    return [word for word in words[first:last] if word.end <= end]


def _start(word: Word) -> int:
    return word.start


def _person(text: str, inner: Sequence[Word], span: Span) -> Iterator[Span]:
    end = span.end
    for word in inner[1:]:
        if title_at(text, word.start) and not word.personal:
            end = word.start
            break
    if inner[0].place and end == span.end and text.endswith(lexicon.TITLES, 0, end):
        return  # 愛知県知事 is an office
    if _common(inner) or inner[0].text in lexicon.ONE_CHARACTER_COUNTRIES:
        return
    if len(inner) == 1 and inner[0].foreign and not inner[0].personal and not title_at(text, end):
        kind = PLACE if inner[0].place else ORGANISATION
        yield Span(span.start, end, kind)
        return
    yield Span(span.start, end, PERSON)


def _common(inner: Sequence[Word]) -> bool:
    """Whether the dictionary knows every word, and none of them as a name."""
    return all(word.known and not word.proper for word in inner)


def _organisation(text: str, inner: Sequence[Word], span: Span) -> Iterator[Span]:
    name = text[span.start : span.end]
    if name in lexicon.NOT_ORGANISATIONS:
        return
    if span.learnt:
        yield from _learnt_organisation(text, inner, span)
        return
    if _common(inner) or title_at(text, inner[-1].start):
        return
    government = next((end for end in lexicon.GOVERNMENTS if name.endswith(end)), "")
    if government:
        yield Span(span.start, span.end - len(government), PLACE)
    elif all(word.place or word.text in lexicon.PLACE_ENDS for word in inner):
        yield Span(span.start, span.end, PLACE)
    else:
        yield span


def _learnt_organisation(text: str, inner: Sequence[Word], span: Span) -> Iterator[Span]:
    """Our own model's word counts, but for breaks in the writing, common nouns and offices."""
    if len(inner) > 1 and inner[0].text in _ABROAD:
        inner = inner[1:]
    if len(inner) > 1 and inner[-1].text in JOINTS:
        inner = inner[:-1]
    if len(inner) > 1 and inner[-1].text == "社" and inner[-2].foreign:
        inner = inner[:-1]
    start, end = inner[0].start, inner[-1].end
    name = text[start:end]
    _, of, kind = name.rpartition("の")
    generic = name in lexicon.NOT_ORGANISATIONS or (of and kind in lexicon.NOT_ORGANISATIONS)
    alone = len(inner) == 1 and not inner[0].katakana
    named = alone or name.endswith(lexicon.ORGANISATION_ENDS) or not _common(inner)
    if named and not generic and not _GAP.search(name) and not _OFFICE.match(text, end - 1):
        yield replace(span, start=start, end=end)


def _place(text: str, inner: Sequence[Word], span: Span) -> Iterator[Span]:
    if _common(inner) and (
        inner[-1].text in _MUNICIPALITIES or not inner[-1].text.endswith(tuple(lexicon.PLACE_ENDS))
    ):
        return
    if len(inner) == 1 and inner[0].foreign and inner[0].tag == "名詞-固有名詞-一般":
        yield Span(span.start, span.end, ORGANISATION)
        return
    if any(title_at(text, word.start) for word in inner[1:]):
        return
    number = _NUMBER.search(text, span.start + 1, span.end)
    end = number.start() if number else span.end
    match = _DIRECTION.search(text, span.start, end)
    end = match.start() if match and match.start() > span.start else end
    if all(char in _COUNTRY_SIGNS for char in text[span.start : end]):
        return
    yield Span(span.start, end, PLACE)


def _acronyms(text: str, words: Sequence[Word], settled: Sequence[Span]) -> Iterator[Span]:
    """A short form in brackets right behind an organisation's name is that organisation."""
    for span in settled:
        match = _BRACKETED.match(text, span.end)
        if match and span.kind is ORGANISATION:
            inner = _within(words, *match.span("name"))
            if inner and inner[0].foreign and not inner[0].place:
                yield Span(*match.span("name"), ORGANISATION, RULE)


def _repeated(text: str, settled: Sequence[Span]) -> Iterator[Span]:
    """The name of a firm or person wherever it stands again, legal form left out."""
    names = {
        _FORMS.sub("", text[span.start : span.end]): span
        for span in settled
        if span.kind is not PLACE and span.rank >= RULE and not span.learnt
    }
    for name, span in names.items():
        if len(name) <= _SHORTEST:
            continue
        for match in re.finditer(re.escape(name), text):
            if not _touches(text, *match.span()):
                yield Span(*match.span(), span.kind, span.rank)


def _touches(text: str, start: int, end: int) -> bool:
    """Whether the writing runs on: katakana on katakana, a letter on a letter."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return _same_script(before, text[start]) or _same_script(text[end - 1], after)


def _same_script(left: str, right: str) -> bool:
    return any(pattern.fullmatch(left) and pattern.fullmatch(right) for pattern in _SCRIPTS)
