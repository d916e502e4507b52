"""One article, its revisions, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from fastapi import APIRouter, HTTPException, Request

from news.article import Article
from news.errors import ConflictError
from news.review import Review
from news.source import Rights
from review.api.article_shapes import ArticleWhole
from review.api.article_telling import rights_of, whole_of
from review.api.asking import Reviewer, Viewed
from review.api.problems import ProblemError, make_problem, problems
from review.api.shapes import Key, Shape
from review.api.words_shapes import AddTag, Conflict, Say, Told, words_of
from review.asked import Asked
from review.difference import Fate, compare, shorten
from review.missed import read_missed
from review.said import last_id, tell_since
from review.view import View
from review.words import begin, find_reading, put_down, read_words

router = APIRouter(tags=["articles"])


class Stretch(Shape):
    """A stretch of text with one fate."""

    fate: Fate
    text: str


class Revision(Shape):
    """One text of an article, and what it changed."""

    number: int
    """1 for the first text seen."""
    collected_at: datetime
    title: list[Stretch]
    """Against the revision before; empty for the first one."""
    text: list[Stretch]
    """The same of the text, what stayed shortened; empty where it may not be shown."""


class Revisions(Shape):
    """The texts of an article, the latest first."""

    revisions: list[Revision]


@router.get("/articles/{article_id}", responses=problems(404))
def show_article(view: Viewed, article_id: Key) -> ArticleWhole:
    """One article: its text where that may be shown, tags with proofs, reasons, words."""
    return whole_of(view, find_reading(view.desk, article_id))


@router.get("/articles/{article_id}/revisions", responses=problems(404))
def list_revisions(view: Viewed, article_id: Key) -> Revisions:
    """All texts of an article that were seen, and what each changed."""
    kept = view.desk.store.revisions(article_id)
    if not kept:
        raise HTTPException(404, "article-not-found")
    rights = rights_of(view, kept[-1])
    first = Revision(number=kept[0].revision, collected_at=kept[0].collected_at, title=[], text=[])
    later = [_revised(old, new, rights) for old, new in pairwise(kept)]
    return Revisions(revisions=[*later[::-1], first])


def _revised(old: Article, new: Article, rights: Rights) -> Revision:
    title = [] if rights is Rights.LINK else compare(old.title, new.title)
    text = shorten(compare(old.text, new.text)) if rights is Rights.EXCERPT else []
    return Revision(
        number=new.revision,
        collected_at=new.collected_at,
        title=[Stretch(fate=each.fate, text=each.text) for each in title],
        text=[Stretch(fate=each.fate, text=each.text) for each in text],
    )


@router.post(
    "/articles/{article_id}/reviews",
    status_code=201,
    responses={
        **problems(404, 413),
        409: {"model": Conflict, "description": "Somebody spoke of the same thing since."},
    },
)
def say(request: Request, view: Viewed, _: Reviewer, article_id: Key, word: Say) -> Told:
    """Say something of an article: its tier, a tag, a missed tag; or take a word back."""
    fields = Asked({name: text for name, text in word.fields().items() if text})
    speech = begin(view.desk, request, article_id, fields)[1]
    if isinstance(word, AddTag):
        said = [read_missed(view.desk, speech, fields)]
    else:
        said = read_words(view.desk, speech, fields)
    try:
        put_down(view.desk, speech, said, word.seen)
    except ConflictError as error:
        raise ProblemError(_conflict(request, view, said, word.seen)) from error
    reading = find_reading(view.desk, article_id)
    return Told(seen=last_id(reading), words=words_of(view, reading))


def _conflict(request: Request, view: View, said: Sequence[Review], seen: str) -> Conflict:
    reading = find_reading(view.desk, said[0].article_id)
    since = {told.id for told in tell_since(view, reading, seen, {word.target for word in said})}
    problem = make_problem(view.desk, request, 409, "conflict")
    return Conflict(
        **dict(problem),
        seen=last_id(reading),
        others=[word for word in words_of(view, reading) if word.id in since],
    )
