"""Names that must not be kept, found in any text though nobody wrote them down.

A form of a name is known by the HMAC-SHA-256 of its folded words alone, in the order they stand;
of Chinese and Japanese each character counts as a word. Whoever looks for it goes through all runs
of so many words of a text and compares digests. Who holds the key can ask of any name whether it is
here, as the program itself must; who does not learns nothing but how many words it has.
"""

from __future__ import annotations

import hmac
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import unquote, urlsplit

from news.text import is_cjk, units

BLOCK = "█"
"""What stands for each character of a name that was erased, so that all offsets hold."""
_JOINT = re.compile(r"(?:[\s\-‐-―・･.,'’=_/+＝]|<[^<>]*>|&nbsp;)*")
"""What may stand between the words of a name: spaces, marks, and in pages the marks of markup."""
_LONG_VOWEL = re.compile(r"o[uo]|oh(?![aeiouy])|uu")
_TAG = re.compile(r"<[^<>]*>")
_LETTERS = re.compile(r"<[^<>]*>|[^<\n]+|<")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\()]+")
_APOSTROPHE = re.compile("&#39;|&#x27;|&apos;")
_REMEMBERED = 1 << 16
"""Words, runs of them and addresses that are remembered, of each kind: some 35 MB in all."""
_SHORT = 2
"""Characters of a Japanese name that other words may hold by chance."""


@dataclass(frozen=True, slots=True)
class ErasedForm:
    """One written form of a name that was erased."""

    digest: str
    """HMAC-SHA-256 of its words, in hexadecimal."""
    units: int
    """How many words it has, or characters of Chinese and Japanese."""
    weak: bool = False
    """Counts only in a text that holds a full form, as a family name does."""


def form_words(form: str) -> tuple[str, ...]:
    """The words of a form as they are compared: folded, long vowels of romaji read as short."""
    return tuple(_plain(word) for word, _, _ in units(form))


def erased_form(key: bytes, form: str, *, weak: bool = False) -> ErasedForm:
    """A form as it is put down."""
    words = form_words(form)
    return ErasedForm(keyed(key)(words), len(words), weak)


def keyed(key: bytes) -> Callable[[Sequence[str]], str]:
    """How words are called by who knows only digests."""

    def digest(words: Sequence[str]) -> str:
        return hmac.digest(key, "\x1f".join(words).encode("utf-8", "surrogatepass"), "sha256").hex()

    return digest


@lru_cache(_REMEMBERED)
def _plain(word: str) -> str:
    return _LONG_VOWEL.sub(lambda match: match.group()[0], word)


class Blocklist:
    """Finds names that were erased."""

    def __init__(self, keys: Iterable[tuple[bytes, Iterable[ErasedForm]]]) -> None:
        self._books = [_Book(keyed(key), forms) for key, forms in keys]
        self._entrance = lru_cache(_REMEMBERED)(self._without_name)

    def __bool__(self) -> bool:
        return any(self._books)

    def spans(self, text: str, *, weak: bool = False) -> list[tuple[int, int]]:
        """Where the names stand in a text, as offsets in it, none overlapping.

        Args:
            text: where they are looked for.
            weak: whether forms that need a full one beside them count by themselves, because
                one stands elsewhere in the same article.
        """
        if not self or not text:
            return []
        return _merged(self._hits(text, list(units(text)), weak=weak))

    def _hits(
        self, text: str, found: list[tuple[str, int, int]], *, weak: bool
    ) -> list[tuple[int, int]]:
        words = _Words(text, [_plain(unit[0]) for unit in found], [unit[1:] for unit in found])
        reach = words.reach()
        return [hit for book in self._books for hit in book.find(words, reach, weak=weak)]

    def _spans_of_page(self, page: str, *, weak: bool) -> list[tuple[int, int]]:
        """The same in markup, where a name may be cut by marks, or stand in one."""
        if not self or not page:
            return []
        tags = [match.span() for match in _TAG.finditer(page)]
        found = list(units(page))
        everywhere = self._hits(page, found, weak=weak)
        outside = list(_outside(found, tags)) if tags else []
        # What no full name made count before counts in what stands around the marks too.
        hits = [*everywhere, *self._hits(page, outside, weak=weak or bool(everywhere))]
        return _merged(hits)

    def holds(self, text: str) -> bool:
        """Whether a text names somebody who was erased."""
        return bool(self.spans(text))

    def holds_address(self, url: str) -> bool:
        """Whether an address does, also behind percent signs."""
        return bool(self) and self.holds(unquote(url))

    def redact(self, text: str, *, weak: bool = False) -> str:
        """The text with every character of the names struck out; its length stays."""
        return _struck(text, self.spans(text, weak=weak))

    def redact_address(self, url: str) -> str:
        """An address that names nobody: the place's entrance instead of one that does."""
        return self._entrance(url)

    def _without_name(self, url: str) -> str:
        if not self.holds_address(url):
            return url
        parts = urlsplit(url)
        entrance = f"{parts.scheme}://{parts.netloc}/"
        return "" if self.holds_address(entrance) else entrance

    def redact_page(self, page: str, *, weak: bool = False) -> str:
        """The same for a page, a feed or JSON: in its words and in its addresses."""
        plain = _ADDRESS.sub(lambda match: self.redact_address(match.group()), page)
        unescaped = _APOSTROPHE.sub("'", plain)
        spans = self._spans_of_page(unescaped, weak=weak)
        return _struck(unescaped, spans) if spans else plain

    def holds_page(self, page: str) -> bool:
        """Whether a page names somebody who was erased, in its words or its addresses."""
        return bool(self) and self.redact_page(page) != page


def clean_page(blocked: Blocklist, addresses: Iterable[str], page: str) -> str:
    """A page without the names; where it leads to one of these addresses, without family names."""
    named = any(address in page or escape(address) in page for address in addresses)
    return blocked.redact_page(page, weak=named)


def _struck(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, end = [], 0
    for start, stop in spans:
        pieces += [text[end:start], _LETTERS.sub(_strike, text[start:stop])]
        end = stop
    return "".join([*pieces, text[end:]])


def _strike(match: re.Match[str]) -> str:
    found = match.group()
    return found if _TAG.fullmatch(found) else BLOCK * len(found)


def _outside(
    found: Iterable[tuple[str, int, int]], tags: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, int, int]]:
    """The words that stand in no tag."""
    ahead = iter(tags)
    tag = next(ahead, None)
    for unit in found:
        while tag and tag[1] <= unit[1]:
            tag = next(ahead, None)
        if tag is None or unit[1] < tag[0]:
            yield unit


@dataclass(frozen=True, slots=True)
class _Words:
    """A text cut into words."""

    text: str
    words: list[str]
    places: list[tuple[int, int]]

    def reach(self) -> list[int]:
        """Of each word, how many may be words of one name from there on, itself counted."""
        reach = [1] * len(self.places)
        for at in range(len(reach) - 2, -1, -1):
            end, start = self.places[at][1], self.places[at + 1][0]
            if end == start or _JOINT.fullmatch(self.text, end, start):
                reach[at] = reach[at + 1] + 1
        return reach


class _Book:
    """The forms of one key."""

    def __init__(self, name: Callable[[Sequence[str]], str], forms: Iterable[ErasedForm]) -> None:
        # The press repeats itself: most runs of words that are asked about were asked before.
        self._name = lru_cache(_REMEMBERED)(name)
        self._forms: dict[bool, dict[int, set[str]]] = {
            False: defaultdict(set),
            True: defaultdict(set),
        }
        for form in forms:
            self._forms[form.weak][form.units].add(form.digest)

    def __bool__(self) -> bool:
        return any(self._forms.values())

    def find(self, words: _Words, reach: list[int], *, weak: bool) -> list[tuple[int, int]]:
        hits = list(self._hits(words, reach, self._forms[False]))
        if hits or weak:
            hits += self._hits(words, reach, self._forms[True])
        return hits

    def _hits(
        self, words: _Words, reach: list[int], forms: dict[int, set[str]]
    ) -> Iterator[tuple[int, int]]:
        for size, digests in forms.items():
            for first, most in enumerate(reach):
                if (
                    most >= size
                    and self._name(tuple(words.words[first : first + size])) in digests
                    and not _by_chance(words, first, size)
                ):
                    yield words.places[first][0], words.places[first + size - 1][1]


def _by_chance(words: _Words, first: int, size: int) -> bool:
    """Whether a short Japanese name is likely the end of a longer word: 林修 in 山林修復."""
    start = words.places[first][0]
    return (
        size <= _SHORT
        and is_cjk(words.words[first])
        and start > 0
        and "\u3400" <= words.text[start - 1] <= "\u9fff"
    )


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
