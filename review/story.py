"""One story: what each language tells of one event, side by side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from fastapi import APIRouter, HTTPException, Request, Response

from knowledge.phrases import LANGUAGES
from news.analysis import TagKind
from news.decision import Move, StoryDecision, state_of
from news.reading import Reading
from news.story import Story
from review.asked import read_asked
from review.dates import Stamp
from review.deciding import MOST_LEAVING
from review.desk import Desk
from review.guard import METHODS
from review.line import Chip, Line, make_chip, make_line
from review.story_words import judged_story
from review.view import View, view_of
from storage import Query


@dataclass(slots=True)
class Telling:
    """One article in its own words, with the copies made of it."""

    line: Line
    why: list[str]
    copies: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Column:
    """What one language tells."""

    language: str
    name: str
    tellings: list[Telling]


def story(desk: Desk) -> APIRouter:
    """One story, at `/stories/{id}`."""
    router = APIRouter()

    @router.api_route("/stories/{story_id}", methods=[*METHODS])
    def show_story(request: Request, story_id: str) -> Response:
        read_asked(request)
        view = view_of(desk, request)
        stories = desk.store.stories(ids=[story_id])
        readings = desk.store.readings(Query(story_id=story_id)) if stories else []
        if not readings:
            raise HTTPException(404, "story-not-found")
        return _answer(view, stories[0], readings)

    return router


def _answer(view: View, told: Story, readings: list[Reading]) -> Response:
    columns = _columns(view, told, readings)
    lead = min(
        readings,
        key=lambda item: (
            item.analysis.language != view.language,
            item.settled.tier.rank,
            item.article.dated,
        ),
    )
    return view.answer(
        "story.html",
        story=told,
        lead=lead.article,
        lead_language=lead.analysis.language,
        judged=judged_story(view, told, readings),
        opened=view.moment(told.opened_at),
        updated=view.moment(told.updated_at),
        columns=columns,
        shared=_shared(view, readings),
        articles=len(readings),
        outlets=len({item.article.source_id for item in readings}),
        state=state_of(told),
        history=history_of(view, told),
        leaving=_leaving(columns),
    )


@dataclass(frozen=True, slots=True)
class Past:
    """One decision that made the story what it is."""

    decision: StoryDecision
    at: Stamp
    stories: int
    """How many were merged, or came of a split."""
    undoable: bool
    """Whether nobody has taken it back yet."""


def history_of(view: View, told: Story) -> list[Past]:
    """The decisions that touch a story, newest first."""
    decisions = view.desk.store.decisions(told.id)
    undone = {decision.undoes for decision in decisions}
    return [
        Past(
            decision,
            view.moment(decision.at),
            max(len(decision.before), len(decision.after)),
            decision.move is not Move.UNDONE and decision.id not in undone,
        )
        for decision in decisions
    ]


def _leaving(columns: list[Column]) -> dict[str, str]:
    """The field of a form that marks each article, as far as one form can hold them."""
    lines = [
        line
        for column in columns
        for telling in column.tellings
        for line in (telling.line, *telling.copies)
    ]
    ids = [line.reading.article.id for line in lines[:MOST_LEAVING]]
    return {key: f"leave-{number}" for number, key in enumerate(ids)}


def _columns(view: View, told: Story, readings: list[Reading]) -> list[Column]:
    """One column a language, each in order of publication, copies under what they repeat."""
    by_id = {reading.article.id: reading for reading in readings}
    tellings: dict[str, Telling] = {}
    columns: defaultdict[str, list[Telling]] = defaultdict(list)
    for member in told.members:
        reading = by_id.get(member.article_id)
        if reading is None:
            continue
        line = make_line(view, reading)
        if member.near_duplicate_of in tellings:
            tellings[member.near_duplicate_of].copies.append(line)
            continue
        telling = Telling(line, [view.reason(reason) for reason in member.why])
        tellings[member.article_id] = telling
        columns[reading.analysis.language].append(telling)
    order = [*LANGUAGES, *sorted(set(columns) - set(LANGUAGES))]
    return [Column(code, view.names.spoken(code), columns[code]) for code in order if columns[code]]


def _shared(view: View, readings: list[Reading]) -> list[Chip]:
    """The tags that more than one language names, those of most articles first."""
    languages: defaultdict[tuple[TagKind, str], list[str]] = defaultdict(list)
    chips: dict[tuple[TagKind, str], Chip] = {}
    for reading in readings:
        for tag in (item.tag for item in reading.settled.tags):
            key = (tag.kind, tag.key)
            languages[key].append(reading.analysis.language)
            chips.setdefault(key, make_chip(view, tag))
    shared = [key for key, spoken in languages.items() if len(set(spoken)) > 1]
    return [chips[key] for key in sorted(shared, key=lambda key: (-len(languages[key]), key))]
