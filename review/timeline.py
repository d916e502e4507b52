"""The cooperation over time: dated facts of record, and the core stories between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from fastapi import APIRouter, Request, Response

from knowledge import Event, Relation
from news.analysis import Tier
from news.day import day_of
from news.glimpse import Glimpse
from news.reading import Reading
from review.asked import read_asked
from review.desk import Desk
from review.guard import METHODS
from review.line import Line, make_line
from review.marks import Piece
from review.paging import read_place
from review.sentences import telling_sentence
from review.thread import page_of
from review.view import View, view_of, web_address
from storage import Insight, Lead, Place, Query, Thread

SPOKEN = ("fr", "ja")
"""The languages in which each line is proved."""
_STORIES = 25


@dataclass(frozen=True, slots=True)
class Voice:
    """What one language says of a story."""

    language: str
    line: Line
    sentence: list[Piece]
    """Empty where the publisher lets only title and link be shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a fact of record, or a story."""

    day: date
    event: Event | None
    source: str
    """Address where the fact was read; empty when it is no address."""
    voices: list[Voice]
    silent: list[str]
    """Languages without a word on the story."""
    href: str


def timeline(desk: Desk, insight: Insight) -> APIRouter:
    """All of it, at `/timeline`."""
    router = APIRouter()

    @router.api_route("/timeline", methods=[*METHODS])
    def show_timeline(request: Request) -> Response:
        asked = read_asked(request, "before")
        view = view_of(desk, request)
        place = read_place(asked)
        entries, further = entries_of(view, insight, place)
        months = groupby(entries, key=lambda entry: (entry.day.year, entry.day.month))
        return view.answer(
            "timeline.html",
            months=[(*month, list(found)) for month, found in months],
            first=place is None,
            older=view.href("/timeline", before=further) if further else "",
        )

    return router


def entries_of(view: View, insight: Insight, place: Place | None) -> tuple[list[Entry], str]:
    """The lines of one page, latest first, and the place where the next one goes on."""
    leads, further = page_of(insight, Thread(tier=Tier.CORE, before=place, limit=_STORIES))
    told = _told(view, leads)
    facts = _facts(view, place, leads[-1] if further else None)
    return sorted([*told, *facts], key=lambda entry: entry.day, reverse=True), further


def _facts(view: View, place: Place | None, last: Lead | None) -> Iterator[Entry]:
    """Facts between the end of the page before and the last story of this one."""
    until = day_of(place[0] if place else view.desk.options.now(), view.zone)
    since = day_of(last.dated, view.zone) if last else date.min
    for event in view.desk.knowledge.events:
        if since < event.start <= until and event.relation is not Relation.LOOK_ALIKE:
            yield Entry(event.start, event, web_address(event.source), [], [], "")


def _told(view: View, leads: list[Lead]) -> Iterator[Entry]:
    """Stories, each with the best word of either language."""
    chosen = _choose(view, leads)
    ids = tuple(glimpse.id for voices in chosen.values() for glimpse in voices.values())
    found = view.desk.store.readings(Query(ids=ids)) if ids else []
    readings = {reading.article.id: reading for reading in found}
    for lead in leads:
        voices = [
            _voice(view, language, readings[glimpse.id])
            for language, glimpse in chosen[lead.article_id].items()
            if glimpse.id in readings
        ]
        heard = {voice.language for voice in voices}
        silent = [language for language in SPOKEN if language not in heard]
        href = view.href(f"/stories/{lead.story_id}") if lead.story_id else ""
        yield Entry(day_of(lead.dated, view.zone), None, "", voices, silent, href)


def _voice(view: View, language: str, reading: Reading) -> Voice:
    sentence = [] if reading.article.reserved else telling_sentence(reading)
    return Voice(language, make_line(view, reading), sentence)


def _choose(view: View, leads: list[Lead]) -> Mapping[str, dict[str, Glimpse]]:
    """By lead, in each language the nearest article in its own words, the earliest of those."""
    store = view.desk.store
    keys = [lead.story_id for lead in leads if lead.story_id]
    stories = {story.id: story.article_ids for story in store.stories(ids=keys)} if keys else {}
    members = {lead.article_id: stories.get(lead.story_id, (lead.article_id,)) for lead in leads}
    ids = tuple(dict.fromkeys(key for told in members.values() for key in told))
    glimpses = {item.id: item for item in store.glimpses(Query(ids=ids))} if ids else {}
    return {
        lead: _best(glimpses[key] for key in told if key in glimpses)
        for lead, told in members.items()
    }


def _best(told: Iterable[Glimpse]) -> dict[str, Glimpse]:
    ordered = sorted(told, key=lambda item: (item.copy, item.tier.rank, item.dated, item.id))
    best: dict[str, Glimpse] = {}
    for glimpse in ordered:
        if glimpse.language in SPOKEN:
            best.setdefault(glimpse.language, glimpse)
    return {language: best[language] for language in SPOKEN if language in best}
