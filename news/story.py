"""A story: the articles that tell one event, in any language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from news.analysis import Reason


@dataclass(frozen=True, slots=True)
class Membership:
    """One article's place in a story."""

    article_id: str
    near_duplicate_of: str = ""
    """Id of the article whose text it repeats; empty when it tells the event in its own words."""
    why: tuple[Reason, ...] = ()
    """Why it belongs here; empty for the article that opened the story."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell one event."""

    id: str
    """Stable: derived from the article that opened the story."""
    opened_at: datetime
    """Publication of its first article; aware, UTC."""
    updated_at: datetime
    """Publication of its latest article; aware, UTC."""
    members: tuple[Membership, ...]
    """In order of publication; the first opened the story."""

    @property
    def article_ids(self) -> tuple[str, ...]:
        """Its articles, in order of publication."""
        return tuple(member.article_id for member in self.members)
