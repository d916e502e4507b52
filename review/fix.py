"""Choosing what a tag should have been: `/articles/{id}/fix`, with a search over all names."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response

from news.analysis import TagKind
from news.glimpse import TagKey
from news.reading import Reading
from review.asked import read_asked
from review.desk import Desk
from review.guard import METHODS
from review.lookup import Known
from review.said import last_id
from review.speech import origins_of
from review.view import View, view_of
from review.words import find_reading

_LONGEST = 300
_MOST = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a tag may be corrected to."""

    value: str
    """Kind and key."""
    kind: TagKind
    name: str
    label: str
    """The canonical name, where it differs."""


def fix(desk: Desk) -> APIRouter:
    """The choice for one tag, at `/articles/{id}/fix`."""
    router = APIRouter()

    @router.api_route("/articles/{article_id}/fix", methods=[*METHODS])
    def choose(request: Request, article_id: str) -> Response:
        asked = read_asked(request, "kind", "key", "q")
        view = view_of(desk, request)
        reading = find_reading(desk, article_id)
        kind = asked.choice("kind", list(TagKind))
        origin = (TagKind(kind or TagKind.PERSON), asked.short("key", _LONGEST))
        if not kind or origin not in origins_of(reading):
            raise HTTPException(404, "tag-not-found")
        label = _label(reading, origin)
        searched = asked.short("q", _LONGEST)
        partial = "hx-request" in request.headers
        return view.answer(
            "_fix.html" if partial else "fix.html",
            partial=partial,
            article=reading.article,
            origin=origin,
            label=view.names.known(*origin) or label,
            name=label,
            searched=searched,
            options=_options(view, origin, searched or label),
            seen=last_id(reading),
        )

    return router


def _label(reading: Reading, origin: TagKey) -> str:
    made = {(tag.kind, tag.key): tag.label for tag in reading.analysis.tags}
    added = {(word.kind, word.key): word.label for word in reading.reviews if word.place}
    return made.get(origin) or added.get(origin) or origin[1]


def _options(view: View, origin: TagKey, searched: str) -> list[Option]:
    """What the words may mean; for a sector, all sectors as well."""
    found = view.desk.lookup.find(searched, _MOST)
    if origin[0] is TagKind.SECTOR:
        found += [
            thing
            for thing in view.desk.lookup.things
            if thing.kind is TagKind.SECTOR and thing not in found
        ]
    return [_option(view, thing) for thing in found if (thing.kind, thing.key) != origin]


def _option(view: View, thing: Known) -> Option:
    name = view.names.known(thing.kind, thing.key)
    label = thing.label if thing.label != name and thing.kind is not TagKind.SECTOR else ""
    return Option(f"{thing.kind}:{thing.key}", thing.kind, name, label)
