"""The cues of sectors that stand in a text, without those that lie in a trap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from knowledge import Knowledge
from nlp.cues import Hit, Lexicon, keep, without_overlap
from nlp.document import Document

_LANGUAGES = ("fr", "ja")


class Role(StrEnum):
    """What a form does for a sector."""

    STRONG = "strong"
    WEAK = "weak"
    TRAP = "trap"
    """Inside it no cue of the sector counts."""


def find_cues(document: Document, knowledge: Knowledge) -> tuple[Hit[tuple[str, Role]], ...]:
    """The longest cues of a document in its language, each with its sectors, in order."""
    return _untrapped(lexicon_of(knowledge, document.language).find_all(document.folded.text))


def lexicon_of(knowledge: Knowledge, language: str) -> Lexicon[tuple[str, Role]]:
    """The cues of all sectors in a language, each with what it does for which sector."""

    def make() -> Lexicon[tuple[str, Role]]:
        return Lexicon(_entries(knowledge, language), inflect=language == "fr")

    return keep(knowledge.sectors, f"sectors-{language}", make)


def _entries(knowledge: Knowledge, language: str) -> Iterator[tuple[str, tuple[str, Role]]]:
    if language not in _LANGUAGES:
        return
    french = language == "fr"
    for key, sector in knowledge.sectors.items():
        strong = sector.cues_fr if french else sector.cues_ja
        weak = sector.weak_fr if french else sector.weak_ja
        for role, cues in ((Role.STRONG, strong), (Role.WEAK, weak), (Role.TRAP, sector.traps)):
            yield from ((cue, (key, role)) for cue in cues)


def _untrapped(hits: Sequence[Hit[tuple[str, Role]]]) -> tuple[Hit[tuple[str, Role]], ...]:
    """The longest hits, after those were dropped that lie in a trap of their own sector."""
    traps = [hit for hit in hits if any(role is Role.TRAP for _, role in hit.labels)]
    longest = max((trap.end - trap.start for trap in traps), default=0)
    kept = []
    for hit in hits:
        # Hits come by their end: the traps that may hold this one are a short stretch of them.
        first = bisect_left(traps, hit.end, key=_end)
        last = bisect_left(traps, hit.end + longest, key=_end)
        closed = {
            sector
            for trap in traps[first:last]
            if trap.start <= hit.start
            for sector, role in trap.labels
            if role is Role.TRAP
        }
        labels = tuple(label for label in hit.labels if label[0] not in closed)
        if labels:
            kept.append(replace(hit, labels=labels))
    return without_overlap(kept)


def _end(hit: Hit[tuple[str, Role]]) -> int:
    return hit.end
