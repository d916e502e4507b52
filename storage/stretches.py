"""The stretches of the two tables of facets that a page of a list is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, exists, literal, select, tuple_

from news.worth import worth_between
from storage.catalogue import EVERYTHING, Shelf, Wanted
from storage.desk_tables import article_facets, story_facets
from storage.places import Place
from storage.tables import stories

# The rarer kinds of properties first: a list is looked up by the first of what is asked for.
_RARER = ("person", "organisation", "source", "place", "sector", "tier", "language", "subject")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one shelf's table of facets."""

    table: Table
    key: Column[Any]
    band: Column[Any]
    rank: Column[Any]


_ARTICLES, _STORIES = article_facets.c, story_facets.c
SHELVES = {
    Shelf.ARTICLES: Columns(article_facets, _ARTICLES.article_id, _ARTICLES.tier, _ARTICLES.dated),
    Shelf.STORIES: Columns(story_facets, _STORIES.story_id, _STORIES.state, _STORIES.worth),
}


def look_up_by(wanted: Wanted) -> str:
    """The facet whose stretch is read; the other conditions are asked of what stands in it."""
    named = {item.partition(":")[0]: item for item in reversed(wanted.facets)}
    return next((named[name] for name in _RARER if name in named), EVERYTHING)


def select_stretch(shelf: Shelf, wanted: Wanted, band: str) -> Select[Any]:
    """Rank and key of all that stands in one band, as far as the index alone can tell."""
    columns = SHELVES[shelf]
    chosen = select(columns.rank, columns.key).where(
        columns.table.c.facet == look_up_by(wanted), columns.band == band
    )
    return chosen.where(*ranks(shelf, wanted))


def ranks(shelf: Shelf, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """The stretch of ranks in which what is wanted can stand."""
    rank = SHELVES[shelf].rank
    least, most = wanted.since, wanted.until
    if shelf is Shelf.ARTICLES:
        if least:
            yield rank >= least
        if most:
            yield rank < most
    elif least and most:
        yield rank.between(*worth_between(least, most))


def other_conditions(shelf: Shelf, wanted: Wanted) -> list[ColumnElement[bool]]:
    """What must be asked of each entry of a stretch."""
    used = look_up_by(wanted)
    return [
        *(_has(shelf, item) for item in dict.fromkeys(wanted.facets) if item != used),
        *(_has_one(shelf, items) for items in wanted.among),
        *_told(shelf, wanted),
    ]


def _has(shelf: Shelf, item: str) -> ColumnElement[bool]:
    columns = SHELVES[shelf]
    other = columns.table.alias()
    mine = other.c[columns.key.name] == columns.key
    return exists(select(literal(1)).select_from(other).where(mine, other.c.facet == item))


def _has_one(shelf: Shelf, items: tuple[str, ...]) -> ColumnElement[bool]:
    columns = SHELVES[shelf]
    other = columns.table.alias()
    mine = other.c[columns.key.name] == columns.key
    # Written so that the few facets of one entry are held against the many that are asked for:
    # looking up each of the many would cost a hundred times as much.
    written = other.c.facet.concat("")
    return exists(select(literal(1)).select_from(other).where(mine, written.in_(items)))


def _told(shelf: Shelf, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """A story's worth tells its day only nearly."""
    if shelf is Shelf.STORIES and wanted.since and wanted.until:
        told = stories.c.updated_at
        within = (told >= wanted.since, told < wanted.until)
        mine = stories.c.id == story_facets.c.story_id
        yield exists(select(literal(1)).select_from(stories).where(mine, *within))


def beyond(shelf: Shelf, place: Place, *, down: bool, at: bool = False) -> ColumnElement[bool]:
    """Further down, or up, than a place; with `at`, the place itself too."""
    columns = SHELVES[shelf]
    mine = tuple_(columns.rank, columns.key)
    other = tuple_(literal(place[0], columns.rank.type), literal(place[1], columns.key.type))
    if down:
        return mine <= other if at else mine < other
    return mine >= other if at else mine > other


def in_order(shelf: Shelf, chosen: Select[Any], *, down: bool) -> Select[Any]:
    """A stretch in the order of the shelf, or the other way round."""
    columns = SHELVES[shelf]
    keys = (columns.rank, columns.key)
    return chosen.order_by(*(key.desc() if down else key.asc() for key in keys))
