"""How well the machine does by the team's own words, and the weekly sample."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Query

from news.analysis import TagKind, Tier
from news.proportion import Estimate, Share
from news.recall import Stratum
from news.review import Subject
from review.api.article_shapes import ArticleLine
from review.api.article_telling import line_of
from review.api.asking import Insighted, Reviewer, Seen, Viewed
from review.api.problems import problems
from review.api.shapes import Filled, Question, Shape
from review.asked import Asked
from review.quality import WEEKS, Row, figures_of
from review.sampling import Week as SampleWeek
from review.sampling import look, take_part

router = APIRouter(prefix="/quality", tags=["quality"])


class Between(Shape):
    """A share and the limits that it lies between, of 95 %."""

    value: float
    low: float
    high: float


class Counted(Shape):
    """How many of those judged were right."""

    name: str
    """Of what: a kind, a language, a source, a maker, a week."""
    right: int
    judged: int
    share: Between
    missed: int
    """Tags that people added because the machine had not found them."""


class Facet(Shape):
    """Precision of tags by one property."""

    by: str
    """`by-kind`, `by-language`, `by-source` or `by-maker`."""
    rows: list[Counted]


class Agreed(Shape):
    """How far two reviewers say the same of what both judged."""

    one: str
    other: str
    subject: Subject
    both: int
    same: int
    kappa: float | None
    """Beyond chance; null where chance alone would make them agree on everything."""


class Hurting(Shape):
    """A form that is often wrong."""

    form: str
    code: str
    kind: TagKind | None
    key: str
    name: str
    wrong: int
    judged: int
    share: Between


class Quality(Shape):
    """What the team's reviews say of the machine."""

    weeks: int
    """How far back reviews count."""
    judged: int
    """Targets that a word stands on."""
    whole: list[Counted]
    """Tags, and tiers."""
    facets: list[Facet]
    trend: list[Counted]
    """By week, latest first."""
    recall: Between | None
    """Of core and related, estimated from the weekly samples; null while none is judged."""
    agreements: list[Agreed]
    hurts: list[Hurting]


class SampleQuestion(Question):
    """Which week."""

    week: date | None = None
    """Any day of it; without it the latest that was drawn."""


class Week(Shape):
    """One week that can be drawn and judged."""

    monday: date
    drawn: bool
    articles: int
    mine: int
    """Articles that the asker judged."""
    anyone: int
    whole: bool
    """Whether it counts towards recall."""


class Judged(Shape):
    """Of one stratum, how many of those judged are core or related."""

    stratum: Stratum
    wanted: int
    judged: int
    share: Between


class SampledArticle(Shape):
    """The next article to judge, without what the machine says of it."""

    id: str
    url: str
    title: str
    excerpt: str
    source: str
    language: str


class Sampling(Shape):
    """The weekly sample. The machine's word on the next article is not told."""

    weeks: list[Week]
    present: Week
    next: SampledArticle | None
    strata: list[Judged]
    recall: Between | None


class Draw(Shape):
    """Which week to draw."""

    week: date


class SampleWord(Shape):
    """The tier of an article of the sample."""

    week: date
    article: Filled
    tier: Tier


@router.get("", responses=problems())
def show_quality(view: Viewed, insight: Insighted) -> Quality:
    """Precision, trend, recall, agreement, and the forms that are wrong often."""
    found = figures_of(view, insight)
    return Quality(
        weeks=WEEKS,
        judged=found.judged,
        whole=[_counted(row) for row in found.whole],
        facets=[
            Facet(by=heading, rows=[_counted(row) for row in rows])
            for heading, _, rows in found.tables
        ],
        trend=[_counted(row) for row in found.trend],
        recall=_between(found.recall),
        agreements=[
            Agreed(
                one=each.one,
                other=each.other,
                subject=each.subject,
                both=each.both,
                same=each.same,
                kappa=each.kappa,
            )
            for each in found.agreements
        ],
        hurts=[
            Hurting(
                form=each.harm.form,
                code=each.harm.code,
                kind=TagKind(each.harm.kind) if each.harm.kind else None,
                key=each.harm.key,
                name=each.name,
                wrong=each.harm.wrong.hits,
                judged=each.harm.wrong.of,
                share=_limits(each.harm.wrong),
            )
            for each in found.hurts
        ],
    )


@router.get("/sample", responses=problems(404))
def show_sample(
    view: Seen, insight: Insighted, question: Annotated[SampleQuestion, Query()]
) -> Sampling:
    """The weeks of the sample, and the next article that the asker is to judge."""
    found = look(view, insight, question.week)
    reading = found.reading
    return Sampling(
        weeks=[_week(each) for each in found.weeks],
        present=_week(found.present),
        next=_unjudged(line_of(view, reading)) if reading else None,
        strata=[
            Judged(stratum=stratum, wanted=share.hits, judged=share.of, share=_limits(share))
            for stratum, share in found.judged.items()
        ],
        recall=_between(found.recall),
    )


@router.post("/sample", status_code=204, responses=problems(413))
def draw_sample(view: Viewed, insight: Insighted, visitor: Reviewer, draw: Draw) -> None:
    """Draw the sample of a week; one that was drawn stays as it is."""
    take_part(view, insight, Asked({"week": draw.week.isoformat()}), visitor.name)


@router.post("/sample/words", status_code=204, responses=problems(404, 413))
def judge_sample(view: Viewed, insight: Insighted, visitor: Reviewer, word: SampleWord) -> None:
    """Say the tier of an article of the sample."""
    fields = {
        "week": word.week.isoformat(),
        "article": word.article,
        "tier": word.tier.value,
        "word": uuid4().hex,
    }
    take_part(view, insight, Asked(fields), visitor.name)


def _counted(row: Row) -> Counted:
    return Counted(
        name=row.name,
        right=row.share.hits,
        judged=row.share.of,
        share=_limits(row.share),
        missed=row.missed,
    )


def _limits(share: Share) -> Between:
    found = share.estimate
    return Between(value=found.value, low=found.low, high=found.high)


def _between(found: Estimate | None) -> Between | None:
    return Between(value=found.value, low=found.low, high=found.high) if found else None


def _week(week: SampleWeek) -> Week:
    return Week(
        monday=week.monday,
        drawn=week.sample is not None,
        articles=len(week.sample.drawn) if week.sample else 0,
        mine=week.mine,
        anyone=week.anyone,
        whole=week.whole,
    )


def _unjudged(line: ArticleLine) -> SampledArticle:
    return SampledArticle(
        id=line.id,
        url=line.url,
        title=line.title,
        excerpt=line.excerpt,
        source=line.outlet.name,
        language=line.language,
    )
