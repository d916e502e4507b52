"""Finding readings, and putting them together from their rows in a few queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, false, func, select

from news.analysis import Analysis
from news.reading import Reading
from news.review import Review
from storage.analyses import load_analyses
from storage.articles import select_articles, to_article
from storage.chunks import chunks
from storage.dialects import of
from storage.redirects import Redirects, load_redirects
from storage.reviews import load_reviews
from storage.store import Query
from storage.tables import (
    analyses,
    articles,
    memberships,
    revisions,
    settled,
    settled_tags,
    ungrouped,
)
from storage.terms import parse_terms


def find(connection: Connection, query: Query) -> list[str]:
    """Ids of the articles that a query wants, newest first."""
    query = _redirected(connection, query)
    wanted = _select(query, settled.c.article_id, settled.c.dated)
    wanted = wanted.where(*_conditions(connection, query))
    if not query.ids:
        newest = wanted.order_by(settled.c.dated.desc(), settled.c.article_id.desc())
        page = newest.limit(query.limit or None).offset(query.offset or None)
        return [row.article_id for row in connection.execute(page)]
    rows = [row for asked in _by_id(wanted, query) for row in connection.execute(asked)]
    rows.sort(key=lambda row: (row.dated, row.article_id), reverse=True)
    end = query.offset + query.limit if query.limit else None
    return [row.article_id for row in rows[query.offset : end]]


def count(connection: Connection, query: Query) -> int:
    """How many articles a query wants, without limit and offset."""
    query = _redirected(connection, query)
    wanted = _select(query, func.count()).where(*_conditions(connection, query))
    asked = _by_id(wanted, query) if query.ids else [wanted]
    return sum(connection.scalars(each).one() for each in asked)


def _redirected(connection: Connection, query: Query) -> Query:
    """A query for the tag that counts, whatever key it was asked by."""
    if not query.key:
        return query
    return replace(query, key=load_redirects(connection).get(query.key, query.key))


def _select(query: Query, *columns: ColumnElement[Any]) -> Select[Any]:
    """From what a query speaks of, and no more: a join costs as much as all there is to count."""
    found = select(*columns).select_from(settled)
    if query.source_id or query.text.strip():
        found = found.join(articles, articles.c.id == settled.c.article_id)
    if query.language:
        found = found.join(analyses, analyses.c.id == settled.c.analysis_id)
    return found


def _by_id(wanted: Select[Any], query: Query) -> Iterator[Select[Any]]:
    """A query that names many articles, cut so that no statement has too many parameters."""
    for ids in chunks(list(dict.fromkeys(query.ids))):
        yield wanted.where(settled.c.article_id.in_(ids))


def _conditions(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    if query.since:
        yield settled.c.dated >= query.since
    if query.until:
        yield settled.c.dated < query.until
    if query.tiers:
        yield settled.c.tier.in_(query.tiers)
    if query.language:
        yield analyses.c.language == query.language
    if query.source_id:
        yield articles.c.source_id == query.source_id
    if query.story_id:
        told = select(memberships.c.article_id).where(memberships.c.story_id == query.story_id)
        yield settled.c.article_id.in_(told)
    if query.ungrouped:
        yield settled.c.article_id.in_(select(ungrouped.c.article_id))
    if query.kind or query.key:
        yield settled.c.article_id.in_(_tagged(query))
    if query.text.strip():
        terms = parse_terms(query.text)
        yield articles.c.number.in_(of(connection).matching(terms)) if terms else false()


def _tagged(query: Query) -> Select[Any]:
    tagged = select(settled_tags.c.article_id)
    if query.kind:
        tagged = tagged.where(settled_tags.c.kind == query.kind)
    return tagged.where(settled_tags.c.key == query.key) if query.key else tagged


def load_readings(connection: Connection, article_ids: Sequence[str]) -> list[Reading]:
    """Readings of the articles with these ids, in their order; a handful of queries a chunk."""
    redirects = load_redirects(connection)
    return [
        reading
        for ids in chunks(article_ids)
        for reading in _load_chunk(connection, list(ids), redirects)
    ]


def _load_chunk(connection: Connection, ids: list[str], redirects: Redirects) -> Iterator[Reading]:
    rows = {row.id: row for row in connection.execute(_rows(ids))}
    made = load_analyses(connection, [row.analysis_id for row in rows.values()], redirects)
    said = load_reviews(connection, ids, redirects)
    for article_id in ids:
        row = rows[article_id]
        yield _to_reading(row, made[row.analysis_id], said.get(article_id, ()))


def _rows(ids: list[str]) -> Select[Any]:
    return (
        select_articles(
            settled.c.analysis_id, memberships.c.story_id, memberships.c.near_duplicate_of
        )
        .join(
            settled,
            (settled.c.article_id == articles.c.id) & (settled.c.revision == revisions.c.revision),
        )
        .outerjoin(memberships, memberships.c.article_id == articles.c.id)
        .where(articles.c.id.in_(ids))
    )


def _to_reading(row: Row[Any], analysis: Analysis, reviews: tuple[Review, ...]) -> Reading:
    return Reading(
        article=to_article(row),
        analysis=analysis,
        reviews=reviews,
        story_id=row.story_id or "",
        near_duplicate_of=row.near_duplicate_of or "",
    )
