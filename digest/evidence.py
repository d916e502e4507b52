"""The sentence that proves why an article is here, at most 280 characters, its names marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.plain import one_line
from news.analysis import Mention, Tag, TagKind
from news.reading import Reading

EXCERPT_AT_MOST = 280
"""Characters of an excerpt, the marks of omission included."""
_OMISSION = "…"
_BEFORE = 80
"""Characters kept before the first mark when a sentence is cut at its beginning."""
_WORD_AT_MOST = 24
"""How far a cut looks for a space before it cuts a word; Japanese has none."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an excerpt that is marked, or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """An excerpt: one sentence, cut where it is too long."""

    pieces: tuple[Piece, ...]
    start: int
    """Where its words begin in the article's title, newline and body; code points."""
    end: int

    @property
    def text(self) -> str:
        """The excerpt without its marks."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def marks(self) -> tuple[Span, ...]:
        """Offsets of the marked runs in `text`."""
        spans, at = [], 0
        for piece in self.pieces:
            if piece.marked:
                spans.append((at, at + len(piece.text)))
            at += len(piece.text)
        return tuple(spans)


def find_evidence(reading: Reading) -> Evidence | None:
    """The sentence of the body that names most of what the article was kept for.

    Known things count double and names count before sectors; among equals the first sentence
    wins. None when no tag is proved by the body: the title is shown anyway. Mentions that do not
    stand in this revision of the text are passed over.
    """
    tags = [settled.tag for settled in reading.settled.tags]
    body = len(reading.article.title) + 1
    text = reading.article.full_text
    for kinds in (set(TagKind) - {TagKind.SECTOR}, {TagKind.SECTOR}):
        chosen = [tag for tag in tags if tag.kind in kinds]
        found = _sentences(chosen, text, body)
        if found:
            (start, end), marks = found
            return _excerpt(text, (start, end), marks)
    return None


def _sentences(tags: Iterable[Tag], text: str, body: int) -> tuple[Span, list[Span]] | None:
    weights: dict[Span, dict[tuple[str, str], int]] = defaultdict(dict)
    marks: dict[Span, list[Span]] = defaultdict(list)
    for tag in tags:
        for mention in tag.mentions:
            if mention.sentence_start < body or not _stands(mention, text):
                continue
            sentence = mention.sentence_start, mention.sentence_start + len(mention.sentence)
            weights[sentence][tag.kind, tag.key] = 2 if tag.known else 1
            marks[sentence].append((mention.start, mention.end))
    if not weights:
        return None
    best = min(weights, key=lambda span: (-sum(weights[span].values()), span))
    return best, marks[best]


def _stands(mention: Mention, text: str) -> bool:
    end = mention.sentence_start + len(mention.sentence)
    return (
        mention.sentence_start <= mention.start < mention.end <= end
        and text[mention.sentence_start : end] == mention.sentence
        and text[mention.start : mention.end] == mention.surface
    )


def _excerpt(text: str, sentence: Span, marks: Iterable[Span]) -> Evidence:
    apart = _apart(marks)
    start, end = _cut(text, sentence, apart[0])
    inside = [(low, high) for low, high in apart if start <= low and high <= end]
    pieces = [Piece(_OMISSION)] if start > sentence[0] else []
    at = start
    for low, high in inside:
        pieces += [Piece(text[at:low]), Piece(text[low:high], marked=True)]
        at = high
    pieces.append(Piece(text[at:end]))
    if end < sentence[1]:
        pieces.append(Piece(_OMISSION))
    shown = (Piece(one_line(piece.text), piece.marked) for piece in pieces)
    return Evidence(tuple(piece for piece in shown if piece.text), start, end)


def _apart(marks: Iterable[Span]) -> list[Span]:
    """The marks in order, without those inside or across another; the longer one stays."""
    kept: list[Span] = []
    for low, high in sorted(set(marks), key=lambda span: (span[0], -span[1])):
        if not kept or low >= kept[-1][1]:
            kept.append((low, high))
    return kept


def _cut(text: str, sentence: Span, first: Span) -> Span:
    """The part of a sentence that fits, with its first mark inside."""
    start, end = sentence
    if end - start <= EXCERPT_AT_MOST:
        return sentence
    room = EXCERPT_AT_MOST - 2 * len(_OMISSION)
    if first[1] - start > room:
        start = _space(text, range(max(first[0] - _BEFORE, start), first[0])) or first[0]
    if end - start > room:
        latest = start + room
        floor = min(max(first[1], latest - _WORD_AT_MOST), latest)
        end = _space(text, range(latest, floor, -1), after=False) or latest
    return start, end


def _space(text: str, where: Sequence[int], *, after: bool = True) -> int:
    """The first place there that a space or a Japanese stop makes good to cut at, or 0."""
    for at in where:
        if text[at].isspace():
            return at + after
        if text[at - 1] in "、。，．」）":
            return at
    return 0
