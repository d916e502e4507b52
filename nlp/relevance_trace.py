"""A trace: one place of a text where a side of the cooperation shows."""

from __future__ import annotations

from dataclasses import dataclass

from news.analysis import Mention
from news.entity import Side


@dataclass(frozen=True, slots=True)
class Trace:
    """One place of the text where a side shows."""

    side: Side
    mention: Mention
    name: str
    """How a reason calls it."""
    actor: bool
    """An organisation, an office-holder or a group of a side; else a place or an adjective."""
    key: bool = False
    """A party of the cooperation: a body that took part in it, its territory or its head."""
    known: bool = False
    person: bool = False

    @property
    def sentence(self) -> int:
        """Where its sentence starts."""
        return self.mention.sentence_start


def overlap(first: Mention, second: Mention) -> bool:
    """Whether two mentions share a character."""
    return first.start < second.end and second.start < first.end
