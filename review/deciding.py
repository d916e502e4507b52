"""What is decided about a story on its page: split, and the undoing of a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from news.decision import Move, StoryDecision, state_of, undo
from news.errors import ConflictError, UsageError
from news.story import Story, split
from review.asked import Asked
from review.desk import Desk
from review.forms import posted
from review.view import view_of
from review.visitor import Role, Visitor, need
from storage import Query

MOST_LEAVING = 80
"""Articles that one form can mark."""
LONGEST_NOTE = 500
"""Characters of a note."""
LEAVING = tuple(f"leave-{number}" for number in range(MOST_LEAVING))


def deciding(desk: Desk) -> APIRouter:
    """The forms of a story's page."""
    router = APIRouter()

    @router.post("/stories/{story_id}/split")
    def split_story(
        request: Request,
        story_id: str,
        fields: Annotated[Asked, posted("seen", "note", *LEAVING)],
    ) -> Response:
        split_off(desk, need(request, Role.REVIEWER), story_id, fields)
        return _back(desk, request, story_id)

    @router.post("/stories/{story_id}/undo")
    def undo_decision(
        request: Request, story_id: str, fields: Annotated[Asked, posted("decision")]
    ) -> Response:
        visitor = need(request, Role.REVIEWER)
        return _back(desk, request, undo_one(desk, visitor, story_id, fields.text("decision")))

    return router


def as_seen(desk: Desk, story_id: str, seen: str) -> Story:
    """A story, when it still is what the visitor saw.

    Raises:
        HTTPException: 404 when there is none, 409 when it has changed.
    """
    for story in desk.store.stories(ids=[story_id]):
        if state_of(story) != seen:
            raise HTTPException(409, "story-changed")
        return story
    raise HTTPException(404, "story-not-found")


def dated(desk: Desk, stories: list[Story]) -> dict[str, datetime]:
    """The instant of each article of some stories."""
    ids = tuple(key for story in stories for key in story.article_ids)
    return {item.article.id: item.article.dated for item in desk.store.readings(Query(ids=ids))}


def carry_out(desk: Desk, decision: StoryDecision) -> None:
    """Carry a decision out.

    Raises:
        HTTPException: 409 when its stories have changed.
    """
    try:
        desk.store.decide(decision)
    except ConflictError as error:
        raise HTTPException(409, "story-changed") from error


def undo_one(desk: Desk, visitor: Visitor, story_id: str, name: str) -> str:
    """Take back a decision on a story; gives the id of a story that is there then.

    Raises:
        HTTPException: 404 when there is no such decision, 409 when its stories have changed.
    """
    decision = desk.store.decision(name)
    if decision is None or story_id not in decision.story_ids:
        raise HTTPException(404, "decision-not-found")
    carry_out(desk, undo(decision, uuid4().hex, visitor.name, desk.options.now()))
    there = {story.id for story in decision.before}
    return story_id if story_id in there else decision.before[0].id


def split_off(desk: Desk, visitor: Visitor, story_id: str, fields: Asked) -> str:
    """Make a story of its own of the articles that the fields name; gives its id.

    Raises:
        HTTPException: 404 without the story, 409 when it has changed, 400 when none would stay.
    """
    story = as_seen(desk, story_id, fields.text("seen"))
    leaving = [fields.text(name) for name in LEAVING if fields.text(name)]
    try:
        pair = split(story, leaving, dated(desk, [story]), visitor.name)
    except UsageError as error:
        raise HTTPException(400, "split-needs-both") from error
    now, note = desk.options.now(), fields.short("note", LONGEST_NOTE)
    carry_out(
        desk,
        StoryDecision(uuid4().hex, Move.SPLIT, visitor.name, now, (story,), pair, note),
    )
    return pair[1].id


def _back(desk: Desk, request: Request, story_id: str) -> Response:
    return RedirectResponse(view_of(desk, request).href(f"/stories/{story_id}"), 303)
