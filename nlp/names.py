"""Names as the rules mend them: what a model marked, typed and cut as the guidelines ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from news.entity import EntityKind
from nlp.repair_fr import repair_french
from nlp.repair_ja import repair_japanese

if TYPE_CHECKING:
    from nlp.models import Parse

_LONGEST = 120  # characters; what runs on longer is a list or noise, and no name


@dataclass(frozen=True, slots=True)
class Name:
    """A named span in the original text."""

    start: int
    end: int
    kind: EntityKind
    rank: int
    """How much it is believed: `nlp.spans`."""

    def contains(self, start: int, end: int) -> bool:
        """Whether it covers a span whole."""
        return self.start <= start and end <= self.end


def find_names(parse: Parse, language: str) -> tuple[Name, ...]:
    """The people, organisations and places of a parse, in order, without overlap."""
    repair = repair_japanese if language == "ja" else repair_french
    found = []
    for span in repair(parse):
        start, end = parse.cleaned.span(span.start, span.end)
        if end - start > _LONGEST:
            continue
        found.append(Name(start, end, span.kind, span.rank))
    return tuple(found)
