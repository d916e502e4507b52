"""A sieve for the pages of web archives: which of them can hold one of the names at all.

It looks at bytes as they lie, before anything is parsed, for all names at once. What it cannot
judge so, because letters are written with accents, entities, escapes or markup in the midst of a
word, is folded first: accents of Western languages by a table of bytes, all else by `letters.py`
in the views of `second_look.py`. A page that holds a name is never dropped; one that holds none
may be kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from crawler.encoding import decode
from crawler.letters import latin_letters, wide_letters
from crawler.patterns import Patterns
from crawler.second_look import (
    CJK,
    ENDS_WORD,
    HIDDEN_LETTERS,
    deep_letters,
    plain,
    read_entities,
    western_letters,
    without_accents,
    without_inner_tags,
    without_tags,
)
from news.errors import ExtractionError

_WORD = re.compile("[a-z0-9]+")
_ORDINARY = 4
"""Letters up to which a Latin name may be any language's word: *four*, *lent*, *die*."""
_LEGACY = ("cp932", "euc_jp")
_EDGE = rb"(?:\b|_)"
_FRENCH = rb"[\s>](?:le|les|des|du|une|dans|et|est|aux|cette|sont|avec|leur)[\s<&]"
_CODED = rb"[\x1b\x00]"
"""Seven-bit Japanese and two-byte characters are well-formed UTF-8 too."""
_TAGS = rb"[a-z](?:<[^>]*>)+[a-z]"
"""Letters with nothing but tags between them."""
_LAST_TAGS = re.compile(rb"[^>]((?:<[^>]*>)+).\Z", re.DOTALL)
_REACH = 500
"""Bytes of tags that are looked at; more are taken for tags inside a word."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One name: found when all its words are."""

    words: frozenset[bytes]
    """Patterns."""
    ordinary: bool = False
    """Whether it counts only on a page that may be French or Japanese."""
    telling: bool = True
    """Whether it is enough that its words were found."""


class Sieve:
    """Ready to be asked of any number of pages; not for several threads at once."""

    def __init__(self, names: Collection[str]) -> None:
        """Compile the names.

        Args:
            names: folded as by `news.text.fold_text`.
        """
        needed = list(_needed(names))
        latin = [_telling(name) for name in needed if not CJK.search(name)]
        wide = [name for name in needed if CJK.search(name)]
        long = [name for words in latin for name in _long_name(words)]
        self._long = _Net(long)
        self._short = _Net(_short_name(words) for words in latin if _has_short(words))
        self._utf8 = _Net([*long, *(_encoded_name(name, "utf-8") for name in wide)])
        legacy = (_encoded_name(name, codec) for name in wide for codec in _LEGACY)
        self._legacy = _Net([*long, *(name for name in legacy if name.words)])
        self._wide = Patterns((_hexadecimal(wide_letters(name)) for name in wide), caseless=False)
        self._deep = Patterns(deep_letters(), caseless=False)

    def admits(self, body: bytes, content_type: str = "") -> bool:
        """Whether a page can hold one of the names.

        Args:
            body: as served, decompressed.
            content_type: the whole Content-Type header.
        """
        found = self._admits_utf8(body)
        return self._decodes_to_one(body, content_type) if found is None else found

    def _admits_utf8(self, body: bytes) -> bool | None:
        """The same of well-formed UTF-8; None where a page has to be decoded first."""
        if body.isascii():
            return self._admits_western(body, body)
        text = _as_utf8(body)
        if text is None:
            return self._legacy.look(body).telling or None
        view = without_accents(text)
        if view is None and not self._deep.any_in(body):
            view = western_letters(text)
        if view is not None:
            return self._admits_western(view, body)
        seen = self._utf8.look(body)
        if seen.coded and not seen.telling:
            return None
        return seen.telling or self._holds_one(text, written=b"&" in body or b"\\" in body)

    def _admits_western(self, view: bytes, body: bytes) -> bool | None:
        """Of a page of whose letters a table of bytes makes plain ones."""
        seen = self._long.look(view)
        if seen.coded and not seen.telling:
            return None
        if seen.hides and not seen.telling:
            return self._holds_one(body.decode())
        if self._suffices(view, seen, may_be_read=seen.french):
            return True
        if not _splits_words(view, seen.joints):
            return False
        whole = western_letters(without_inner_tags(body.decode()))
        return self._finds(whole, may_be_read=seen.french)

    def _decodes_to_one(self, body: bytes, content_type: str) -> bool:
        try:
            return self._holds_one(decode(body, content_type).text)
        except ExtractionError:
            return False  # nor can it be extracted

    def _holds_one(self, text: str, *, written: bool = True) -> bool:
        """Whether any view of a text holds a name.

        Args:
            text: the page.
            written: whether it may have entities or escapes.
        """
        text = read_entities(text) if written else text
        latin, wide = latin_letters(text), CJK.search(text) is not None
        seen = self._long.look(latin)
        if self._suffices(latin, seen, may_be_read=wide or seen.french):
            return True
        if _splits_words(latin, seen.joints):
            whole = latin_letters(without_inner_tags(text))
            if self._finds(whole, may_be_read=wide or seen.french):
                return True
        return wide and self._holds_wide(text)

    def _holds_wide(self, text: str) -> bool:
        """Whether a Japanese name is in a page, or any name below its furigana."""
        if self._wide.any_in(wide_letters(text)):
            return True
        bare, *plainer = without_tags(text)
        return self._wide.any_in(wide_letters(bare)) or any(
            self._wide.any_in(wide_letters(view))
            or self._finds(latin_letters(view), may_be_read=True)
            for view in plainer
        )

    def _finds(self, view: bytes, *, may_be_read: bool) -> bool:
        return self._suffices(view, self._long.look(view), may_be_read=may_be_read)

    def _suffices(self, view: bytes, seen: _Seen, *, may_be_read: bool) -> bool:
        """Whether a name is found; one of short words alone where the models may read."""
        if seen.telling or not (may_be_read or seen.partly):
            return seen.telling
        found = self._short.look(view)
        return found.telling or (may_be_read and found.ordinary)


@dataclass(slots=True)
class _Seen:
    """What was found on a page."""

    telling: bool = False
    """A name that is enough."""
    partly: bool = False
    """The longer words of a name that has shorter ones too."""
    ordinary: bool = False
    hides: bool = False
    """Letters are written as entities or escapes."""
    coded: bool = False
    french: bool = False
    joints: list[int] = field(default_factory=list)
    """Where letters stand behind tags behind letters."""


class _Net:
    """Names that are looked for together, and signs beside them."""

    def __init__(self, names: Iterable[_Name]) -> None:
        self._of: dict[bytes, list[_Name]] = {}
        for name in names:
            for word in name.words:
                self._of.setdefault(word, []).append(name)
        self._patterns = Patterns([*self._of, *_SIGNS], every=[_TAGS])

    def look(self, view: bytes) -> _Seen:
        """What is found, until it suffices."""
        words: set[bytes] = set()
        seen = _Seen()

        def take(pattern: bytes, end: int) -> bool:
            if pattern is _TAGS:
                seen.joints.append(end)
            elif sign := _SIGNS.get(pattern):
                setattr(seen, sign, True)
            else:
                words.add(pattern)
                for name in self._of[pattern]:
                    if name.words <= words:
                        seen.ordinary |= name.ordinary
                        seen.partly |= not name.telling
                        seen.telling |= name.telling and not name.ordinary
            return seen.telling

        self._patterns.each_in(view, take)
        return seen


_SIGNS = dict.fromkeys(HIDDEN_LETTERS, "hides") | {_CODED: "coded", _FRENCH: "french"}


def _needed(names: Collection[str]) -> Iterator[str]:
    """The names without which none of the others can stand."""
    shortest: list[str] = []
    words: set[frozenset[str]] = set()
    telling: set[str] = set()
    for name in sorted(names, key=lambda name: (len(name), name)):
        if CJK.search(name):
            if not any(other in plain(name) for other in shortest):
                shortest.append(plain(name))
                yield name
            continue
        own = frozenset(_telling(name))
        if own and own not in words and telling.isdisjoint(own):
            words.add(own)
            if len(own) == 1 and len(name) > _ORDINARY:
                telling |= own
            yield name


def _telling(name: str) -> tuple[str, ...]:
    """The words by which a Latin name is looked for: its longer ones, or its longest."""
    found = _WORD.findall(name)
    longer = [word for word in found if len(word) >= _ORDINARY]
    return tuple(longer or sorted(found, key=len)[-1:])


def _has_short(words: Collection[str]) -> bool:
    return any(len(word) <= _ORDINARY for word in words)


def _long_name(words: Collection[str]) -> Iterator[_Name]:
    """A Latin name by its longer words, which are found without looking at what is around them."""
    longer = frozenset(word.encode() for word in words if len(word) > _ORDINARY)
    if longer:
        yield _Name(longer, telling=not _has_short(words))


def _short_name(words: Collection[str]) -> _Name:
    """The same by all its words, the shorter ones between edges."""
    return _Name(frozenset(map(_whole, words)), all(len(word) <= _ORDINARY for word in words))


def _whole(word: str) -> bytes:
    given = word.encode()
    return given if len(word) > _ORDINARY else _EDGE + given + _EDGE


def _encoded_name(name: str, codec: str) -> _Name:
    """A Japanese name as it is written in an encoding; without words where that has no letters."""
    try:
        return _Name(frozenset({_hexadecimal(name.encode(codec))}))
    except UnicodeEncodeError:
        return _Name(frozenset())


def _hexadecimal(given: bytes) -> bytes:
    """A pattern of these very bytes, whatever they are."""
    return b"".join(b"\\x%02x" % byte for byte in given)


def _splits_words(view: bytes, joints: Iterable[int]) -> bool:
    """Whether any of these tags between letters ends no word."""
    for end in joints:
        tags = _LAST_TAGS.search(view[max(0, end - _REACH) : end])
        if tags is None or not ENDS_WORD.search(tags[1]):
            return True
    return False


def _as_utf8(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
