"""One article: its text with every tag at its place, and why it stands where it stands."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request, Response

from news.analysis import TagKind
from news.reading import Reading
from review.asked import read_asked
from review.desk import Desk
from review.evidence import OFFICE, find_offices, find_rejected, find_tags, mark_text
from review.guard import METHODS
from review.line import Line, make_line
from review.marks import cut, cut_lines
from review.names import PLURALS
from review.said import Conflict, judged, own_id, tell
from review.speech import TIER_TARGET
from review.view import View, view_of, web_address
from storage import Query

_SHOWN = 5
"""Articles of the same story that are shown unfolded."""


def article(desk: Desk) -> APIRouter:
    """One article, at `/articles/{id}`."""
    router = APIRouter()

    @router.api_route("/articles/{article_id}", methods=[*METHODS])
    def show_article(request: Request, article_id: str) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        found = desk.store.readings(Query(ids=(article_id,)))
        if not found:
            raise HTTPException(404, "article-not-found")
        return answer_article(view, found[0])

    return router


def answer_article(
    view: View,
    reading: Reading,
    conflict: Conflict | None = None,
    template: str = "article.html",
    status: int = 200,
) -> Response:
    """The page of an article, or the part of it that words change."""
    text, settled = reading.article, reading.settled
    tags = find_tags(view, reading)
    marks = mark_text(view.names, tags, reading.analysis.roles)
    neighbours = _neighbours(view, reading)
    return view.answer(
        template,
        status,
        reading=reading,
        article=text,
        settled=settled,
        published=view.published(text),
        collected=view.moment(text.collected_at),
        original=web_address(text.url),
        removed=view.moment(text.text_removed_at).text if text.text_removed_at else "",
        title=cut(text.full_text, marks, 0, len(text.title)),
        lines=[] if text.reserved else cut_lines(text.full_text, marks, len(text.title) + 1),
        groups=[
            (PLURALS[kind], [item for item in tags if item.settled.tag.kind is kind])
            for kind in TagKind
        ],
        rejected=find_rejected(view, reading),
        offices=find_offices(view, reading.analysis.roles),
        kinds=[*TagKind, OFFICE],
        sectors=sorted(
            (view.names.known(TagKind.SECTOR, key), key) for key in view.desk.knowledge.sectors
        ),
        neighbours=neighbours,
        shown=_SHOWN,
        original_outlet=_outlet_of(neighbours, reading.near_duplicate_of),
        judged=judged(view, reading, conflict),
        tier_said=tell(view, reading, {TIER_TARGET}),
        all_said=tell(view, reading),
        undo=own_id(view, reading),
    )


def _neighbours(view: View, reading: Reading) -> list[Line]:
    """The other articles of its story, newest first."""
    if not reading.story_id:
        return []
    told = view.desk.store.readings(Query(story_id=reading.story_id))
    return [make_line(view, item) for item in told if item.article.id != reading.article.id]


def _outlet_of(lines: list[Line], article_id: str) -> str:
    return next((line.outlet for line in lines if line.reading.article.id == article_id), "")
