"""The inbox: stories to review, those first whose review is worth most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
from review.visitor import Role, need
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
        return RedirectResponse(view.href("/inbox", **filters.parameters()), 303)

    return router


def _read_name(fields: Asked, field: str) -> str:
    return " ".join(fields.short(field, _LONGEST_NAME).split())


def _answer(view: View, filters: InboxFilters, book: NameBook) -> Response:
    store, wanted = view.desk.store, wanted_by(filters, book, view.zone)
    tallies: Mapping[str, Tally] = {state: Tally(0) for state in StoryState}
    leaf = Leaf(())
    if wanted:
        tallies = store.tally(Shelf.STORIES, wanted)
        turn = Bookmark(PAGE, filters.turn.after, filters.turn.before)
        leaf = turn_to(view.desk, Shelf.STORIES, replace(wanted, bands=filters.states), turn)
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
        unknown_name=wanted is None,
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
