"""Japanese names that their own writing gives away: titles, legal forms, suffixes, joints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp import lexicon_ja as lexicon
from nlp.people_ja import datelines, gap, people, title_at
from nlp.spans import FORM, GUESS, MODEL, ORGANISATION, PERSON, PLACE, RULE, Span
from nlp.words_ja import joined_runs, noun_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.words_ja import Word

_PREFECTURE = re.compile(r"(?:東京都|北海道|京都府|大阪府|..県|神奈川県|和歌山県|鹿児島県)(?=.)")
"""A prefecture with something behind it: two names, not one."""
_BRACKETS = re.compile("[市区町村県府][)）]")
_SEATED = re.compile(
    "(?<![ァ-ヺー・＝A-Za-z])(?P<name>[ァ-ヺー]{2,}(?:・[ァ-ヺー]{2,})*)"
    "[(（][^()（）。、]{1,12}[市区町村県府][)）]"
)
_SHORT_LATIN = 3  # letters; shorter words are units and abbreviations
_TITLED = re.compile("(?:シェフ|コーチ|キャプテン|オーナー|マネージャー|ディレクター)$")
_REGIONS = frozenset({"地域圏", "州"})


def candidates(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Every span that a rule proposes; they may overlap."""
    yield from datelines(text)
    yield from joined(text, words)
    yield from people(text, words)
    for run in noun_runs(words):
        yield from organisations(run)
        yield from places(run)
    yield from with_forms(words)
    yield from announced(words)
    yield from small_firms(text, words)
    yield from seated(text)


def joined(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Foreign names whose parts ・ and ＝ join: people, regions, firms; not rows of places."""
    for parts in joined_runs(words):
        start, end = parts[0].start, parts[-1].end
        after = text[end : end + 4]
        region = next((suffix for suffix in _REGIONS if after.startswith(suffix)), "")
        if region and parts[0].foreign:
            first = 1 if parts[0].country else 0
            yield Span(parts[first].start, end + len(region), PLACE, RULE)
        elif _rows(parts):
            continue
        elif (titled := _TITLED.search(text, start, end)) or title_at(text, end):
            yield Span(start, titled.start() if titled else end, PERSON, FORM)
        elif any(part.personal for part in parts):
            yield Span(start, end, PERSON, MODEL)
        elif not any(part.known for part in parts):
            yield Span(start, end, ORGANISATION, MODEL)


def _rows(parts: Sequence[Word]) -> bool:
    """Places one behind the other, France・Lyon, and no name of its own."""
    return parts[0].country or all(part.place for part in parts)


def with_forms(words: Sequence[Word]) -> Iterator[Span]:
    """Firms with their legal form, whichever side it stands on."""
    for index, word in enumerate(words):
        if word.text not in lexicon.COMPANY_FORMS:
            continue
        left, right = index, index
        while left and _firm_part(words[left - 1]) and gap(words[left - 1], words[left]) == 0:
            left -= 1
        while (
            right + 1 < len(words)
            and _firm_part(words[right + 1])
            and gap(words[right], words[right + 1]) == 0
        ):
            right += 1
        if left < index:
            named = [place for place in range(left, index - 1) if _before_name(words[place])]
            left = named[-1] + 1 if named else left
            yield Span(words[left].start, word.end, ORGANISATION, FORM)
        elif right > index:
            yield Span(word.start, words[right].end, ORGANISATION, FORM)


def _before_name(word: Word) -> bool:
    return word.text in lexicon.ONE_CHARACTER_COUNTRIES or word.text in lexicon.NAMED_COMPANIES


def _firm_part(word: Word) -> bool:
    return (word.noun and word.text not in lexicon.COMPANY_FORMS) or word.text in {"・", "＆", "&"}


def organisations(run: Sequence[Word]) -> Iterator[Span]:
    """The longest row of nouns up to a word that ends names of organisations."""
    if not any(word.text[-1] in _LAST_OF_ENDS or word.proper for word in run):
        return
    counted = [index for index, word in enumerate(run[:-1]) if _counts(word)]
    first = counted[-1] + 1 if counted else 0
    while first < len(run) and run[first].text in lexicon.ONE_CHARACTER_COUNTRIES - {"在"}:
        first += 1
    for last in range(len(run) - 1, first - 1, -1):
        if _ends_organisation(run, first, last):
            yield Span(run[first].start, run[last].end, ORGANISATION, RULE)
            return


def _counts(word: Word) -> bool:
    """A numeral or a counter: the day before a name is no part of it."""
    return "数詞" in word.tag


def _ends_organisation(run: Sequence[Word], first: int, last: int) -> bool:
    name = "".join(word.text for word in run[first : last + 1])
    end = _end_of(name)
    if not end or name in lexicon.NOT_ORGANISATIONS or run[last].tag.startswith("名詞-数詞"):
        return False
    inner = [word for word in run[first : last + 1] if word.text != end]
    proper = any(word.proper or (word.foreign and not word.known) for word in inner)
    if end in {"省", "庁"} and len(name) > len(end) + 1:
        return True
    whole = run[last].proper and not run[last].place and not run[last].personal
    return (proper and any(word.start < run[last].end - len(end) for word in inner)) or whole


_LONG_PLACE_ENDS = tuple(end for end in lexicon.PLACE_ENDS if end not in {"道", "都", "寺", "橋"})
_ENDS = frozenset(lexicon.ORGANISATION_ENDS)
_LAST_OF_ENDS = frozenset(end[-1] for end in _ENDS)
_LONGEST_END = max(map(len, _ENDS))


def _end_of(name: str) -> str:
    """The longest word behind a name that ends names of organisations, or nothing."""
    cuts = range(-min(len(name), _LONGEST_END), 0)
    return next((name[cut:] for cut in cuts if name[cut:] in _ENDS), "")


def places(run: Sequence[Word]) -> Iterator[Span]:
    """Place names of the dictionary with the suffix that belongs to them."""
    for index, word in enumerate(run):
        if not word.place:
            if word.proper and not word.personal and word.text.endswith(_LONG_PLACE_ENDS):
                yield Span(word.start, word.end, PLACE, GUESS)
            continue
        follower = run[index + 1].text if index + 1 < len(run) else ""
        if follower in lexicon.NOT_INSIDE or (
            index + 1 < len(run) and not _stands_behind_place(run[index + 1])
        ):
            continue
        inner = _PREFECTURE.match(word.text)
        start = word.start
        if inner:
            yield Span(start, start + inner.end(), PLACE, GUESS)
            start += inner.end()
        end = run[index + 1].end if follower in lexicon.PLACE_ENDS else word.end
        yield Span(start, end, PLACE, GUESS)


def small_firms(text: str, words: Sequence[Word]) -> Iterator[Span]:
    """Firms in small Latin letters that no dictionary holds and the text names again."""
    for word in words:
        small = word.latin and word.text[0].islower() and not word.known
        if small and len(word.text) > _SHORT_LATIN and text.count(word.text) > 1:
            yield Span(word.start, word.end, ORGANISATION, GUESS)


def seated(text: str) -> Iterator[Span]:
    """Firms in katakana with their seat in brackets: カイトセンス（名古屋市）."""
    for match in _SEATED.finditer(text) if _BRACKETS.search(text) else ():
        yield Span(*match.span("name"), ORGANISATION, GUESS)


def _stands_behind_place(word: Word) -> bool:
    """Whether a noun behind a place leaves it a place: a suffix, another place, a visit."""
    return (
        word.text in lexicon.PLACE_ENDS
        or word.text in lexicon.DIRECTIONS
        or word.place
        or word.personal
        or word.tag.endswith("サ変可能")
        or word.tag.startswith("接尾辞")
        or word.tag.endswith("副詞可能")
    )


def announced(words: Sequence[Word]) -> Iterator[Span]:
    """A foreign word right behind メーカー、 企業 ... names the firm."""
    for index, word in enumerate(words[1:], 1):
        if len(word.text) <= 1 or not word.foreign or word.place:
            continue
        if words[index + 1 : index + 2] and words[index + 1].text == "社":
            first = index
            while first > 1 and words[first - 1].text == "・" and words[first - 2].foreign:
                first -= 2
            yield Span(words[first].start, word.end, ORGANISATION, RULE)
            continue
        before = words[index - 1]
        if before.text == "、" and index > 1:
            before = words[index - 2]
        if before.text not in lexicon.NAMED_COMPANIES:
            continue
        last = index
        while last + 2 < len(words) and words[last + 1].text == "・" and words[last + 2].foreign:
            last += 2
        yield Span(word.start, words[last].end, ORGANISATION, RULE)
