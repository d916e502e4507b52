"""What people at the desk leave behind: decisions on stories, and filters under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from news.decision import StoryDecision


class StoryDecisions(Protocol):
    """Putting stories together and taking them apart, with who, when and why."""

    def decide(self, decision: StoryDecision) -> None:
        """Carry a decision out and put it down, both or neither.

        Raises:
            ConflictError: when one of the stories is not as the decision saw it, or what is to
                be undone was undone already.
        """
        ...

    def decisions(self, story_id: str) -> list[StoryDecision]:
        """The decisions that touch a story, newest first."""
        ...

    def decision(self, name: str) -> StoryDecision | None:
        """One decision by its id."""
        ...


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """What one person likes to see of the inbox."""

    who: str
    name: str
    parameters: str
    """As in an address: `language=ja&tier=core`."""


class SavedFilters(Protocol):
    """Each person's filters, by name."""

    def filters(self, who: str) -> list[SavedFilter]:
        """A person's filters by name."""
        ...

    def keep_filter(self, kept: SavedFilter, instead_of: str = "") -> None:
        """Keep a filter, in place of one of the same name and of one named otherwise."""
        ...

    def drop_filter(self, who: str, name: str) -> None:
        """Let a filter go; nothing happens when there is none."""
        ...
