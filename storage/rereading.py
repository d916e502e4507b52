"""What reading articles anew asks of the memory. Beside the `Store`: nobody else needs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from news.change import Pair
from storage.store import Resource


class Rereading(Resource, Protocol):
    """What another maker's readings left behind."""

    def pairs(self, maker: str) -> Iterator[Pair]:
        """The articles whose analysis that counts is this maker's, each with the one before it.

        Of the same revision, whichever maker's; articles that nobody read before are left out.
        Which ones is decided at the call.
        """
        ...

    def loose(self) -> list[str]:
        """Ids of the articles on the subject that are in no story, oldest first."""
        ...

    def release(self) -> None:
        """Let articles wait for grouping no longer that are in a story or off the subject.

        Grouping never moves what has a story; what is off was looked at when it was new.
        """
        ...
