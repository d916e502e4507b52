"""How well the machine does, by the team's own words: shares with their limits, and what hurts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from news.analysis import Reason, TagKind
from news.proportion import Estimate, Share
from news.rating import (
    LEAST,
    Agreement,
    Harm,
    Rating,
    agreements,
    harms,
    last_words,
    missed,
    precision,
    week_of,
)
from news.recall import Sample, recall
from news.review import Subject
from review.asked import read_asked
from review.dates import short_day
from review.desk import Desk
from review.guard import METHODS
from review.sampling import words_on
from review.view import View, view_of
from storage import Insight

WEEKS = 26
"""How far back reviews count."""


@dataclass(frozen=True, slots=True)
class Row:
    """One share, named."""

    name: str
    share: Share
    estimate: Estimate
    missed: int = 0
    """Tags that people added because the machine had not found them."""


@dataclass(frozen=True, slots=True)
class Hurt:
    """One form that is often wrong."""

    harm: Harm
    why: str
    name: str
    href: str
    rules: str
    """Address of the page where the team's knowledge is changed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What the reviews of late come to."""

    judged: int
    """Targets that a word stands on."""
    whole: list[Row]
    """Tags, and tiers."""
    tables: list[tuple[str, str, list[Row]]]
    """Precision of tags by a facet: the phrases of the table and of its first column, its rows."""
    trend: list[Row]
    """Precision of tags by week, the latest first."""
    samples: list[Sample]
    recall: Estimate | None
    agreements: list[Agreement]
    hurts: list[Hurt]


def quality(desk: Desk, insight: Insight) -> APIRouter:
    """The page, at `/quality`."""
    router = APIRouter()

    @router.api_route("/quality", methods=[*METHODS])
    def show_quality(request: Request) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        found = figures_of(view, insight)
        things = {field.name: getattr(found, field.name) for field in fields(found)}
        return view.answer("quality.html", weeks=WEEKS, least=LEAST, **things)

    return router


def figures_of(view: View, insight: Insight) -> Figures:
    """All figures, by the reviews of the last `WEEKS`."""
    now = view.desk.options.now()
    ratings = insight.ratings(now - timedelta(weeks=WEEKS))
    tags = [item for item in ratings if item.review.subject is Subject.TAG]
    tiers = [item for item in ratings if item.review.subject is Subject.TIER]
    samples = insight.samples(week_of(now.date()) - timedelta(weeks=WEEKS - 1))
    return Figures(
        judged=len(last_words(ratings)),
        whole=[*_rows(tags, lambda _: view.say("tags")), *_rows(tiers, lambda _: view.say("tier"))],
        tables=_tables(view, tags),
        trend=_trend(view, tags),
        samples=samples,
        recall=recall(samples, words_on(insight, samples)),
        agreements=agreements(ratings),
        hurts=[_hurt(view, harm) for harm in harms(tags)],
    )


def _tables(view: View, tags: list[Rating]) -> list[tuple[str, str, list[Row]]]:
    """Precision by each facet, with the phrases that head the table and its first column."""
    names = view.names
    facets: list[tuple[str, str, Callable[[Rating], str]]] = [
        ("by-kind", "kind", lambda item: view.say(item.review.kind or TagKind.PERSON)),
        ("by-language", "language", lambda item: names.spoken(item.language)),
        ("by-source", "source", lambda item: names.source(item.source_id)),
        ("by-maker", "version", lambda item: item.maker),
    ]
    return [(heading, first, _rows(tags, facet)) for heading, first, facet in facets]


def _rows(ratings: list[Rating], facet: Callable[[Rating], str]) -> list[Row]:
    """Those judged most often first."""
    found, lost = precision(ratings, facet), missed(ratings, facet)
    empty = Share(0, 0)
    rows = [
        Row(name, found.get(name, empty), found.get(name, empty).estimate, lost[name])
        for name in found.keys() | lost.keys()
    ]
    return sorted(rows, key=lambda row: (-row.share.of, row.name.casefold()))


def _trend(view: View, tags: list[Rating]) -> list[Row]:
    """Precision week by week, the latest first."""
    weekly: dict[date, Share] = precision(tags, lambda item: item.week)
    return [
        Row(short_day(view.say, week), share, share.estimate)
        for week, share in sorted(weekly.items(), reverse=True)
    ]


def _hurt(view: View, harm: Harm) -> Hurt:
    kind = TagKind(harm.kind) if harm.kind else TagKind.PERSON
    return Hurt(
        harm=harm,
        why=view.reason(Reason(harm.code, (harm.form,))),
        name=view.names.known(kind, harm.key) or harm.key,
        href=view.name_link(kind, harm.key),
        rules=view.href("/knowledge"),
    )
