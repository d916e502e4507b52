"""Decisions on stories and saved filters, on an SQL database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Delete, Row, delete, select

from news.decision import StoryDecision, state_of
from news.errors import ConflictError
from news.story import Membership, Story
from storage.database import Database
from storage.desk_tables import decided_stories, saved_filters, story_decisions
from storage.documents import Document, from_reasons, to_reasons
from storage.stories import load_stories, rearrange_stories
from storage.workbench import SavedFilter


class SqlStoryDecisions(Database):
    """`StoryDecisions` on an SQL database."""

    def decide(self, decision: StoryDecision) -> None:
        """Carry a decision out and put it down, both or neither."""
        with self.writing() as connection:
            _check(connection, decision)
            rearrange_stories(connection, decision.before, list(decision.after))
            connection.execute(story_decisions.insert().values(_row(decision)))
            touched = [{"story_id": key, "decision_id": decision.id} for key in decision.story_ids]
            connection.execute(decided_stories.insert(), touched)

    def decisions(self, story_id: str) -> list[StoryDecision]:
        """The decisions that touch a story, newest first."""
        wanted = (
            select(story_decisions)
            .join(decided_stories, decided_stories.c.decision_id == story_decisions.c.id)
            .where(decided_stories.c.story_id == story_id)
            .order_by(story_decisions.c.at.desc(), story_decisions.c.id)
        )
        with self.reading() as connection:
            return [_decision(row) for row in connection.execute(wanted)]

    def decision(self, name: str) -> StoryDecision | None:
        """One decision by its id."""
        wanted = select(story_decisions).where(story_decisions.c.id == name)
        with self.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return _decision(row) if row else None


def _check(connection: Connection, decision: StoryDecision) -> None:
    taken = select(story_decisions.c.who).where(story_decisions.c.undoes == decision.undoes)
    if decision.undoes and (who := connection.scalar(taken)):
        raise ConflictError(f"{decision.undoes}: {who} has undone it already", "read it again")
    ids = [story.id for story in decision.before]
    now = {story.id: state_of(story) for story in load_stories(connection, None, ids)}
    for seen in decision.before:
        if now.get(seen.id) != state_of(seen):
            raise ConflictError(
                f"{seen.id}: the story has changed since it was read", "read it again, then decide"
            )


def _row(decision: StoryDecision) -> Document:
    return {
        "id": decision.id,
        "move": decision.move,
        "who": decision.who,
        "at": decision.at,
        "before": _from_stories(decision.before),
        "after": _from_stories(decision.after),
        "note": decision.note,
        "undoes": decision.undoes,
    }


def _from_stories(told: Iterable[Story]) -> list[Document]:
    return [
        {
            "id": story.id,
            "opened_at": story.opened_at.isoformat(),
            "updated_at": story.updated_at.isoformat(),
            "members": [
                [item.article_id, item.near_duplicate_of, from_reasons(item.why)]
                for item in story.members
            ],
        }
        for story in told
    ]


def _decision(row: Row[Any]) -> StoryDecision:
    return StoryDecision(
        id=row.id,
        move=row.move,
        who=row.who,
        at=row.at,
        before=_to_stories(row.before),
        after=_to_stories(row.after),
        note=row.note,
        undoes=row.undoes,
    )


def _to_stories(documents: Iterable[Document]) -> tuple[Story, ...]:
    return tuple(
        Story(
            item["id"],
            datetime.fromisoformat(item["opened_at"]),
            datetime.fromisoformat(item["updated_at"]),
            tuple(Membership(key, copied, to_reasons(why)) for key, copied, why in item["members"]),
        )
        for item in documents
    )


class SqlSavedFilters(Database):
    """`SavedFilters` on an SQL database."""

    def filters(self, who: str) -> list[SavedFilter]:
        """A person's filters by name."""
        wanted = select(saved_filters).where(saved_filters.c.who == who)
        with self.reading() as connection:
            rows = connection.execute(wanted.order_by(saved_filters.c.name))
            return [SavedFilter(**row._asdict()) for row in rows]

    def keep_filter(self, kept: SavedFilter, instead_of: str = "") -> None:
        """Keep a filter, in place of one of the same name and of one named otherwise."""
        values = {"who": kept.who, "name": kept.name, "parameters": kept.parameters}
        with self.writing() as connection:
            connection.execute(_named(kept.who, kept.name, instead_of))
            connection.execute(saved_filters.insert().values(values))

    def drop_filter(self, who: str, name: str) -> None:
        """Let a filter go; nothing happens when there is none."""
        with self.writing() as connection:
            connection.execute(_named(who, name))


def _named(who: str, *names: str) -> Delete:
    return delete(saved_filters).where(saved_filters.c.who == who, saved_filters.c.name.in_(names))
