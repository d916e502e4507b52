"""Adding a tag that the machine missed: `POST /articles/{id}/tags`.

Scripts send where the words stand, in code points of title, newline, text; without a script the
words are looked for. Places that do not hold the words any more are refused.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response

from news.analysis import Mention, TagKind
from news.article import Article
from news.place import places_of, point_at
from news.review import Review
from news.text import fold
from review.asked import Asked, RefusalError, Saying, bad_value, read_asked
from review.choosing import name_choice, sector_choice
from review.desk import Desk
from review.forms import posted
from review.speech import Speech
from review.words import COMMON, begin, keep

_FIELDS = (*COMMON, "revision", "start", "end", "surface", "kind", "sector")
_LONGEST = 300
_NUMBER = re.compile(r"[0-9]{1,9}")


def missed(desk: Desk) -> APIRouter:
    """What is added to an article, at `/articles/{id}/tags`."""
    router = APIRouter()

    @router.post("/articles/{article_id}/tags")
    def add_tag(
        request: Request, article_id: str, fields: Annotated[Asked, posted(*_FIELDS)]
    ) -> Response:
        read_asked(request)
        view, speech = begin(desk, request, article_id, fields)
        return keep(request, view, speech, fields, [read_missed(desk, speech, fields)])

    return router


def read_missed(desk: Desk, speech: Speech, fields: Asked) -> Review:
    """The tag that the fields add.

    Raises:
        HTTPException: when the text is not the one that was shown.
        RefusalError: when a field is not readable, or the words do not stand in the text.
    """
    place = _read_place(speech.reading.article, fields)
    kind = fields.choice("kind", list(TagKind))
    if not kind:
        raise bad_value("kind", "", ", ".join(TagKind))
    if kind == TagKind.SECTOR:
        choice = sector_choice(desk, fields.text("sector"))
    else:
        choice = name_choice(desk, TagKind(kind), place.surface)
    return speech.add(choice, place)


def _read_place(article: Article, fields: Asked) -> Mention:
    """Where the words stand.

    Raises:
        RefusalError: when they do not stand in the text.
        HTTPException: when the text is not the one that the page showed.
    """
    words = fields.short("surface", _LONGEST)
    if not words:
        raise bad_value("surface", "", Saying("expected-words"))
    if fields.text("revision") != str(article.revision):
        raise HTTPException(409, "text-changed")
    text = article.full_text
    if not fields.text("start"):
        return _find(text, words)
    start, end = _read_number(fields, "start"), _read_number(fields, "end")
    if start >= end or _unbroken(text[start:end]) != _unbroken(words):
        raise HTTPException(409, "text-changed")
    return point_at(text, start, end)


def _read_number(fields: Asked, name: str) -> int:
    value = fields.text(name)
    if not _NUMBER.fullmatch(value):
        raise bad_value(name, value, Saying("expected-place"))
    return int(value)


def _unbroken(text: str) -> str:
    """A text without its line breaks: a field of one line cannot carry them."""
    return text.replace("\r", "").replace("\n", "")


def _find(text: str, words: str) -> Mention:
    """The first place of some words, written so, else in another spelling."""
    for start in places_of(text, words):
        return point_at(text, start, start + len(words))
    folded, wanted = fold(text), fold(words).text
    for start in places_of(folded.text, wanted):
        return point_at(text, *folded.span(start, start + len(wanted)))
    raise RefusalError("words-not-there", words)
