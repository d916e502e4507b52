"""The list of articles, newest first: the first page, and the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from news.analysis import Tier
from review.asked import read_asked
from review.desk import Desk
from review.filters import ALL, NAMES, ON_SUBJECT, Filters, no_page, read_filters
from review.guard import METHODS
from review.line import fold_stories, make_line
from review.view import View, view_of

PAGE = 40
"""Articles on one page."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to change a filter."""

    value: str
    name: str
    href: str
    count: int
    present: bool


def inbox(desk: Desk) -> APIRouter:
    """The list, at `/`."""
    router = APIRouter()

    @router.api_route("/", methods=[*METHODS])
    def list_articles(request: Request) -> Response:
        filters = read_filters(read_asked(request, *NAMES))
        view = view_of(desk, request)
        counts = _count_tiers(desk, filters, view)
        total = sum(counts[tier] for tier in filters.tiers)
        last = max(1, -(-total // PAGE))
        if filters.page > last:
            raise no_page(str(filters.page), last)
        query = replace(
            filters.query(view.zone),
            tiers=filters.tiers,
            limit=PAGE,
            offset=(filters.page - 1) * PAGE,
        )
        lines = [make_line(view, found, filters.text) for found in desk.store.readings(query)]
        return view.answer(
            "inbox.html",
            filters=filters,
            days=fold_stories(view, lines),
            total=total,
            last=last,
            empty=not total and not any(desk.store.totals().values()),
            tabs=_tabs(view, filters, counts),
            languages=_languages(view, filters),
            sources=_sources(view, filters),
            tag=view.names.known(filters.kind, filters.key) or filters.key if filters.kind else "",
            link=lambda **changes: _link(view, filters, **changes),
            around=_days_around(view, filters),
        )

    return router


def _count_tiers(desk: Desk, filters: Filters, view: View) -> dict[Tier, int]:
    query = filters.query(view.zone)
    return {tier: desk.store.count(replace(query, tiers=(tier,))) for tier in Tier}


def _link(view: View, filters: Filters, **changes: str) -> str:
    return view.href("/", **{**filters.parameters(), **changes})


def _tabs(view: View, filters: Filters, counts: Mapping[Tier, int]) -> list[Choice]:
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
            sum(counts[tier] for tier in tiers),
            value == filters.tier,
        )
        for value, code, tiers in tabs
    ]


def _languages(view: View, filters: Filters) -> list[tuple[str, str]]:
    """Languages to choose from: those of the outlets, and the one that is asked for."""
    codes = {source.language for source in view.desk.knowledge.sources.values()}
    return [(code, view.names.spoken(code)) for code in sorted(codes | {filters.language} - {""})]


def _sources(view: View, filters: Filters) -> list[tuple[str, str]]:
    """Outlets to choose from: those of the last run, or all that are known before the first."""
    latest = view.desk.store.runs(1)
    keys = {seen.source_id for seen in latest[0].sources} if latest else set()
    keys = (keys or set(view.desk.knowledge.sources)) | {filters.source} - {""}
    named = [(key, view.names.source(key)) for key in keys]
    return sorted(named, key=lambda item: (item[1].casefold(), item[0]))


def _days_around(view: View, filters: Filters) -> dict[str, str]:
    """The same list of the day before and the day after; empty without a day."""
    if filters.day is None:
        return {}
    steps = {"previous-day": -1, "next-day": 1}
    return {
        code: view.href("/", **filters.shifted(step).parameters()) for code, step in steps.items()
    }
