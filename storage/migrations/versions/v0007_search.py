"""The search index anew: a prefecture's name is a word of its own in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.dialects import of
from storage.terms import indexed

revision = "v0007"
down_revision = "v0006"

_AT_ONCE = 500

_articles = sa.table("articles", sa.column("number"), sa.column("id"), sa.column("revision"))
_revisions = sa.table(
    "revisions",
    sa.column("article_id"),
    sa.column("revision"),
    sa.column("title"),
    sa.column("text"),
)
_LATEST = (
    sa.select(_articles.c.number, _revisions.c.title, _revisions.c.text)
    .join_from(_articles, _revisions, _revisions.c.article_id == _articles.c.id)
    .where(_revisions.c.revision == _articles.c.revision)
    .order_by(_articles.c.number)
    .limit(_AT_ONCE)
)


def upgrade() -> None:
    """Cut the words of every article again, as this version of the program cuts a question."""
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(_LATEST.where(_articles.c.number > last)).all():
        for number, title, text in rows:
            of(connection).index_text(connection, number, indexed(title, text))
        last = rows[-1].number
