"""Text cut at the edges of what is marked in it: nothing lost, nothing added, nothing nested.

Marks may overlap and lie inside one another. Each piece knows every mark that covers it, so a
page needs no nested elements, and the pieces joined are the text to the character.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of a text that is pointed out. Offsets are code points."""

    start: int
    end: int
    kind: str
    """Kind of the tag, for the colour."""
    name: str = ""
    """What is found here, for the reader."""
    target: str = ""
    """Id of the element that explains it."""
    anchor: str = ""
    """Id under which this place itself is found."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the marks do not change."""

    text: str
    marks: tuple[Mark, ...] = ()
    """Those that cover it, the shortest first."""
    anchors: tuple[str, ...] = ()
    """Ids of the marks that begin here."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that cover it, each once."""
        return tuple(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def names(self) -> str:
        """What is found here, each name once."""
        return " · ".join(dict.fromkeys(mark.name for mark in self.marks if mark.name))

    @property
    def target(self) -> str:
        """Where the narrowest mark is explained."""
        return next((mark.target for mark in self.marks if mark.target), "")


def cut(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of `text[start:end]`; marks that lie elsewhere are passed over."""
    stop = len(text) if end is None else min(end, len(text))
    here = [mark for mark in marks if mark.start < min(mark.end, stop) and mark.end > start]
    edges = {start, stop}
    for mark in here:
        edges.update((max(mark.start, start), min(mark.end, stop)))
    ordered = sorted(edges)
    return [_piece(text, here, first, last) for first, last in pairwise(ordered)]


def _piece(text: str, marks: list[Mark], start: int, end: int) -> Piece:
    covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
    covering.sort(key=lambda mark: mark.end - mark.start)
    anchors = tuple(mark.anchor for mark in covering if mark.anchor and mark.start == start)
    return Piece(text[start:end], tuple(covering), anchors)


def cut_lines(text: str, marks: list[Mark], start: int = 0) -> list[list[Piece]]:
    """The pieces of each line of `text[start:]`; the newlines between them are left out."""
    lines = []
    while start <= len(text):
        found = text.find("\n", start)
        end = len(text) if found < 0 else found
        lines.append(cut(text, marks, start, end))
        start = end + 1
    return lines
