"""Stories and the places of articles in them. An article is in one story at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, select

from news.story import PLACED, Membership, Story
from storage.chunks import chunks
from storage.dialects import insert
from storage.documents import from_reasons, to_reasons
from storage.facets import refresh_stories
from storage.tables import memberships, stories, ungrouped


def keep_stories(connection: Connection, kept: Iterable[Story]) -> None:
    """Keep what grouping made, in place of earlier forms of the same ids.

    An article that was in another story leaves it; a story without articles is dropped. What a
    person has placed stays where it is, whatever grouping knew of it when it began.
    """
    wanted = list(kept)
    _keep(connection, [_as_placed(connection, story) for story in wanted])


def await_grouping(connection: Connection, article_ids: Iterable[str]) -> None:
    """Put down that these were read, and that grouping has not looked at them since."""
    rows = [{"article_id": article_id} for article_id in sorted(article_ids)]
    if rows:
        waiting = insert(connection, ungrouped)
        connection.execute(waiting.on_conflict_do_nothing(index_elements=["article_id"]), rows)


def grouped(connection: Connection, article_ids: Iterable[str]) -> None:
    """Put down that grouping has looked at these."""
    for ids in chunks(article_ids):
        connection.execute(delete(ungrouped).where(ungrouped.c.article_id.in_(ids)))


def rearrange_stories(connection: Connection, before: Iterable[Story], after: list[Story]) -> None:
    """Keep what a person says; stories that were there before and hold nothing now are dropped."""
    _keep(connection, after, (story.id for story in before))


def _keep(connection: Connection, kept: list[Story], also: Iterable[str] = ()) -> None:
    touched = {story.id for story in kept} | set(also)
    for story in kept:
        touched |= _homes(connection, story.article_ids)
        _keep_story(connection, story)
    inhabited = exists().where(memberships.c.story_id == stories.c.id)
    refresh_stories(connection, touched)
    for ids in chunks(sorted(touched)):
        connection.execute(delete(stories).where(stories.c.id.in_(ids), ~inhabited))


def _homes(connection: Connection, article_ids: Iterable[str]) -> set[str]:
    return {
        found
        for ids in chunks(article_ids)
        for found in connection.scalars(
            select(memberships.c.story_id).where(memberships.c.article_id.in_(ids))
        )
    }


def _as_placed(connection: Connection, story: Story) -> Story:
    """A story with the articles that people gave it, and without those they gave to others."""
    here = list(connection.execute(_members_of(memberships.c.story_id == story.id)))
    there = (
        row
        for ids in chunks(story.article_ids)
        for row in connection.execute(_members_of(memberships.c.article_id.in_(ids)))
    )
    placed = {row.article_id: row for row in (*here, *there) if _is_placed(row)}
    members = [
        item
        for item in story.members
        if item.article_id not in placed or placed[item.article_id].story_id == story.id
    ]
    given = set(story.article_ids)
    members += [
        _to_member(row)
        for row in placed.values()
        if row.story_id == story.id and row.article_id not in given
    ]
    return replace(story, members=tuple(members))


def _members_of(condition: ColumnElement[bool]) -> Select[Any]:
    return select(memberships).where(condition).order_by(memberships.c.position)


def _is_placed(row: Row[Any]) -> bool:
    return any(reason.code == PLACED for reason in to_reasons(row.why))


def _to_member(row: Row[Any]) -> Membership:
    return Membership(row.article_id, row.near_duplicate_of, to_reasons(row.why))


def _keep_story(connection: Connection, story: Story) -> None:
    times = {"opened_at": story.opened_at, "updated_at": story.updated_at}
    connection.execute(
        insert(connection, stories)
        .values(id=story.id, **times)
        .on_conflict_do_update(index_elements=["id"], set_=times)
    )
    connection.execute(delete(memberships).where(memberships.c.story_id == story.id))
    for ids in chunks(story.article_ids):
        connection.execute(delete(memberships).where(memberships.c.article_id.in_(ids)))
    rows = [
        {
            "article_id": member.article_id,
            "story_id": story.id,
            "position": position,
            "near_duplicate_of": member.near_duplicate_of,
            "why": from_reasons(member.why),
        }
        for position, member in enumerate(story.members)
    ]
    if rows:
        connection.execute(memberships.insert(), rows)


def load_stories(connection: Connection, since: datetime | None, ids: Sequence[str]) -> list[Story]:
    """Stories, latest update first; where both an instant and ids are given, both must hold."""
    recent = [stories.c.updated_at >= since] if since else []
    if not ids:
        found = _load(connection, recent)
    else:
        found = [
            story
            for piece in chunks(dict.fromkeys(ids))
            for story in _load(connection, [*recent, stories.c.id.in_(piece)])
        ]
    return sorted(found, key=lambda story: (story.updated_at, story.id), reverse=True)


def _load(connection: Connection, conditions: list[ColumnElement[bool]]) -> list[Story]:
    rows = connection.execute(
        select(memberships)
        .join(stories, stories.c.id == memberships.c.story_id)
        .where(*conditions)
        .order_by(memberships.c.story_id, memberships.c.position)
    )
    members: dict[str, list[Membership]] = defaultdict(list)
    for row in rows:
        members[row.story_id].append(_to_member(row))
    return [
        Story(row.id, row.opened_at, row.updated_at, tuple(members[row.id]))
        for row in connection.execute(select(stories).where(*conditions))
    ]
