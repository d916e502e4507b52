"""What a day's digest asks of other days; the answers cost what the day has, not what is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Row,
    Select,
    bindparam,
    literal,
    select,
    union_all,
)

from news.glimpse import Glimpse, TagKey
from storage.articles import to_published
from storage.chunks import chunks
from storage.database import Database
from storage.readings import find
from storage.store import Query
from storage.tables import analyses, articles, memberships, revisions, settled, settled_tags

_QUESTIONS = 100
"""Parts of one UNION, always as many, so that it is written once: SQLite takes 500 at most."""


class SqlHindsight(Database):
    """A `Hindsight` on an SQL database."""

    def glimpses(self, query: Query) -> list[Glimpse]:
        """The articles that `readings()` would give, without their words."""
        with self.reading() as connection:
            return [
                glimpse
                for ids in chunks(find(connection, query))
                for glimpse in _load_glimpses(connection, list(ids))
            ]

    def met(self, keys: Collection[TagKey], before: datetime) -> set[TagKey]:
        """Those of these tags that an article dated before an instant carries."""
        with self.reading() as connection:
            return {
                found
                for piece in chunks(sorted(set(keys)), _QUESTIONS)
                for found in _met(connection, piece, before)
            }


def _load_glimpses(connection: Connection, ids: list[str]) -> list[Glimpse]:
    tags: dict[str, set[TagKey]] = defaultdict(set)
    for row in connection.execute(select(settled_tags).where(settled_tags.c.article_id.in_(ids))):
        tags[row.article_id].add((row.kind, row.key))
    rows = {row.id: row for row in connection.execute(_rows(ids))}
    return [_to_glimpse(rows[key], frozenset(tags[key])) for key in ids]


def _rows(ids: list[str]) -> Select[Any]:
    return (
        select(
            articles,
            settled.c.tier,
            analyses.c.language.label("told_in"),
            revisions.c.collected_at,
            memberships.c.near_duplicate_of,
        )
        .join_from(articles, settled, settled.c.article_id == articles.c.id)
        .join(analyses, analyses.c.id == settled.c.analysis_id)
        .join(
            revisions,
            (revisions.c.article_id == articles.c.id)
            & (revisions.c.revision == settled.c.revision),
        )
        .outerjoin(memberships, memberships.c.article_id == articles.c.id)
        .where(articles.c.id.in_(ids))
    )


def _to_glimpse(row: Row[Any], tags: frozenset[TagKey]) -> Glimpse:
    return Glimpse(
        id=row.id,
        source_id=row.source_id,
        language=row.told_in,
        published=to_published(row),
        collected_at=row.collected_at,
        tier=row.tier,
        tags=tags,
        copy=bool(row.near_duplicate_of),
        reserved=row.reserved,
    )


def _met(connection: Connection, keys: Sequence[TagKey], before: datetime) -> list[TagKey]:
    """One short look-up a tag: a join would read every article that ever carried it."""
    asked: dict[str, object] = {"before": before}
    for place in range(_QUESTIONS):
        kind, key = keys[place] if place < len(keys) else (None, None)
        asked |= {f"kind_{place}": kind, f"key_{place}": key}
    return [keys[place] for place in connection.scalars(_question(), asked)]


@cache
def _question() -> CompoundSelect[Any]:
    """Which of a full row of tags were met; a place without a tag has none."""
    kind, key = settled_tags.c.kind, settled_tags.c.key
    before = bindparam("before", type_=settled.c.dated.type)
    return union_all(
        *(
            select(literal(place).label("place")).where(
                select(settled_tags.c.article_id)
                .join(settled, settled.c.article_id == settled_tags.c.article_id)
                .where(kind == bindparam(f"kind_{place}", type_=kind.type))
                .where(key == bindparam(f"key_{place}", type_=key.type))
                .where(settled.c.dated < before)
                .exists()
            )
            for place in range(_QUESTIONS)
        )
    )
