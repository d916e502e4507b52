"""The few words of an article that a list shows, with what was searched for pointed out."""

from __future__ import annotations

from dataclasses import replace

from news.text import fold, words
from review.marks import Mark, Piece, cut

LENGTH = 180
"""Characters of an excerpt; the style sheet shows two lines of them."""
_BEFORE = 40
"""Characters shown before the first hit."""


def find_hits(text: str, searched: str) -> list[Mark]:
    """Every place where a searched word stands, whatever its spelling or case."""
    wanted = set(words(searched))
    if not wanted or not text:
        return []
    folded = fold(text)
    hits = []
    for word in wanted:
        place = folded.text.find(word)
        while place >= 0:
            hits.append(Mark(*folded.span(place, place + len(word)), kind="hit"))
            place = folded.text.find(word, place + len(word))
    return sorted(hits, key=lambda mark: mark.start)


def make_excerpt(text: str, searched: str = "") -> list[Piece]:
    """The beginning of a text, or what surrounds the first hit in it."""
    hits = find_hits(text, searched)
    start = max(0, hits[0].start - _BEFORE) if hits else 0
    pieces = cut(text, hits, start, start + LENGTH)
    if start:
        pieces = [Piece("…"), *pieces]
    if start + LENGTH < len(text):
        pieces.append(Piece("…"))
    return [replace(piece, text=piece.text.replace("\n", " ")) for piece in pieces]
