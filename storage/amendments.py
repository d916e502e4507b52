"""What a team changed of what is known: kept append-only, beside the store's other verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from knowledge.amendments import KeptAmendment, Signature
from news.analysis import TagKind
from news.review import Verdict
from storage.store import Resource


@dataclass(frozen=True, slots=True)
class Said:
    """What the latest review of one tag said, with one form that the tag stands on."""

    article_id: str
    kind: TagKind
    key: str
    surface: str
    verdict: Verdict
    corrected_to: str
    """Empty unless the verdict is `corrected`."""


class Amendments(Resource, Protocol):
    """The memory of changes. Every verb is one transaction; nothing is ever edited."""

    def count(self) -> int:
        """How many records there are, of changes and of their taking back: grows, never shrinks."""
        ...

    def kept(self) -> list[KeptAmendment]:
        """All changes with what became of them, oldest first."""
        ...

    def append(self, kept: KeptAmendment, seen: int) -> bool:
        """Keep a change; the articles of a merged entity are found under the one that counts.

        Args:
            kept: the change; an id that is known already changes nothing.
            seen: the count at which it was found to fit.

        Returns:
            False, and nothing is kept, when somebody added a record since: check again.
        """
        ...

    def take_back(self, key: str, signed: Signature, seen: int) -> bool:
        """Put down that a change counts no longer; arguments and answer as for `append()`.

        Raises:
            StoreError: when there is no such change, or it was taken back already.
        """
        ...

    def said(self, since: datetime) -> list[Said]:
        """What reviews made at or after an instant say of tags that still stand."""
        ...
