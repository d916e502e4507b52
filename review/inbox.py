"""The inbox: stories to review, those first whose review is worth most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from review.asked import Asked, Saying, bad_value, read_asked, read_fields
from review.desk import Desk
from review.filters import ALL
from review.forms import posted
from review.guard import METHODS
from review.inbox_filters import NAMES, SIDES, InboxFilters, read_inbox_filters, wanted_by
from review.named import NameBook
from review.narrowing import Choice, amount, languages, sources
from review.rows import load_rows
from review.turning import add_up, turn_to
from review.view import View, view_of
from review.visitor import Role, Visitor, need
from storage import Bookmark, Leaf, SavedFilter, Shelf, StoryState, Tally

PAGE = 25
"""Stories on one page."""
_LONGEST_NAME = 40
_MOST_SAVED = 20


def inbox(desk: Desk) -> APIRouter:
    """The inbox at `/inbox`, and each person's filters of it."""
    router = APIRouter()
    book = NameBook(desk.knowledge)

    @router.api_route("/inbox", methods=[*METHODS])
    def list_stories(request: Request) -> Response:
        filters = read_inbox_filters(read_asked(request, *NAMES), desk.knowledge)
        return _answer(view_of(desk, request), filters, book)

    @router.post("/inbox/filters")
    def change_filters(
        request: Request,
        fields: Annotated[Asked, posted("action", "name", "instead_of", "parameters")],
    ) -> Response:
        visitor, view = need(request, Role.REVIEWER), view_of(desk, request)
        filters = change_filter(desk, visitor, fields)
        return RedirectResponse(view.href("/inbox", **filters.parameters()), 303)

    return router


def change_filter(desk: Desk, visitor: Visitor, fields: Asked) -> InboxFilters:
    """Save one of a person's filters, or let it go; gives what it narrows to.

    Raises:
        RefusalError: when a field is not readable.
        HTTPException: 409 when there are too many.
    """
    name, old = _read_name(fields, "name"), _read_name(fields, "instead_of")
    chosen = dict(parse_qsl(fields.short("parameters", 2000)))
    filters = read_inbox_filters(read_fields(chosen.items(), NAMES), desk.knowledge)
    if fields.choice("action", ("save", "delete")) == "delete":
        desk.store.drop_filter(visitor.name, old)
    elif not name:
        raise bad_value("name", name, Saying("expected-words"))
    elif not old and len(desk.store.filters(visitor.name)) >= _MOST_SAVED:
        raise HTTPException(409, "too-many-filters")
    else:
        kept = SavedFilter(visitor.name, name, urlencode(filters.parameters()))
        desk.store.keep_filter(kept, instead_of=old)
    return filters


def _read_name(fields: Asked, field: str) -> str:
    return " ".join(fields.short(field, _LONGEST_NAME).split())


@dataclass(frozen=True, slots=True)
class Found:
    """A page of the inbox."""

    leaf: Leaf
    tallies: Mapping[str, Tally]
    """How many stories there are in each state."""
    known: bool = True
    """Whether anything is known by the name that was asked for."""


def find_stories(view: View, filters: InboxFilters, book: NameBook, limit: int = PAGE) -> Found:
    """The page of the inbox that is asked for.

    Raises:
        RefusalError: when it begins at no place of the list.
    """
    wanted = wanted_by(filters, book, view.zone)
    if wanted is None:
        return Found(Leaf(()), {state: Tally(0) for state in StoryState}, known=False)
    turn = Bookmark(limit, filters.turn.after, filters.turn.before)
    leaf = turn_to(view.desk, Shelf.STORIES, replace(wanted, bands=filters.states), turn)
    return Found(leaf, view.desk.store.tally(Shelf.STORIES, wanted))


def _answer(view: View, filters: InboxFilters, book: NameBook) -> Response:
    found = find_stories(view, filters, book)
    tallies, leaf = found.tallies, found.leaf
    sectors = view.desk.knowledge.sectors.values()
    return view.answer(
        "inbox.html",
        amount=partial(amount, view),
        filters=filters,
        rows=load_rows(view, leaf.keys, filters.text),
        leaf=leaf,
        total=add_up(tallies, *filters.states),
        states=_states(view, filters, tallies),
        tiers=["core", "related", "context", "off", ALL],
        sides=SIDES,
        languages=languages(view, filters.language),
        sectors=sorted((item.label(view.language), item.key) for item in sectors),
        sources=sources(view, filters.source),
        unknown_name=not found.known,
        meant=[view.names.entity(key) for key in book.find(filters.entity)],
        saved=_saved(view, filters),
        parameters=urlencode(filters.parameters()),
        here=view.href("/inbox", **filters.parameters()),
        link=lambda **changes: view.href("/inbox", **{**filters.parameters(), **changes}),
    )


def _states(view: View, filters: InboxFilters, tallies: Mapping[str, Tally]) -> list[Choice]:
    choices = (
        ("", "state-open", (StoryState.OPEN,)),
        ("reviewed", "state-reviewed", (StoryState.REVIEWED,)),
        (ALL, "all", tuple(StoryState)),
    )
    return [
        Choice(
            value,
            view.say(code),
            view.href("/inbox", **{**filters.parameters(), "state": value}),
            add_up(tallies, *states),
            value == filters.state,
        )
        for value, code, states in choices
    ]


def _saved(view: View, filters: InboxFilters) -> list[tuple[SavedFilter, str, bool]]:
    """The visitor's filters, each with its address and whether it is the present one."""
    if view.visitor is None:
        return []
    here = urlencode(filters.parameters())
    return [
        (kept, view.href("/inbox", **dict(parse_qsl(kept.parameters))), kept.parameters == here)
        for kept in view.desk.store.filters(view.visitor.name)
    ]
