"""A sieve for the pages of web archives: which of them can hold one of the names at all.

It looks at bytes as they lie, before anything is parsed, for all names at once and in the encodings
of both languages. What it cannot judge so, because letters are written with accents, entities,
escapes or markup in the midst of a word, `second_look.py` makes plain first. A page that holds a
name is never dropped; one that holds none may be kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from crawler.encoding import decode
from crawler.patterns import Ends, Patterns
from crawler.second_look import (
    CJK,
    CJK_BYTES,
    ENDS_WORD,
    HIDDEN_LETTERS,
    Hiding,
    hiding,
    plain,
    plain_views,
    without_accents,
    without_inner_tags,
)
from news.errors import ExtractionError

_WORD = re.compile("[a-z0-9]+")
_ORDINARY = 4
"""Letters up to which a Latin name may be any language's word: *four*, *lent*, *die*."""
_LEGACY = ("cp932", "euc_jp")
_EDGE = b"[^a-zA-Z0-9]"
_FRENCH = rb"[\s>](?:le|les|des|du|une|dans|et|est|aux|cette|sont|avec|leur)[\s<&]"
_TAGS = rb"[a-z\x80-\xff](?:<[^>]*>)+[a-z\xc3-\xcd]"
"""Letters with nothing but tags between them."""
_LAST_TAGS = re.compile(rb"[^>]((?:<[^>]*>)+).\Z", re.DOTALL)
_REACH = 500
"""Bytes of tags that are looked at; more are taken for tags inside a word."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One name: found when all its words are."""

    words: frozenset[bytes]
    """Patterns."""
    ordinary: bool
    """Whether it counts only on a page that may be French or Japanese."""


class Sieve:
    """Ready to be asked of any number of pages; not for several threads at once."""

    def __init__(self, names: Collection[str]) -> None:
        """Compile the names.

        Args:
            names: folded as by `news.text.fold_text`.
        """
        needed = list(_needed(names))
        latin = [name for name in needed if not CJK.search(name)]
        wide = [name for name in needed if CJK.search(name)]
        words = [_latin_name(name) for name in latin]
        self._ascii = _Net(words)
        self._utf8 = _Net([*words, *(_wide_name(name, "utf-8") for name in wide)])
        legacy = (_wide_name(name, codec) for name in wide for codec in _LEGACY)
        self._legacy = _Net([*words, *(name for name in legacy if name.words)])
        self._french = Patterns([_FRENCH])
        self._tags = Ends(_TAGS)

    def admits(self, body: bytes, content_type: str = "") -> bool:
        """Whether a page can hold one of the names.

        Args:
            body: as served, decompressed.
            content_type: the whole Content-Type header.
        """
        text = _as_utf8(body)
        if text is None:
            return self._admits_legacy(body, content_type)
        bare = hiding(text, body)
        if bare is Hiding.DEEP:
            seen = self._utf8.look(body)
            return self._suffices(seen, body) or self._looks_again(body, content_type, text)
        view = body if bare is Hiding.NOTHING else without_accents(text)
        seen = self._ascii.look(view)
        if self._suffices(seen, body):
            return True
        if seen.hides:
            return self._looks_again(body, content_type, text)
        if any(_inside_word(body[max(0, end - _REACH) : end]) for end in self._tags.find(body)):
            view = without_accents(without_inner_tags(text))
            return self._suffices(self._ascii.look(view), body)
        return False

    def _admits_legacy(self, body: bytes, content_type: str) -> bool:
        seen = self._legacy.look(body)
        return self._suffices(seen, body) or self._looks_again(body, content_type)

    def _looks_again(self, body: bytes, content_type: str, text: str | None = None) -> bool:
        try:
            # Seven-bit Japanese and two-byte characters are well-formed UTF-8 too.
            if text is None or b"\x1b" in body or b"\0" in body:
                text = decode(body, content_type).text
        except ExtractionError:
            return False  # nor can it be extracted
        wide = CJK.search(text) is not None
        return any(
            self._suffices(self._utf8.look(view), view, wide=wide) for view in plain_views(text)
        )

    def _suffices(self, seen: _Seen, page: bytes, *, wide: bool = False) -> bool:
        """Whether a name was found; an ordinary one on a page that may be read by the models."""
        if seen.telling or not seen.ordinary:
            return seen.telling
        return wide or CJK_BYTES.search(page) is not None or self._french.any_in(page)


@dataclass(slots=True)
class _Seen:
    """What was found on a page."""

    telling: bool = False
    ordinary: bool = False
    hides: bool = False
    """Letters are written as entities or escapes."""


class _Net:
    """Names that are looked for together."""

    def __init__(self, names: Iterable[_Name]) -> None:
        self._of: dict[bytes, list[_Name]] = {pattern: [] for pattern in HIDDEN_LETTERS}
        for name in names:
            for word in name.words:
                self._of.setdefault(word, []).append(name)
        self._patterns = Patterns(self._of)

    def look(self, view: bytes) -> _Seen:
        """What is found, until it suffices."""
        words: set[bytes] = set()
        seen = _Seen()

        def take(pattern: bytes) -> bool:
            words.add(pattern)
            names = self._of[pattern]
            seen.hides |= not names
            for name in names:
                if name.words <= words:
                    seen.ordinary = True
                    seen.telling |= not name.ordinary
            return seen.telling

        self._patterns.each_in(view, take)
        return seen


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


def _latin_name(name: str) -> _Name:
    words = _telling(name)
    return _Name(frozenset(map(_latin, words)), all(len(word) <= _ORDINARY for word in words))


def _latin(word: str) -> bytes:
    given = word.encode()
    if len(word) > _ORDINARY:
        return given
    return b"(?:^|" + _EDGE + b")" + given + b"(?:" + _EDGE + b"|$)"


def _wide_name(name: str, codec: str) -> _Name:
    """A Japanese name in an encoding; as it is made plain too, which is the same to a page."""
    try:
        written = re.escape(name.encode(codec))
    except UnicodeEncodeError:
        return _Name(frozenset(), ordinary=False)
    made_plain = re.escape(plain(name).encode())
    if codec != "utf-8" or made_plain == written:
        return _Name(frozenset({written}), ordinary=False)
    return _Name(frozenset({b"(?:" + written + b"|" + made_plain + b")"}), ordinary=False)


def _inside_word(piece: bytes) -> bool:
    """Whether none of the tags at the end of a piece ends a word."""
    tags = _LAST_TAGS.search(piece)
    return tags is None or not ENDS_WORD.search(tags[1])


def _as_utf8(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
