"""Annotated text: what every source is turned into and every model is taught from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from nlp.clean import clean

PERSON: Final = "PER"
ORGANISATION: Final = "ORG"
PLACE: Final = "LOC"
LABELS: Final = (PERSON, ORGANISATION, PLACE)
OTHER: Final = "MISC"
"""Works, events, products: the French model keeps them apart, nobody is told of them."""
UNKNOWN: Final = "?"
"""A stretch whose label is in doubt: nothing is learnt from it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A named stretch of a text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its names, in order and without overlap."""

    text: str
    marks: tuple[Mark, ...]

    def name(self, mark: Mark) -> str:
        """The words of a mark."""
        return self.text[mark.start : mark.end]


def cleaned(given: Annotated) -> Annotated:
    """The text as the models read it, marks moved along."""
    folded = clean(given.text)
    position: dict[int, int] = {}
    for index, start in enumerate(folded.starts):
        position.setdefault(start, index)
    ends = {end: index + 1 for index, end in enumerate(folded.ends)}
    marks = [
        Mark(position[mark.start], ends[mark.end], mark.label)
        for mark in given.marks
        if mark.start in position and mark.end in ends
    ]
    return Annotated(folded.text, tuple(marks))


def compose(parts: Sequence[tuple[str, str]]) -> Annotated:
    """Text from pieces, each with its label or none."""
    text, marks = "", []
    for piece, label in parts:
        if label:
            marks.append(Mark(len(text), len(text) + len(piece), label))
        text += piece
    return Annotated(text, tuple(marks))


def pieces(given: Annotated) -> list[tuple[str, str]]:
    """The opposite of `compose`."""
    parts, position = [], 0
    for mark in given.marks:
        parts.append((given.text[position : mark.start], ""))
        parts.append((given.name(mark), mark.label))
        position = mark.end
    parts.append((given.text[position:], ""))
    return [part for part in parts if part[0]]


def join(examples: Sequence[Annotated], gap: str) -> Annotated:
    """Several texts one behind the other, as in a paragraph."""
    parts: list[tuple[str, str]] = []
    for example in examples:
        if parts and gap:
            parts.append((gap, ""))
        parts.extend(pieces(example))
    return compose(parts)
