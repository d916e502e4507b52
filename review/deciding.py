"""What is decided about a story on its page: split, undo, one word on all its tiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from news.analysis import Tier
from news.decision import Move, StoryDecision, state_of, undo
from news.errors import ConflictError, UsageError
from news.reading import Reading
from news.review import Review, Subject, Verdict
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
_OFF = "off"


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

    @router.post("/stories/{story_id}/verdict")
    def review_story(
        request: Request,
        story_id: str,
        fields: Annotated[Asked, posted("seen", "verdict", "note", "back")],
    ) -> Response:
        judge_story(desk, need(request, Role.REVIEWER), story_id, fields)
        back = fields.text("back")
        if urlsplit(back)[:3] == ("", "", "/inbox"):
            return RedirectResponse(back, 303)
        return _back(desk, request, story_id)

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


def judge_story(desk: Desk, visitor: Visitor, story_id: str, fields: Asked) -> None:
    """Say of all articles of a story that their tiers are right, or that they are off.

    Raises:
        HTTPException: 404 without the story, 409 when it has changed.
        RefusalError: when a field is not readable.
    """
    story = as_seen(desk, story_id, fields.text("seen"))
    off = fields.choice("verdict", (Verdict.ACCEPTED, _OFF)) == _OFF
    model = Review(
        id="",
        article_id="",
        subject=Subject.TIER,
        verdict=Verdict.ACCEPTED,
        reviewer=visitor.name,
        at=desk.options.now(),
        note=fields.short("note", LONGEST_NOTE),
    )
    for review in _words(model, desk.store.readings(Query(ids=story.article_ids)), off=off):
        desk.store.keep_review(review)


def _words(model: Review, told: list[Reading], *, off: bool) -> Iterator[Review]:
    """One word an article: what is right is accepted where nobody has spoken yet."""
    for item in told:
        wrong = off and item.settled.tier is not Tier.OFF
        if wrong or item.settled.tier_verdict is None:
            verdict = Verdict.REJECTED if wrong else Verdict.ACCEPTED
            yield replace(model, id=uuid4().hex, article_id=item.article.id, verdict=verdict)


def _back(desk: Desk, request: Request, story_id: str) -> Response:
    return RedirectResponse(view_of(desk, request).href(f"/stories/{story_id}"), 303)
