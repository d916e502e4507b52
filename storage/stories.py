"""Stories and the places of articles in them. An article is in one story at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, select

from news.story import Membership, Story
from storage.chunks import chunks
from storage.dialects import insert
from storage.documents import from_reasons, to_reasons
from storage.tables import memberships, stories


def keep_stories(connection: Connection, kept: Iterable[Story]) -> None:
    """Keep stories in place of earlier forms of the same ids.

    An article that was in another story leaves it; a story without articles is dropped.
    """
    for story in kept:
        _keep_story(connection, story)
    inhabited = exists().where(memberships.c.story_id == stories.c.id)
    connection.execute(delete(stories).where(~inhabited))


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
        member = Membership(row.article_id, row.near_duplicate_of, to_reasons(row.why))
        members[row.story_id].append(member)
    return [
        Story(row.id, row.opened_at, row.updated_at, tuple(members[row.id]))
        for row in connection.execute(select(stories).where(*conditions))
    ]
