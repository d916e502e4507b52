"""A page of a thread of stories: each with the article it is known by, and its proof."""

from __future__ import annotations

from dataclasses import dataclass, replace

from news.glimpse import TagKey
from review.line import Line, make_line
from review.marks import Piece
from review.paging import write_place
from review.sentences import sentence_on
from review.view import View
from storage import Insight, Lead, Query, Thread


@dataclass(frozen=True, slots=True)
class Knot:
    """One story in the thread of a name."""

    line: Line
    sentence: list[Piece]
    story: str
    """Address of the story; empty when the article is alone."""


def page_of(insight: Insight, thread: Thread) -> tuple[list[Lead], str]:
    """The stories of one page, and the place where the next one goes on; empty at the end."""
    leads = insight.leads(replace(thread, limit=thread.limit + 1))
    more = len(leads) > thread.limit
    shown = leads[: thread.limit]
    return shown, write_place(shown[-1].place) if more else ""


def make_knots(view: View, leads: list[Lead], tag: TagKey) -> list[Knot]:
    """The stories with the sentence that names the thing."""
    ids = tuple(lead.article_id for lead in leads)
    found = view.desk.store.readings(Query(ids=ids)) if ids else []
    readings = {reading.article.id: reading for reading in found}
    return [
        Knot(
            make_line(view, reading),
            [] if reading.article.reserved else sentence_on(reading, tag),
            view.href(f"/stories/{lead.story_id}") if lead.story_id else "",
        )
        for lead in leads
        if (reading := readings.get(lead.article_id))
    ]
