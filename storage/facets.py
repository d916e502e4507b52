"""Deriving the facets of articles and stories, which lists are looked up by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from news.analysis import Tier
from news.worth import worth
from storage.catalogue import EVERYTHING, ON_SUBJECT, StoryState, facet
from storage.chunks import chunks
from storage.desk_tables import article_facets, story_facets
from storage.tables import memberships, settled, stories


@dataclass(frozen=True, slots=True)
class Carried:
    """The facets of one article, and where it stands in the lists of each."""

    article_id: str
    tier: Tier
    dated: datetime
    facets: frozenset[str]


def put_article_facets(connection: Connection, carried: Sequence[Carried]) -> None:
    """Give articles their facets, and that of everything, in place of earlier ones."""
    ids = [each.article_id for each in carried]
    connection.execute(delete(article_facets).where(article_facets.c.article_id.in_(ids)))
    rows = [
        {"article_id": each.article_id, "tier": each.tier, "dated": each.dated, "facet": name}
        for each in carried
        for name in sorted({EVERYTHING, *each.facets})
    ]
    connection.execute(article_facets.insert(), rows)


@dataclass(slots=True)
class _Sum:
    """What a story's articles come to."""

    tiers: list[Tier] = field(default_factory=list)
    doubts: list[float] = field(default_factory=list)
    judged: bool = True
    facets: set[str] = field(default_factory=set)

    @property
    def tier(self) -> Tier:
        return min(self.tiers, key=lambda tier: tier.rank)


def refresh_stories(connection: Connection, story_ids: Collection[str]) -> None:
    """Derive what lists know of these stories anew; ids of stories that are no more are let go."""
    for ids in chunks(sorted(set(story_ids))):
        connection.execute(delete(story_facets).where(story_facets.c.story_id.in_(ids)))
        sums = _sum_up(connection, ids)
        rows = [
            row
            for story in connection.execute(select(stories).where(stories.c.id.in_(ids)))
            if story.id in sums
            for row in _rows(story.id, story.updated_at, sums[story.id])
        ]
        if rows:
            connection.execute(story_facets.insert(), rows)


def refresh_stories_of(connection: Connection, article_ids: Collection[str]) -> None:
    """The same for the stories that hold these articles."""
    held = select(memberships.c.story_id).where(memberships.c.article_id.in_(article_ids))
    refresh_stories(connection, set(connection.scalars(held)))


def _sum_up(connection: Connection, story_ids: list[str]) -> dict[str, _Sum]:
    sums: dict[str, _Sum] = defaultdict(_Sum)
    members = (
        select(memberships.c.story_id, memberships.c.near_duplicate_of)
        .add_columns(settled.c.tier, settled.c.doubt, settled.c.judged)
        .join_from(memberships, settled, settled.c.article_id == memberships.c.article_id)
        .where(memberships.c.story_id.in_(story_ids))
    )
    for row in connection.execute(members):
        found = sums[row.story_id]
        found.tiers.append(row.tier)
        if not row.near_duplicate_of:
            found.doubts.append(row.doubt)
            found.judged = found.judged and row.judged
    carried = (
        select(memberships.c.story_id, article_facets.c.facet)
        .join_from(
            memberships, article_facets, article_facets.c.article_id == memberships.c.article_id
        )
        .where(memberships.c.story_id.in_(story_ids), article_facets.c.facet != EVERYTHING)
    )
    for row in connection.execute(carried):
        sums[row.story_id].facets.add(row.facet)
    return sums


def _rows(story_id: str, updated_at: datetime, found: _Sum) -> Iterator[dict[str, Any]]:
    facets = {EVERYTHING, facet("tier", found.tier), *found.facets}
    if found.tier is not Tier.OFF:
        facets.add(ON_SUBJECT)
    row = {
        "story_id": story_id,
        "state": StoryState.REVIEWED if found.judged else StoryState.OPEN,
        "worth": worth(updated_at, found.tier, found.doubts),
    }
    for name in sorted(facets):
        yield {**row, "facet": name}
