"""Making one story of several: finding the other, seeing them together, saying which stays."""

from __future__ import annotations

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from news.decision import Move, StoryDecision
from news.story import merge
from review.asked import Asked, read_asked
from review.deciding import LONGEST_NOTE, as_seen, carry_out, dated
from review.desk import Desk
from review.filters import read_text
from review.forms import posted
from review.guard import METHODS
from review.inbox import PAGE
from review.rows import Row, load_rows
from review.view import View, view_of
from review.visitor import Role, Visitor, need
from storage import Bookmark, Shelf, StoryState, Wanted

PICKS = tuple(f"pick-{number}" for number in range(PAGE))
"""The fields that name the stories; each story of a page of the inbox has one."""
SEEN = tuple(f"seen-{number}" for number in range(PAGE))
"""The fields that tell what each of them held."""


def merging(desk: Desk) -> APIRouter:
    """Merging, at `/stories/merge`."""
    router = APIRouter()

    @router.api_route("/stories/merge", methods=[*METHODS])
    def show_stories(request: Request) -> Response:
        need(request, Role.REVIEWER)
        asked = read_asked(request, "q", *PICKS)
        view = view_of(desk, request)
        picked = _picked(asked)
        rows = load_rows(view, picked)
        if len(rows) < len(picked):
            raise HTTPException(404, "story-not-found")
        text = read_text(asked)
        return view.answer(
            "merge.html",
            rows=rows,
            text=text,
            found=_find(view, text, picked),
            most=max(rows, key=lambda row: row.articles, default=None),
            link=lambda key: view.href("/stories/merge", **_named([*picked, key])),
        )

    @router.post("/stories/merge")
    def merge_stories(
        request: Request, fields: Annotated[Asked, posted("keep", "note", *PICKS, *SEEN)]
    ) -> Response:
        kept = merge_picked(desk, need(request, Role.REVIEWER), fields)
        return RedirectResponse(view_of(desk, request).href(f"/stories/{kept}"), 303)

    return router


def _picked(asked: Asked) -> list[str]:
    return list(dict.fromkeys(asked.text(name) for name in PICKS if asked.text(name)))


def _named(keys: list[str]) -> dict[str, str]:
    return {f"pick-{number}": key for number, key in enumerate(keys)}


def _find(view: View, text: str, picked: list[str]) -> list[Row]:
    if not text:
        return []
    wanted = Wanted(tuple(StoryState), text=text)
    leaf = view.desk.store.leaf(Shelf.STORIES, wanted, Bookmark(PAGE))
    return load_rows(view, [key for key in leaf.keys if key not in picked], text)


def merge_picked(desk: Desk, visitor: Visitor, fields: Asked) -> str:
    """Make one story of those that the fields name; gives the id of the one that stays.

    Raises:
        HTTPException: 404 without a story, 409 when one has changed, 400 when they are too few.
    """
    pairs = zip(PICKS, SEEN, strict=True)
    seen = {fields.text(pick): fields.text(state) for pick, state in pairs if fields.text(pick)}
    keep = fields.text("keep")
    if len(seen) < 2 or keep not in seen:  # noqa: PLR2004 (a merge is of two at least)
        raise HTTPException(400, "merge-needs-two")
    stories = [as_seen(desk, key, state) for key, state in seen.items()]
    home = next(story for story in stories if story.id == keep)
    taken = [story for story in stories if story.id != keep]
    whole = merge(home, taken, dated(desk, stories), visitor.name)
    now, note = desk.options.now(), fields.short("note", LONGEST_NOTE)
    name = uuid4().hex
    carry_out(
        desk,
        StoryDecision(name, Move.MERGED, visitor.name, now, tuple(stories), (whole,), note),
    )
    return keep
