"""Sentences: lines first, then the rule of the language; all offsets point into the given text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.document import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OPENING: Final = {"「": "」", "『": "』", "（": "）", "(": ")", "“": "”", "【": "】", "〈": "〉"}
_CLOSING: Final = frozenset(_OPENING.values())
_JAPANESE_END: Final = frozenset("。！？!?")
_LONGEST: Final = 2000  # characters; what is longer is no sentence and would be quoted in vain
_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_LATIN_END = re.compile(
    r"(?<![.!?…。！？])[.!?…。！？]++[»”\"')\]]*+\s++(?=[^\W\d_a-z]|[«“\"(\[\d-])"
)


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that hold something, without the white space around them."""
    for match in _LINE.finditer(text):
        span = trimmed(text, match.start(), match.end())
        if span[0] < span[1]:
            yield span


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at either side; empty where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_japanese(text: str) -> tuple[Sentence, ...]:
    """Japanese sentences: they end at 。！？ outside brackets, closing brackets go along."""
    return _sentences(text, (part for line in lines(text) for part in _japanese(text, *line)))


def split_latin(text: str) -> tuple[Sentence, ...]:
    """Sentences by punctuation before a capital, for languages without a model here."""
    return _sentences(text, (part for line in lines(text) for part in _latin(text, *line)))


def from_starts(text: str, starts: Iterable[int]) -> tuple[Sentence, ...]:
    """Sentences that begin where a model says, and at every new line."""
    wanted = sorted({*starts})
    spans: list[tuple[int, int]] = []
    position = 0
    for start, end in lines(text):
        cuts = [start]
        while position < len(wanted) and wanted[position] < end:
            if wanted[position] > start:
                cuts.append(wanted[position])
            position += 1
        spans.extend(zip(cuts, [*cuts[1:], end], strict=True))
    return _sentences(text, spans)


def chunks(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Cut a span into pieces of at most `limit` characters, at sentence ends where there are any.

    A sentence that is longer is cut at its last space, and where it has none at the limit.
    """
    if end - start <= limit:
        yield start, end
        return
    piece = start
    for cut in (*_ends(text, start, end), end):
        while cut - piece > limit:
            space = text.rfind(" ", piece + 1, piece + limit)
            edge = space + 1 if space > piece else piece + limit
            yield piece, edge
            piece = edge
        if cut == end or _next_end(text, cut, end) - piece > limit:
            if piece < cut:
                yield piece, cut
            piece = cut


def _ends(text: str, start: int, end: int) -> list[int]:
    return [match.end() for match in _ANY_END.finditer(text, start, end)]


_ANY_END = re.compile(r"[。！？][」』）]*|[.!?]\s+")


def _next_end(text: str, start: int, end: int) -> int:
    match = _ANY_END.search(text, start, end)
    return match.end() if match else end


def _sentences(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Sentence, ...]:
    found = []
    for span in spans:
        for piece in chunks(text, *span, _LONGEST):
            start, end = trimmed(text, *piece)
            if start < end:
                found.append(Sentence(start, end, text[start:end]))
    return tuple(found)


def _japanese(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    inside = _bracketed(text, start, end)
    begin = index = start
    while index < end:
        if text[index] in _JAPANESE_END and index not in inside:
            index += 1
            while index < end and (text[index] in _JAPANESE_END or text[index] in _CLOSING):
                index += 1
            yield begin, index
            begin = index
        else:
            index += 1
    if begin < end:
        yield begin, end


def _bracketed(text: str, start: int, end: int) -> set[int]:
    """Offsets between brackets that close; one that never closes holds nothing together."""
    stack: list[tuple[str, int]] = []
    inside: set[int] = set()
    for index in range(start, end):
        char = text[index]
        if char in _OPENING:
            stack.append((_OPENING[char], index))
        elif stack and char == stack[-1][0]:
            _, opened = stack.pop()
            if not stack:
                inside.update(range(opened, index))
    return inside


def _latin(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _LATIN_END.finditer(text, start, end):
        yield begin, match.end()
        begin = match.end()
    yield begin, end
