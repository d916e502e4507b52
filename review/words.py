"""Taking analysts' words on an article: `POST /articles/{id}/reviews`.

One address takes every word: a tier, a verdict on a tag, the taking back of an earlier word. The
field `seen` says what the analyst had read of the article's words; when somebody spoke of the same
thing since, nothing is kept, both words are shown, and the second may be confirmed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from news.analysis import TagKind, Tier
from news.errors import ConflictError
from news.reading import Reading
from news.review import Review, Verdict, standing
from review.article import answer_article
from review.asked import Asked, Saying, bad_value, read_asked
from review.choosing import CHOICE, read_choice
from review.desk import Desk
from review.forms import posted
from review.said import Conflict, judged, last_id, tell_since, tell_verdict
from review.speech import Speech, joined_with, last_word
from review.view import View, view_of
from review.visitor import Role, need
from storage import Query

_LONGEST = 300
_LONGEST_NOTE = 2000
COMMON = ("seen", "part", "back", "note")
_FIELDS = (*COMMON, "tier", "verdict", "kind", "key", "undo", *CHOICE)
_VERDICTS = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.CORRECTED)
ROW = "row"
"""The part of a page that one article's row of a list is."""


def words(desk: Desk) -> APIRouter:
    """What is said of an article, at `/articles/{id}/reviews`."""
    router = APIRouter()

    @router.post("/articles/{article_id}/reviews")
    def take_words(
        request: Request, article_id: str, fields: Annotated[Asked, posted(*_FIELDS)]
    ) -> Response:
        read_asked(request)
        view, speech = begin(desk, request, article_id, fields)
        return keep(request, view, speech, fields, read_words(desk, speech, fields))

    return router


def begin(desk: Desk, request: Request, article_id: str, fields: Asked) -> tuple[View, Speech]:
    """The analyst before the article.

    Raises:
        HTTPException: without a session, without the role, without the article.
        RefusalError: when a field is not readable.
    """
    visitor = need(request, Role.REVIEWER)
    reading = find_reading(desk, article_id)
    seen = fields.text("seen")
    if seen and seen not in {word.id for word in reading.reviews}:
        raise bad_value("seen", seen, Saying("expected-seen"))
    note = fields.short("note", _LONGEST_NOTE)
    return view_of(desk, request), Speech(reading, visitor.name, desk.options.now(), note)


def find_reading(desk: Desk, article_id: str) -> Reading:
    """One article.

    Raises:
        HTTPException: when it is not here.
    """
    found = desk.store.readings(Query(ids=(article_id,)))
    if not found:
        raise HTTPException(404, "article-not-found")
    return found[0]


def read_words(desk: Desk, speech: Speech, fields: Asked) -> list[Review]:
    """What the fields say.

    Raises:
        HTTPException: when they speak of a tag that is not there, or of another one's word.
        RefusalError: when a field is not readable.
    """
    if undo := fields.short("undo", _LONGEST):
        return [speech.take_back(_own(speech, undo))]
    if tier := fields.choice("tier", list(Tier)):
        return [speech.judge_tier(Tier(tier))]
    verdict = fields.choice("verdict", _VERDICTS)
    if not verdict:
        raise bad_value("verdict", "", ", ".join(_VERDICTS))
    kind, key = fields.choice("kind", list(TagKind)), fields.short("key", _LONGEST)
    origins = joined_with(speech.reading, (TagKind(kind), key)) if kind else ()
    if not origins:
        raise HTTPException(404, "tag-not-found")
    if verdict == Verdict.ACCEPTED:
        return speech.accept(origins)
    if verdict == Verdict.REJECTED:
        return speech.reject(origins)
    return speech.correct(origins, read_choice(desk, fields))


def _own(speech: Speech, name: str) -> Review:
    """The word of one's own that is to be taken back."""
    for word in standing(speech.reading.reviews):
        if word.id == name and word.reviewer == speech.reviewer:
            return word
    raise HTTPException(409, "word-not-yours")


def keep(
    request: Request, view: View, speech: Speech, fields: Asked, said: Sequence[Review]
) -> Response:
    """Keep words and answer: the page anew, the part that changed, or what stands against it."""
    try:
        put_down(view.desk, speech, said, fields.text("seen"))
    except ConflictError:
        return _ask_again(request, view, said, fields)
    if "hx-request" not in request.headers:
        return RedirectResponse(_back(view, speech.reading, fields), 303)
    reading = find_reading(view.desk, speech.reading.article.id)
    return _answer(request, view, reading, fields)


def put_down(desk: Desk, speech: Speech, said: Sequence[Review], seen: str) -> None:
    """Keep words of somebody who had read an article's words up to one.

    Raises:
        ConflictError: when somebody spoke of the same thing since.
    """
    read = _read_until(speech.reading, seen)
    for word in said:
        desk.store.keep_review(word, last_word(read, word.target))


def _read_until(reading: Reading, seen: str) -> list[Review]:
    """The words that were there when the page was made."""
    ids = [word.id for word in reading.reviews]
    return list(reading.reviews[: ids.index(seen) + 1]) if seen else []


def _ask_again(request: Request, view: View, said: Sequence[Review], fields: Asked) -> Response:
    reading = find_reading(view.desk, said[0].article_id)
    targets = {word.target for word in said}
    again = {**fields.values, "seen": last_id(reading)}
    conflict = Conflict(
        others=tell_since(view, reading, fields.text("seen"), targets),
        mine=tell_verdict(view, said[0], reading.reviews),
        action=view.href(view.path),
        fields=[item for item in again.items() if item[0] != "lang"],
    )
    return _answer(request, view, reading, fields, conflict)


def _answer(
    request: Request,
    view: View,
    reading: Reading,
    fields: Asked,
    conflict: Conflict | None = None,
) -> Response:
    partial = "hx-request" in request.headers
    status = 200 if partial else 409
    if fields.choice("part", (ROW,)) and partial:
        row = judged(view, reading, conflict)
        return view.answer("row.html", judged=row, back=_local(fields.text("back")))
    template = "_article.html" if partial else "article.html"
    return answer_article(view, reading, conflict, template, status)


def _back(view: View, reading: Reading, fields: Asked) -> str:
    """Where a browser without scripts goes on: the list it came from, or the article."""
    back = _local(fields.text("back"))
    return back or view.href(f"/articles/{reading.article.id}") + "#tags"


def _local(address: str) -> str:
    """An address of this desk; empty when it is none, so that nobody is led elsewhere."""
    parts = urlsplit(address)
    plain = address.isascii() and address.isprintable() and "\\" not in address
    local = plain and not parts.scheme and not parts.netloc and address.startswith("/")
    return address if local and not address.startswith("//") else ""
