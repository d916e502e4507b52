"""What people decide about stories: which articles tell one event."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from news.story import Story


class Move(StrEnum):
    """What was done to stories."""

    MERGED = "merged"
    SPLIT = "split"
    UNDONE = "undone"
    """An earlier decision was taken back."""


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """One person's word on which articles belong together. Append-only; undone by another one."""

    id: str
    move: Move
    who: str
    at: datetime
    """Aware, UTC."""
    before: tuple[Story, ...]
    """The stories as they were seen; those that have no article afterwards are no more."""
    after: tuple[Story, ...]
    """The stories as they shall be."""
    note: str = ""
    undoes: str = ""
    """Id of the decision that is taken back, when the move is `undone`."""

    @property
    def story_ids(self) -> tuple[str, ...]:
        """Every story that it touches, each once."""
        return tuple(dict.fromkeys(story.id for story in (*self.before, *self.after)))


def undo(decision: StoryDecision, name: str, who: str, at: datetime) -> StoryDecision:
    """The decision that takes another one back: what was after is before, and back."""
    return StoryDecision(
        id=name,
        move=Move.UNDONE,
        who=who,
        at=at,
        before=decision.after,
        after=decision.before,
        undoes=decision.id,
    )


def state_of(story: Story) -> str:
    """A short mark of which articles a story holds, to tell later whether it has changed."""
    members = "\n".join(f"{item.article_id} {item.near_duplicate_of}" for item in story.members)
    return hashlib.sha256(f"{story.id}\n{members}".encode()).hexdigest()[:16]
