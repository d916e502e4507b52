"""Exports: articles with their tags, and who said what when, for spreadsheets and programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from news.analysis import TagKind, Tier
from news.day import day_window
from news.export import COLUMNS, REVIEW_COLUMNS, record, row, said, said_row
from news.spreadsheet import BYTE_ORDER_MARK, write_row
from review.api.asking import Seen
from review.api.problems import problems
from review.api.shapes import Question, Shape, asked_by
from review.api.words_shapes import Word, tell_word
from review.filters import read_day, read_text
from review.paging import read_place, write_place
from storage import Query as Wanted
from storage import Store, walk
from storage import Word as Spoken

router = APIRouter(tags=["exports"])
Form = Literal["csv", "jsonl"]
_MEDIA = {"csv": "text/csv", "jsonl": "application/x-ndjson"}
_AT_ONCE = 500


class ExportQuestion(Question):
    """In what form."""

    format: Form = "csv"
    """A spreadsheet of RFC 4180 whose cells none runs, or one JSON object a line."""


class ArticlesExport(ExportQuestion):
    """Which articles, in what form."""

    since: date | None = None
    """First day, of the zone of those who read the asked language."""
    until: date | None = None
    """Last day."""
    tier: Tier | None = None
    language: Annotated[str, Field(pattern="^([a-z]{2,3})?$")] = ""
    source: Annotated[str, Field(max_length=300, pattern=r"^[^\u0000]*$")] = ""
    """Id of a source."""
    kind: TagKind | None = None
    """With `key`: those that carry this tag."""
    key: Annotated[str, Field(max_length=300, pattern=r"^[^\u0000]*$")] = ""
    q: Annotated[str, Field(max_length=200, pattern=r"^[^\u0000]*$")] = ""
    """Words, as in the list of articles."""


class ReviewsQuestion(Question):
    """Which words."""

    after: Annotated[str, Field(max_length=100, pattern=r"^[^\u0000]*$")] = ""
    """The `next` of an earlier page; empty for the first words ever."""
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class Reviews(Shape):
    """What analysts said, oldest first."""

    words: list[Word]
    next: str
    """To be sent as `after`, now or when more was said; empty when there is no word at all."""


_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The lines, as they are read.",
        "content": {
            media.partition(";")[0]: {"schema": {"type": "string"}} for media in _MEDIA.values()
        },
    }
}


@router.get("/reviews", responses=problems())
def list_reviews(view: Seen, question: Annotated[ReviewsQuestion, Query()]) -> Reviews:
    """Who said what when, of all articles."""
    place = read_place(asked_by(question), "after")
    found = view.desk.store.words(place, question.limit)
    return Reviews(
        words=[tell_word(view, each.review, stands=each.stands) for each in found],
        next=write_place(found[-1].place) if found else question.after,
    )


@router.get("/export", responses={**_STREAMED, **problems()}, response_class=StreamingResponse)
def export_articles(view: Seen, question: Annotated[ArticlesExport, Query()]) -> StreamingResponse:
    """Articles with their tags as they count, newest first; titles and tags as rights allow."""
    known, asked = view.desk.knowledge.sources, asked_by(question)
    first, last = read_day(asked, "since"), read_day(asked, "until")
    wanted = Wanted(
        since=day_window(first, view.zone)[0] if first else None,
        until=day_window(last, view.zone)[1] if last else None,
        tiers=(question.tier,) if question.tier else (),
        language=question.language,
        source_id=question.source,
        kind=question.kind,
        key=question.key,
        text=read_text(asked),
    )
    told = (
        record(each, known.get(each.article.source_id)) for each in walk(view.desk.store, wanted)
    )
    return _stream(question.format, "articles", told, (COLUMNS, row))


@router.get(
    "/export/reviews", responses={**_STREAMED, **problems()}, response_class=StreamingResponse
)
def export_reviews(view: Seen, question: Annotated[ExportQuestion, Query()]) -> StreamingResponse:
    """Who said what when, oldest first."""
    told = (said(each.review, stands=each.stands) for each in _all_words(view.desk.store))
    return _stream(question.format, "reviews", told, (REVIEW_COLUMNS, said_row))


def _all_words(store: Store) -> Iterator[Spoken]:
    found = store.words(None, _AT_ONCE)
    while found:
        yield from found
        found = store.words(found[-1].place, _AT_ONCE)


Table = tuple[Sequence[str], Callable[[dict[str, Any]], list[str]]]
"""The heads of a table, and the cells of one record."""


def _stream(
    form: Form, name: str, told: Iterator[dict[str, Any]], table: Table
) -> StreamingResponse:
    lines = _write_table(told, table) if form == "csv" else _write_lines(told)
    headers = {"content-disposition": f'attachment; filename="{name}.{form}"'}
    return StreamingResponse(lines, media_type=_MEDIA[form], headers=headers)


def _write_table(told: Iterator[dict[str, Any]], table: Table) -> Iterator[str]:
    heads, cells = table
    yield BYTE_ORDER_MARK + write_row(heads)
    for each in told:
        yield write_row(cells(each))


def _write_lines(told: Iterator[dict[str, Any]]) -> Iterator[str]:
    for each in told:
        yield json.dumps(each, ensure_ascii=False) + "\n"
