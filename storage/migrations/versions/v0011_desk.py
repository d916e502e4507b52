"""What the desk's lists are looked up by, what people decided about stories, saved filters."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0011"
down_revision = "v0010"

_WORD = sa.String(24)
_TIME = sa.String(27)


def upgrade() -> None:
    """Make the tables; what is derived is derived anew when the store is next opened."""
    op.add_column("settled", _given("doubt", sa.Float(), "0"))
    op.add_column("settled", _given("judged", sa.Boolean(), sa.false()))
    _article_facets()
    _story_facets()
    op.create_table(
        "story_decisions",
        _need("id", sa.Text(), key=True),
        _need("move", _WORD),
        _need("who", sa.Text()),
        _need("at", _TIME),
        _need("before", sa.JSON()),
        _need("after", sa.JSON()),
        _need("note", sa.Text()),
        _need("undoes", sa.Text()),
    )
    op.create_table(
        "decided_stories",
        _need("story_id", sa.Text(), key=True),
        _need("decision_id", sa.Text(), key=True),
        sa.ForeignKeyConstraint(["decision_id"], ["story_decisions.id"]),
    )
    op.create_table(
        "saved_filters",
        _need("who", sa.Text(), key=True),
        _need("name", sa.Text(), key=True),
        _need("parameters", sa.Text()),
    )
    if op.get_context().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER story_decisions_refuse_{verb.lower()} BEFORE {verb} "
                "ON story_decisions "
                "BEGIN SELECT RAISE(ABORT, 'decisions on stories are only ever added'); END"
            )
    else:
        _refuse_changes_on_postgresql()


def _refuse_changes_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_decision() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'decisions on stories are only ever added'; END $$"
    )
    for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER story_decisions_refuse_{verb.lower()} BEFORE {verb} "
            f"ON story_decisions FOR EACH {each} EXECUTE FUNCTION refuse_change_of_decision()"
        )


def _article_facets() -> None:
    op.create_table(
        "article_facets",
        _need("article_id", sa.Text(), key=True),
        _need("facet", sa.Text(), key=True),
        _need("tier", _WORD),
        _need("dated", _TIME),
        sa.ForeignKeyConstraint(["article_id"], ["settled.article_id"]),
    )
    op.create_index(None, "article_facets", ["facet", "tier", "dated", "article_id"])


def _story_facets() -> None:
    op.create_table(
        "story_facets",
        _need("story_id", sa.Text(), key=True),
        _need("facet", sa.Text(), key=True),
        _need("state", _WORD),
        _need("worth", sa.Float()),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"]),
    )
    op.create_index(None, "story_facets", ["facet", "state", "worth", "story_id"])


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)


def _given(name: str, kind: sa.types.TypeEngine[Any], value: Any) -> sa.Column[Any]:  # noqa: ANN401 - a default of SQL
    return sa.Column(name, kind, nullable=False, server_default=value)
