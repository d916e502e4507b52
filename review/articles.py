"""The list of articles, newest first, and the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from fastapi import APIRouter, Request, Response

from news.analysis import Tier
from news.reading import Reading
from review.asked import read_asked
from review.desk import Desk
from review.filters import ALL, NAMES, ON_SUBJECT, Filters, read_filters
from review.guard import METHODS
from review.line import fold_stories, make_line
from review.narrowing import Choice, amount, languages, sources
from review.turning import add_up, turn_to
from review.view import View, view_of
from storage import Bookmark, Leaf, Query, Shelf, Tally

PAGE = 40
"""Articles on one page."""


def articles(desk: Desk) -> APIRouter:
    """The list, at `/`."""
    router = APIRouter()

    @router.api_route("/", methods=[*METHODS])
    def list_articles(request: Request) -> Response:
        filters = read_filters(read_asked(request, *NAMES))
        view = view_of(desk, request)
        counts = desk.store.tally(Shelf.ARTICLES, filters.wanted(view.zone))
        leaf, found = find_articles(view, filters)
        return view.answer(
            "articles.html",
            amount=partial(amount, view),
            filters=filters,
            days=fold_stories(view, [make_line(view, item, filters.text) for item in found]),
            total=add_up(counts, *filters.tiers),
            leaf=leaf,
            empty=not filters.narrowed and not any(tally.count for tally in counts.values()),
            tabs=_tabs(view, filters, counts),
            languages=languages(view, filters.language),
            sources=sources(view, filters.source),
            tag=view.names.known(filters.kind, filters.key) or filters.key if filters.kind else "",
            link=lambda **changes: _link(view, filters, **changes),
            around=_days_around(view, filters),
            exported=_exported(filters),
        )

    return router


def find_articles(view: View, filters: Filters, limit: int = PAGE) -> tuple[Leaf, list[Reading]]:
    """The page of the list that is asked for.

    Raises:
        RefusalError: when it begins at no place of the list.
    """
    wanted = replace(filters.wanted(view.zone), bands=filters.tiers)
    turn = Bookmark(limit, filters.turn.after, filters.turn.before)
    leaf = turn_to(view.desk, Shelf.ARTICLES, wanted, turn)
    return leaf, view.desk.store.readings(Query(ids=leaf.keys)) if leaf.keys else []


def _link(view: View, filters: Filters, **changes: str) -> str:
    return view.href("/", **{**filters.parameters(), **changes})


def _tabs(view: View, filters: Filters, counts: Mapping[str, Tally]) -> list[Choice]:
    tabs: list[tuple[str, str, tuple[Tier, ...]]] = [
        ("", "on-subject", ON_SUBJECT),
        *((tier.value, f"tier-{tier.value}", (tier,)) for tier in Tier),
        (ALL, "all", tuple(Tier)),
    ]
    return [
        Choice(
            value,
            view.say(code),
            _link(view, filters, tier=value),
            add_up(counts, *tiers),
            value == filters.tier,
        )
        for value, code, tiers in tabs
    ]


def _exported(filters: Filters) -> dict[str, str]:
    """The same narrowing for the export, which without a tier holds all of them."""
    told = filters.parameters()
    day = told.pop("day")
    tier = "" if filters.tier == ALL else filters.tier
    return {**told, "tier": tier, "since": day, "until": day}


def _days_around(view: View, filters: Filters) -> dict[str, str]:
    """The same list of the day before and the day after; empty without a day."""
    if filters.day is None:
        return {}
    steps = {"previous-day": -1, "next-day": 1}
    return {
        code: view.href("/", **filters.shifted(step).parameters()) for code, step in steps.items()
    }
