"""Candidate spans and how rival candidates are settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from news.entity import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable

PERSON = EntityKind.PERSON
ORGANISATION = EntityKind.ORGANISATION
PLACE = EntityKind.PLACE

MODEL, GUESS, RULE, FORM = range(4)
"""How much a span is believed, least first: the model alone, a rule that may err, a rule that
rarely errs, a written form that leaves no doubt (`株式会社`, `M.`)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one text that may be a name."""

    start: int
    end: int
    kind: EntityKind
    rank: int = MODEL
    learnt: bool = False
    """Whether our own model says so: it goes before its equals in rank and length."""

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def settle(candidates: Iterable[Span]) -> list[Span]:
    """A set of spans without overlap: the most believed first, then the longest, in order."""
    spans = sorted(set(candidates), key=_precedence)
    taken = bytearray(max((span.end for span in spans), default=0))
    chosen = []
    for span in spans:
        if span.start < span.end and not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)


def _precedence(span: Span) -> tuple[int, int, int, bool, str]:
    """Rank, length, place; then the kind, so that rivals in all else are settled the same way."""
    return (-span.rank, span.start - span.end, span.start, not span.learnt, span.kind.value)
