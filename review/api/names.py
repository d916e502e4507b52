"""Names over time, and those that come again and are not known."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field

from news.analysis import TagKind
from news.glimpse import TagKey
from review.api.article_telling import told_openly
from review.api.asking import Insighted, Seen
from review.api.problems import problems
from review.api.shapes import Question, Shape
from review.api.threads import Followed, FollowedQuestion, follow
from review.candidates import LEAST, WINDOW, unknown_names
from review.company import keep_company
from review.entities import AMONG
from review.months import month_edges
from review.view import View
from storage import Insight

router = APIRouter(tags=["names"])
_Named = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\u0000]*$")]


class Month(Shape):
    """How many articles carried a tag in a month of the reader's zone."""

    year: int
    month: int
    articles: int


class Neighbour(Shape):
    """Who is met in the same stories."""

    kind: TagKind
    key: str
    name: str
    stories: int
    """How many they share."""


class NamePast(Shape):
    """A name over time."""

    name: str
    months: list[Month]
    """The last twelve, oldest first."""
    company: list[Neighbour]
    """Of the latest articles, most stories first."""
    thread: Followed


class NameQuestion(FollowedQuestion):
    """Which name."""

    kind: TagKind
    key: _Named
    """Id of an entity, or the normal form of an unknown name."""


class Witness(Shape):
    """One sentence that names it."""

    article: str
    source: str
    language: str
    dated: datetime
    label: str
    sentence: str
    start: int
    """Where the name stands in the sentence."""
    end: int


class Candidate(Shape):
    """An unknown name that comes again."""

    kind: TagKind
    key: str
    name: str
    sources: int
    """How many told it in their own words."""
    stories: int
    witnesses: list[Witness]


class Candidates(Shape):
    """What the knowledge base may lack, most sources first."""

    days: int
    """How far back was looked."""
    least: int
    """Sources that must have told it."""
    total: int
    candidates: list[Candidate]


class CandidatesQuestion(Question):
    """Which candidates."""

    kind: TagKind | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


@router.get("/names", responses=problems(404))
def show_name(
    view: Seen, insight: Insighted, question: Annotated[NameQuestion, Query()]
) -> NamePast:
    """A name over time, known or not: its months, its company, its stories."""
    tag = (question.kind, question.key)
    entity = view.names.of_tag(*tag)
    labels = insight.labels([tag]) if entity is None else {}
    if entity is None and tag not in labels:
        raise HTTPException(404, "entity-not-found")
    edges = month_edges(view.desk.options.now(), view.zone)
    counts = insight.counts(tag, edges)
    return NamePast(
        name=entity.name(view.language) if entity else labels[tag],
        months=[
            Month(year=edge.year, month=edge.month, articles=count)
            for edge, count in zip(edges, counts, strict=False)
        ],
        company=_company(view, insight, tag),
        thread=follow(view, insight, question, tag),
    )


@router.get("/candidates", responses=problems())
def list_candidates(
    view: Seen, insight: Insighted, question: Annotated[CandidatesQuestion, Query()]
) -> Candidates:
    """Unknown names that come again, with sentences from several sources."""
    unknown = unknown_names(view, insight, question.kind or "")
    shown = unknown[question.offset : question.offset + question.limit]
    evidence = insight.evidence([each.tag for each in shown], view.desk.options.now() - WINDOW)
    spoken = (said.article_id for each in shown for said in evidence[each.tag])
    openly = told_openly(view, spoken)
    told = []
    for each in shown:
        witnesses = [
            Witness(
                article=said.article_id,
                source=said.source_id,
                language=said.language,
                dated=said.dated,
                label=said.label,
                sentence=said.sentence,
                start=said.start,
                end=said.end,
            )
            for said in evidence[each.tag]
            if said.article_id in openly
        ]
        kind, key = each.tag
        name = next((said.label for said in evidence[each.tag]), key)
        told.append(
            Candidate(
                kind=kind,
                key=key,
                name=name,
                sources=each.sources,
                stories=each.stories,
                witnesses=witnesses,
            )
        )
    return Candidates(days=WINDOW.days, least=LEAST, total=len(unknown), candidates=told)


def _company(view: View, insight: Insight, tag: TagKey) -> list[Neighbour]:
    """The names that are met with it, in the asked language."""
    near = keep_company(insight.company(tag, AMONG), tag).neighbours
    labels = insight.labels([key for key, _ in near if view.names.of_tag(*key) is None])
    return [
        Neighbour(
            kind=key[0],
            key=key[1],
            name=view.names.known(*key) or labels.get(key, key[1]),
            stories=count,
        )
        for key, count in near
    ]
