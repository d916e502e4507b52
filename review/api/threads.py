"""Stories over time: those of a name, and the timeline of the cooperation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from knowledge import Event
from news.glimpse import TagKey
from news.source import Rights
from review.api.article_shapes import ArticleLine
from review.api.article_telling import line_of, rights_of
from review.api.asking import Insighted, Seen
from review.api.problems import problems
from review.api.shapes import Question, Shape, asked_by
from review.line import Line
from review.marks import Piece
from review.paging import read_place
from review.thread import make_knots, page_of
from review.timeline import Entry, entries_of
from review.view import View
from storage import Insight, Thread

router = APIRouter(tags=["names"])


class FollowedQuestion(Question):
    """Where a thread goes on."""

    before: Annotated[str, Field(max_length=100, pattern=r"^[^\u0000]*$")] = ""
    """What the `next` of an earlier page gave; empty for the newest."""


class Knot(Shape):
    """One story, by the newest article that belongs."""

    article: ArticleLine
    sentence: str
    """The one that proves it; empty where it may not be shown, or the title alone does."""


class Followed(Shape):
    """Stories, newest first."""

    stories: list[Knot]
    next: str
    """To be sent as `before`; empty at the end."""


class EventTold(Shape):
    """A dated fact of record."""

    id: str
    name: str
    """In the asked language."""
    start: date
    end: date
    relation: str
    entities: list[str]
    source: str
    """Where it was read."""


class Voice(Knot):
    """What one language says of a story."""

    language: str


class TimelineEntry(Shape):
    """One line of the timeline: a fact of record, or a core story."""

    day: date
    event: EventTold | None
    voices: list[Voice]
    silent: list[str]
    """Languages without a word on the story."""


class Timeline(Shape):
    """The cooperation over time, latest first."""

    entries: list[TimelineEntry]
    next: str
    """To be sent as `before`; empty at the end."""


TimelineAsked = Annotated[FollowedQuestion, Query()]


@router.get("/timeline", responses=problems())
def show_timeline(view: Seen, insight: Insighted, question: TimelineAsked) -> Timeline:
    """Facts of record, and the core stories between them with evidence in both languages."""
    entries, further = entries_of(view, insight, read_place(asked_by(question)))
    return Timeline(entries=[_entry(view, each) for each in entries], next=further)


def follow(view: View, insight: Insight, question: FollowedQuestion, tag: TagKey) -> Followed:
    """A page of the stories that carry a tag."""
    place = read_place(asked_by(question))
    leads, further = page_of(insight, Thread(tag, before=place))
    knots = make_knots(view, leads, tag)
    return Followed(stories=[_knot(view, each.line, each.sentence) for each in knots], next=further)


def _knot(view: View, line: Line, sentence: Iterable[Piece]) -> Knot:
    shown = rights_of(view, line.reading.article) is Rights.EXCERPT
    told = "".join(piece.text for piece in sentence) if shown else ""
    return Knot(article=line_of(view, line.reading), sentence=told)


def _entry(view: View, entry: Entry) -> TimelineEntry:
    return TimelineEntry(
        day=entry.day,
        event=_event(view, entry.event) if entry.event else None,
        voices=[
            Voice(**dict(_knot(view, each.line, each.sentence)), language=each.language)
            for each in entry.voices
        ],
        silent=entry.silent,
    )


def _event(view: View, event: Event) -> EventTold:
    return EventTold(
        id=event.id,
        name=event.labels.get(view.language) or event.labels["en"],
        start=event.start,
        end=event.end,
        relation=event.relation.value,
        entities=list(event.entities),
        source=event.source,
    )
