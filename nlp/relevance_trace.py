"""A trace: one place of a text where a side of the cooperation shows."""

from __future__ import annotations

from collections.abc import Iterable
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


class Cover:
    """The characters of a text that some mentions take; asking costs no more with many."""

    def __init__(self, length: int, mentions: Iterable[Mention]) -> None:
        """Mark the mentions of a text of that length."""
        self._taken = bytearray(length)
        for mention in mentions:
            self._taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)

    def touches(self, mention: Mention) -> bool:
        """Whether a mention shares a character with them."""
        return self._taken.find(1, mention.start, mention.end) >= 0
