"""Lists that are leafed through: articles, the inbox, and the filters that people saved of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Query
from pydantic import Field

from news.analysis import TagKind
from review.api.article_shapes import ArticleLine
from review.api.article_telling import line_of
from review.api.asking import Reviewer, Seen, Viewed
from review.api.problems import problems
from review.api.shapes import Filled, Line, Question, Shape, asked_by
from review.api.story_shapes import StoryLine, story_line
from review.articles import find_articles
from review.asked import Asked
from review.filters import read_filters
from review.inbox import change_filter, find_stories
from review.inbox_filters import read_inbox_filters
from review.named import NameBook
from review.rows import load_rows

router = APIRouter(tags=["lists"])

TierWanted = Literal["core", "related", "context", "off", "all"]
_Text = Annotated[str, Field(max_length=200, pattern=r"^[^\u0000]*$")]
_Place = Annotated[str, Field(max_length=400, pattern=r"^[^\u0000]*$")]


class ListQuestion(Question):
    """What every list takes."""

    tier: TierWanted | None = None
    """Absent: those on the subject, which is all but `off`."""
    language: Annotated[str, Field(pattern="^[a-z]{2,3}$")] | None = None
    source: _Text = ""
    """Id of a source."""
    day: date | None = None
    """Of the zone of those who read the asked language."""
    q: _Text = ""
    """Words, Japanese fragments, phrases in quotes, beginnings with a star."""
    after: _Place = ""
    """Where the page begins: the `next` of an earlier one."""
    before: _Place = ""
    """Where the page ends: the `previous` of a later one."""
    limit: Annotated[int, Field(ge=1, le=100)] = 40


class ArticlesQuestion(ListQuestion):
    """Which articles."""

    kind: TagKind | None = None
    """With `key`: those that carry this tag."""
    key: Annotated[str, Field(max_length=300, pattern=r"^[^\u0000]*$")] = ""


class StoriesQuestion(ListQuestion):
    """Which stories."""

    state: Literal["reviewed", "all"] | None = None
    """Absent: those to review."""
    side: Literal["aura", "aichi", "both"] | None = None
    sector: Line = ""
    """Key of a sector."""
    entity: Line = ""
    """A name in any script, or an id."""
    limit: Annotated[int, Field(ge=1, le=50)] = 25


class Pages(Shape):
    """Where a list goes on. New articles move no page that was given."""

    next: str
    """To be sent as `after`; empty on the last page."""
    previous: str
    """To be sent as `before`; empty on the first page."""


class Articles(Pages):
    """A page of articles, newest first."""

    articles: list[ArticleLine]


class Stories(Pages):
    """A page of the inbox, those first whose review is worth most."""

    stories: list[StoryLine]


class SavedFilter(Shape):
    """What one person likes to see of the inbox."""

    name: Filled
    parameters: dict[str, str]
    """As the parameters of `/stories`."""


class SavedFilters(Shape):
    """The asker's filters, by name."""

    filters: list[SavedFilter]


class FilterKept(SavedFilter):
    """A filter to save."""

    name: Annotated[Filled, Field(max_length=40)]
    instead_of: Annotated[Line, Field(max_length=40)] = ""
    """The name of the filter whose place it takes."""


class FilterName(Shape):
    """Which filter."""

    name: Annotated[Filled, Field(max_length=40)]


@router.get("/articles", responses=problems())
def list_articles(view: Seen, question: Annotated[ArticlesQuestion, Query()]) -> Articles:
    """Articles newest first, and the search."""
    filters = read_filters(asked_by(question))
    leaf, found = find_articles(view, filters, question.limit)
    told = [line_of(view, each, filters.text) for each in found]
    return Articles(articles=told, next=leaf.after, previous=leaf.before)


@router.get("/stories", responses=problems())
def list_stories(view: Seen, question: Annotated[StoriesQuestion, Query()]) -> Stories:
    """The inbox: stories by what reviewing them is worth."""
    known = view.desk.knowledge
    filters = read_inbox_filters(asked_by(question), known)
    leaf = find_stories(view, filters, NameBook(known), question.limit).leaf
    rows = load_rows(view, leaf.keys, filters.text)
    told = [story_line(view, row) for row in rows]
    return Stories(stories=told, next=leaf.after, previous=leaf.before)


@router.get("/filters", responses=problems())
def list_filters(view: Viewed, visitor: Reviewer) -> SavedFilters:
    """One's own saved filters."""
    return SavedFilters(
        filters=[
            SavedFilter(name=each.name, parameters=dict(parse_qsl(each.parameters)))
            for each in view.desk.store.filters(visitor.name)
        ]
    )


@router.post("/filters", status_code=204, responses=problems(409, 413))
def keep_filter(view: Viewed, visitor: Reviewer, kept: FilterKept) -> None:
    """Save a filter, in place of one of the same name."""
    fields = {
        "action": "save",
        "name": kept.name,
        "instead_of": kept.instead_of,
        "parameters": urlencode(kept.parameters),
    }
    change_filter(view.desk, visitor, Asked(fields))


@router.post("/filters/delete", status_code=204, responses=problems(413))
def drop_filter(view: Viewed, visitor: Reviewer, named: FilterName) -> None:
    """Let a saved filter go; nothing happens when there is none."""
    change_filter(view.desk, visitor, Asked({"action": "delete", "instead_of": named.name}))
