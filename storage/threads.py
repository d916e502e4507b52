"""Stories by what their articles carry, and who is met in them: by index alone, page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from news.analysis import TagKind, Tier
from news.glimpse import TagKey
from storage.chunks import chunks
from storage.insight import Evidence, Lead, Place, Recurrence, Thread
from storage.tables import analyses, articles, memberships, mentions, settled, settled_tags, tags

_QUESTIONS = 100
"""Parts of one UNION: SQLite takes 500 at most."""
_SOURCES = 3
_LOOKED_AT = 30
"""Newest articles among which the sources of a name are looked for."""
ON_SUBJECT = (Tier.CORE, Tier.RELATED, Tier.CONTEXT)


def load_leads(connection: Connection, thread: Thread) -> list[Lead]:
    """The stories of a thread, newest first, each once."""
    table = settled_tags if thread.tag else settled
    own, newer = memberships.alias(), memberships.alias()
    later = table.alias()
    told_later = (
        select(later.c.article_id)
        .join(newer, newer.c.article_id == later.c.article_id)
        .where(newer.c.story_id == own.c.story_id, _belongs_too(later, thread))
        .where(_after(later.c, table.c))
        .exists()
    )
    wanted = (
        select(table.c.article_id, table.c.dated, func.coalesce(own.c.story_id, ""))
        .outerjoin(own, own.c.article_id == table.c.article_id)
        .where(_belongs(table, thread), ~told_later)
        .order_by(table.c.dated.desc(), table.c.article_id.desc())
        .limit(thread.limit)
    )
    if thread.before:
        wanted = wanted.where(_beyond(table, thread.before))
    return [Lead(*row) for row in connection.execute(wanted)]


def _belongs(table: Any, thread: Thread) -> ColumnElement[bool]:  # noqa: ANN401 (a table or its alias)
    if thread.tag:
        return and_(table.c.kind == thread.tag[0], table.c.key == thread.tag[1])
    return and_(table.c.tier == thread.tier)


def _belongs_too(table: Any, thread: Thread) -> ColumnElement[bool]:  # noqa: ANN401 (the same)
    """The same for the other articles of a story, which are few.

    Put so that no index holds it: else a database may look among all articles of the thread.
    """
    if thread.tag:
        kind, key = thread.tag
        return and_(_plain(table.c.kind) == kind.value, _plain(table.c.key) == key)
    return and_(_plain(table.c.tier) == thread.tier.value)


def _plain(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A column's text as an expression."""
    return type_coerce(column, Text) + ""


def _after(later: Any, earlier: Any) -> ColumnElement[bool]:  # noqa: ANN401 (their columns)
    return or_(
        later.dated > earlier.dated,
        and_(later.dated == earlier.dated, later.article_id > earlier.article_id),
    )


def _beyond(table: Table, place: Place) -> ColumnElement[bool]:
    """Further back than a place; the first part is what an index can use."""
    dated, article_id = place
    return and_(
        table.c.dated <= dated,
        or_(table.c.dated < dated, table.c.article_id < article_id),
    )


def count_between(connection: Connection, tag: TagKey, edges: Sequence[datetime]) -> list[int]:
    """How many articles carry a tag between each two instants that follow one another."""
    asked = [
        select(literal(place).label("place"), func.count().label("number")).where(
            _is(tag), settled_tags.c.dated >= start, settled_tags.c.dated < end
        )
        for place, (start, end) in enumerate(pairwise(edges))
    ]
    rows = connection.execute(union_all(*asked)) if asked else ()
    found: dict[int, int] = {row.place: row.number for row in rows}
    return [found[place] for place in range(len(asked))]


def _is(tag: TagKey) -> ColumnElement[bool]:
    return and_(settled_tags.c.kind == tag[0], settled_tags.c.key == tag[1])


def load_company(connection: Connection, tag: TagKey, among: int) -> dict[str, set[TagKey]]:
    """By story, all tags of the latest articles that carry this one."""
    latest = (
        select(settled_tags.c.article_id)
        .where(_is(tag))
        .order_by(settled_tags.c.dated.desc(), settled_tags.c.article_id.desc())
        .limit(among)
        .subquery()
    )
    rows = connection.execute(
        select(_story(), settled_tags.c.kind, settled_tags.c.key)
        .join_from(latest, settled_tags, settled_tags.c.article_id == latest.c.article_id)
        .outerjoin(memberships, memberships.c.article_id == settled_tags.c.article_id)
    )
    met: dict[str, set[TagKey]] = defaultdict(set)
    for story, kind, key in rows:
        met[story].add((kind, key))
    return dict(met)


def _story() -> ColumnElement[str]:
    """The story of an article; the article itself where it is in none."""
    return func.coalesce(memberships.c.story_id, settled_tags.c.article_id)


def load_labels(connection: Connection, asked: Collection[TagKey]) -> dict[TagKey, str]:
    """The name of each of these tags as some article wrote it."""
    found: dict[TagKey, str] = {}
    for piece in chunks(sorted(set(asked)), _QUESTIONS):
        parts = [
            select(literal(place).label("place"), _some_label(tag).label("label"))
            for place, tag in enumerate(piece)
        ]
        for row in connection.execute(union_all(*parts)):
            if row.label is not None:
                found[piece[row.place]] = row.label
    return found


def _some_label(tag: TagKey) -> ColumnElement[str]:
    kind, key = tag
    wanted = select(tags.c.label).where(tags.c.kind == kind, tags.c.key == key)
    return wanted.limit(1).scalar_subquery()


def load_recurrences(connection: Connection, since: datetime, least: int) -> list[Recurrence]:
    """Names that several sources told in their own words since an instant."""
    sources = func.count(articles.c.source_id.distinct())
    stories = func.count(_story().distinct())
    own_words = func.coalesce(memberships.c.near_duplicate_of, "") == ""
    rows = connection.execute(
        select(settled_tags.c.kind, settled_tags.c.key, sources, stories)
        .join_from(settled, settled_tags, settled_tags.c.article_id == settled.c.article_id)
        .join(articles, articles.c.id == settled.c.article_id)
        .outerjoin(memberships, memberships.c.article_id == settled.c.article_id)
        .where(settled.c.dated >= since, settled.c.tier.in_(ON_SUBJECT), own_words)
        .where(settled_tags.c.kind != TagKind.SECTOR)
        .group_by(settled_tags.c.kind, settled_tags.c.key)
        .having(sources >= least)
        .order_by(sources.desc(), stories.desc(), settled_tags.c.kind, settled_tags.c.key)
    )
    return [Recurrence((row[0], row[1]), row[2], row[3]) for row in rows]


def load_evidence(connection: Connection, tag: TagKey, since: datetime) -> list[Evidence]:
    """The newest sentence of each source, of three sources at most."""
    first: dict[str, Evidence] = {}
    for row in connection.execute(_sentences(tag, since)):
        first.setdefault(row.source_id, Evidence(*row))
    return list(first.values())[:_SOURCES]


def _sentences(tag: TagKey, since: datetime) -> Select[Any]:
    kind, key = tag
    given = and_(tags.c.analysis_id == settled.c.analysis_id, tags.c.kind == kind)
    proof = and_(
        mentions.c.analysis_id == tags.c.analysis_id,
        mentions.c.tag == tags.c.position,
        mentions.c.position == 0,
    )
    return (
        select(
            articles.c.id,
            articles.c.source_id,
            analyses.c.language,
            settled_tags.c.dated,
            tags.c.label,
            mentions.c.sentence,
            (mentions.c.start - mentions.c.sentence_start).label("start"),
            (mentions.c.end - mentions.c.sentence_start).label("end"),
        )
        .join_from(settled_tags, settled, settled.c.article_id == settled_tags.c.article_id)
        .join(articles, articles.c.id == settled.c.article_id)
        .join(analyses, analyses.c.id == settled.c.analysis_id)
        .join(tags, given)
        .join(mentions, proof)
        # The tags of one analysis are few: put so, their key is not looked for among all articles.
        .where(_is(tag), settled_tags.c.dated >= since, _plain(tags.c.key) == key)
        .where(settled.c.tier.in_(ON_SUBJECT))
        .order_by(settled_tags.c.dated.desc(), settled_tags.c.article_id.desc())
        .limit(_LOOKED_AT)
    )
