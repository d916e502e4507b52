"""What several rules of relevance ask of the evidence."""

from __future__ import annotations

from collections.abc import Sequence

from news.analysis import Tag, TagKind
from news.entity import Side
from nlp.relevance_cues import Word
from nlp.relevance_evidence import Evidence
from nlp.relevance_trace import Trace

FIELDS = frozenset(
    (
        *("industry", "automotive", "aerospace", "digital", "research", "innovation"),
        *("gastronomy", "mountain", "energy"),
    )
)
BUSINESS = frozenset(("electronics", "health", "materials", "tourism", "agrifood", "textile"))


def acts(traces: Sequence[Trace]) -> bool:
    """Whether an actor is among the traces."""
    return any(trace.actor for trace in traces)


def best(traces: Sequence[Trace]) -> Trace:
    """The trace to name: a known actor, then any actor, then the first."""
    return max(traces, key=lambda trace: (trace.actor, trace.known))


def sector_labels(tags: Sequence[Tag]) -> tuple[str, ...]:
    """The names of the sectors among the tags, as one particular of a reason; () without any."""
    labels = [tag.label for tag in tags if tag.kind is TagKind.SECTOR]
    return (", ".join(labels),) if labels else ()


def of_sectors(tags: Sequence[Tag], sectors: frozenset[str]) -> list[Tag]:
    """The tags of some sectors."""
    return [tag for tag in tags if tag.kind is TagKind.SECTOR and tag.key in sectors]


def tied_elsewhere(evidence: Evidence, side: Side) -> bool:
    """Whether the side is named because of a tie with a third party."""
    return evidence.third_party is not None or (
        bool(evidence.words.get(Word.TWINNING)) and not _signs(evidence, side)
    )


def _signs(evidence: Evidence, side: Side) -> bool:
    """Whether a key actor of the side stands in a sentence that names the tie."""
    sentences = evidence.sentences_with(Word.TWINNING)
    return any(trace.sentence in sentences and trace.key for trace in evidence.of(side))
