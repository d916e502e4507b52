"""One story: who tells it, and what is decided of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from pydantic import Field

from news.analysis import Tier
from review.api.asking import Reviewer, Viewed
from review.api.problems import problems
from review.api.shapes import Filled, Key, Line, Note, Shape
from review.api.story_shapes import StoryWhole, story_whole
from review.asked import Asked
from review.deciding import LEAVING, LONGEST_NOTE, MOST_LEAVING, split_off, undo_one
from review.merging import PICKS, SEEN, merge_picked
from review.story_words import judge_story
from review.view import View
from storage import Query

router = APIRouter(prefix="/stories", tags=["stories"])
_Why = Annotated[Note, Field(max_length=LONGEST_NOTE)]


class Picked(Shape):
    """A story as it was seen."""

    id: Filled
    seen: Line
    """The mark that came with it."""


class Merge(Shape):
    """Stories that are one."""

    stories: Annotated[list[Picked], Field(min_length=2, max_length=len(PICKS))]
    keep: Filled
    """Id of the one that stays."""
    note: _Why = ""


class Split(Shape):
    """Articles that are a story of their own."""

    seen: Line
    """The mark that came with the story."""
    leaving: Annotated[list[Filled], Field(min_length=1, max_length=MOST_LEAVING)]
    """Ids of the articles."""
    note: _Why = ""


class Undo(Shape):
    """A decision to take back."""

    decision: Filled
    """Its id."""


class StoryWord(Shape):
    """One word on all articles of a story."""

    seen: Line
    """The mark `words` that came with the story."""
    tier: Tier | None = None
    """The story's tier: said of its nearest articles, and no other may stay nearer than that."""
    undo: bool = False
    """Takes one's own latest word on the story back; the tier is then not asked for."""
    note: _Why = ""


@router.get("/{story_id}", responses=problems(404))
def show_story(view: Viewed, story_id: Key) -> StoryWhole:
    """One story with all articles that tell it, and what was decided of it."""
    return _tell(view, story_id)


@router.post("/merge", responses=problems(404, 409, 413))
def merge_stories(view: Viewed, visitor: Reviewer, merge: Merge) -> StoryWhole:
    """Make one story of several."""
    fields = {"keep": merge.keep, "note": merge.note}
    for pick, seen, story in zip(PICKS, SEEN, merge.stories, strict=False):
        fields |= {pick: story.id, seen: story.seen}
    return _tell(view, merge_picked(view.desk, visitor, Asked(fields)))


@router.post("/{story_id}/split", responses=problems(404, 409, 413))
def split_story(view: Viewed, visitor: Reviewer, story_id: Key, split: Split) -> StoryWhole:
    """Make some articles a story of their own; gives the new one."""
    leaving = dict(zip(LEAVING, split.leaving, strict=False))
    fields = {"seen": split.seen, "note": split.note, **leaving}
    return _tell(view, split_off(view.desk, visitor, story_id, Asked(fields)))


@router.post("/{story_id}/undo", responses=problems(404, 409, 413))
def undo_decision(view: Viewed, visitor: Reviewer, story_id: Key, undo: Undo) -> StoryWhole:
    """Take a decision on a story back."""
    return _tell(view, undo_one(view.desk, visitor, story_id, undo.decision))


@router.post("/{story_id}/verdict", responses=problems(404, 409, 413))
def say_of_story(view: Viewed, visitor: Reviewer, story_id: Key, word: StoryWord) -> StoryWhole:
    """Say what tier a story has, or take one's latest word on it back."""
    fields = {"seen": word.seen, "tier": word.tier or "", "undo": "1" if word.undo else ""}
    fields["note"] = word.note
    judge_story(view.desk, visitor, story_id, Asked(fields))
    return _tell(view, story_id)


def _tell(view: View, story_id: str) -> StoryWhole:
    stories = view.desk.store.stories(ids=[story_id])
    readings = view.desk.store.readings(Query(story_id=story_id)) if stories else []
    if not readings:
        raise HTTPException(404, "story-not-found")
    return story_whole(view, stories[0], readings)
