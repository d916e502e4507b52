"""The weekly sample: drawn by the clock or a button, put before people one article at a time.

The machine's word is not shown before a person has spoken: who knows it tends to agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.responses import RedirectResponse

from news.analysis import Tier
from news.proportion import Estimate, Share
from news.rating import Rating, last_words, week_of
from news.reading import Reading
from news.recall import Sample, Stratum, complete, recall, shares
from news.review import Review, Subject, Verdict
from review.asked import Asked, Saying, bad_value, read_asked
from review.desk import Desk
from review.drawing import draw_sample, open_weeks
from review.forms import posted
from review.guard import CHANGES, METHODS
from review.line import make_line
from review.view import View, view_of, web_address
from review.visitor import Role, need
from storage import Insight, Query

_WORD = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Week:
    """One week as the page lists it."""

    monday: date
    sample: Sample | None
    """None while it was not drawn."""
    href: str
    mine: int
    """Articles that the visitor judged."""
    anyone: int
    whole: bool
    """Whether it counts towards recall."""


def sampling(desk: Desk, insight: Insight) -> APIRouter:
    """The weeks and the next article, at `/quality/sample`."""
    router = APIRouter()

    @router.api_route("/quality/sample", methods=[*METHODS])
    def show_sample(request: Request) -> Response:
        view = view_of(desk, request)
        return _show(view, insight, _read_week(read_asked(request, "week")))

    @router.api_route("/quality/sample", methods=[*CHANGES])
    def change(
        request: Request, fields: Annotated[Asked, posted("week", "article", "tier", "word")]
    ) -> Response:
        visitor = need(request, Role.REVIEWER)
        view = view_of(desk, request)
        week = take_part(view, insight, fields, visitor.name)
        href = view.href("/quality/sample", week=week.isoformat())
        return RedirectResponse(href, status_code=303)

    return router


def take_part(view: View, insight: Insight, fields: Asked, who: str) -> date:
    """Draw a week's sample or, when the fields name an article, judge it; gives the week.

    Raises:
        RefusalError: when a field is not readable, or the week is not open.
        HTTPException: 404 when the article is not of the week's sample.
    """
    week, desk = _read_week(fields), view.desk
    if week not in open_weeks(desk.options.now()):
        raise bad_value("week", fields.text("week"), Saying("expected-day"))
    if fields.text("article"):
        desk.store.keep_review(_judge(view, insight, fields, who))
    else:
        draw_sample(insight, week, desk.options.now())
    return week


def _read_week(asked: Asked) -> date | None:
    value = asked.text("week")
    if not value:
        return None
    try:
        return week_of(date.fromisoformat(value))
    except (ValueError, OverflowError):
        raise bad_value("week", value, Saying("expected-day")) from None


def words_on(insight: Insight, samples: Iterable[Sample]) -> dict[str, Tier]:
    """The team's tier of each drawn article, as far as anybody has spoken; the latest counts."""
    return _tiers(last_words(_ratings(insight, samples)))


def _ratings(insight: Insight, samples: Iterable[Sample]) -> list[Rating]:
    return insight.tier_ratings([key for sample in samples for key, _ in sample.drawn])


def _tiers(ratings: Iterable[Rating]) -> dict[str, Tier]:
    return {item.review.article_id: tier for item in ratings if (tier := item.tier_said)}


@dataclass(frozen=True, slots=True)
class Sampling:
    """The weeks that are open, and one of them."""

    weeks: list[Week]
    present: Week
    reading: Reading | None
    """The next article that the visitor is to judge; None when there is none left."""
    judged: dict[Stratum, Share]
    recall: Estimate | None


def look(view: View, insight: Insight, asked: date | None) -> Sampling:
    """The weeks and one of them: the one asked for, else the latest that was drawn.

    Raises:
        HTTPException: 404 when the week is not open.
    """
    mondays = open_weeks(view.desk.options.now())
    kept = {sample.week: sample for sample in insight.samples(mondays[-1])}
    ratings = _ratings(insight, kept.values())
    anyone = _tiers(last_words(ratings))
    me = view.visitor.name if view.visitor else ""
    mine = _tiers(last_words(item for item in ratings if item.review.reviewer == me))
    weeks = [_week(view, monday, kept.get(monday), (mine, anyone)) for monday in mondays]
    chosen = asked or next((week.monday for week in weeks if week.sample), mondays[0])
    present = next((week for week in weeks if week.monday == chosen), None)
    if present is None:
        raise HTTPException(404, "week-not-found")
    sample = present.sample
    return Sampling(
        weeks=weeks,
        present=present,
        reading=_next(view, sample, mine),
        judged=shares(sample, anyone) if sample else {},
        recall=recall([sample], anyone) if sample else None,
    )


def _show(view: View, insight: Insight, asked: date | None) -> Response:
    found = look(view, insight, asked)
    reading = found.reading
    return view.answer(
        "sample.html",
        weeks=found.weeks,
        present=found.present,
        reading=reading,
        line=make_line(view, reading) if reading else None,
        original=web_address(reading.article.url) if reading else "",
        tiers=[*Tier],
        word=uuid4().hex,
        may=view.visitor is not None and view.visitor.may(Role.REVIEWER),
        strata=[(stratum, share, share.estimate) for stratum, share in found.judged.items()],
        recall=found.recall,
    )


def _week(
    view: View, monday: date, sample: Sample | None, words: tuple[dict[str, Tier], dict[str, Tier]]
) -> Week:
    drawn = [key for key, _ in sample.drawn] if sample else []
    mine, anyone = (sum(key in said for key in drawn) for said in words)
    return Week(
        monday=monday,
        sample=sample,
        href=view.href("/quality/sample", week=monday.isoformat()),
        mine=mine,
        anyone=anyone,
        whole=sample is not None and complete(sample, words[1]),
    )


def _next(view: View, sample: Sample | None, mine: dict[str, Tier]) -> Reading | None:
    """The first article in the order drawn that the visitor has not judged and is still kept."""
    left = [key for key, _ in sample.drawn if key not in mine] if sample else []
    for key in left:
        found = view.desk.store.readings(Query(ids=(key,)))
        if found:
            return found[0]
    return None


def _judge(view: View, insight: Insight, fields: Asked, who: str) -> Review:
    """What the form says as a review; the same form sent twice is the same review.

    Raises:
        RefusalError: when the tier or the form's number is none.
        HTTPException: 404 when the article is not of the week's sample.
    """
    key, tier = fields.text("article"), fields.choice("tier", [*map(str, Tier)])
    word = fields.text("word")
    if not tier:
        raise bad_value("tier", tier, ", ".join(Tier))
    if not _WORD.fullmatch(word):
        raise bad_value("word", word, Saying("expected-form"))
    week = _read_week(fields)
    drawn = {item for sample in _of_week(insight, week) for item, _ in sample.drawn}
    found: Sequence[Reading] = view.desk.store.readings(Query(ids=(key,))) if key in drawn else ()
    if not found:
        raise HTTPException(404, "article-not-found")
    right = found[0].analysis.relevance.tier.value == tier
    return Review(
        id=word,
        article_id=key,
        subject=Subject.TIER,
        verdict=Verdict.ACCEPTED if right else Verdict.CORRECTED,
        reviewer=who,
        at=view.desk.options.now(),
        corrected_to=tier,
    )


def _of_week(insight: Insight, week: date | None) -> list[Sample]:
    return [sample for sample in insight.samples(week or date.max) if sample.week == week]
