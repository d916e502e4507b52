"""The revisions of one article and what each changed: `/articles/{id}/revisions`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from fastapi import APIRouter, HTTPException, Request, Response

from news.article import Article
from review.asked import read_asked
from review.dates import Stamp
from review.desk import Desk
from review.difference import Change, compare, shorten
from review.guard import METHODS
from review.view import View, view_of


@dataclass(frozen=True, slots=True)
class Revised:
    """One revision beside the one before it."""

    number: int
    collected: Stamp
    title: list[Change]
    text: list[Change]
    """Of the first revision nothing: there is nothing to compare it with."""


def revisions(desk: Desk) -> APIRouter:
    """All revisions of an article, the latest first."""
    router = APIRouter()

    @router.api_route("/articles/{article_id}/revisions", methods=[*METHODS])
    def show_revisions(request: Request, article_id: str) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        kept = desk.store.revisions(article_id)
        if not kept:
            raise HTTPException(404, "article-not-found")
        first = Revised(kept[0].revision, view.moment(kept[0].collected_at), [], [])
        later = [_revised(view, old, new) for old, new in pairwise(kept)]
        return view.answer("revisions.html", article=kept[-1], revised=[*later[::-1], first])

    return router


def _revised(view: View, old: Article, new: Article) -> Revised:
    return Revised(
        number=new.revision,
        collected=view.moment(new.collected_at),
        title=compare(old.title, new.title),
        text=shorten(compare(old.text, new.text)),
    )
