"""The first schema: articles and their revisions, analyses, reviews, stories, runs, search."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "v0001"
down_revision = None

_KIND = sa.String(24)
_TIME = sa.String(27)


def upgrade() -> None:
    """Make every table, the search index, and the triggers that keep reviews as they are."""
    _articles()
    _analyses()
    _settled()
    _reviews()
    _stories()
    _runs()
    _visits_and_digests()
    if op.get_context().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)


def _articles() -> None:
    op.create_table(
        "articles",
        _need("number", sa.Integer(), key=True),
        _need("id", sa.Text()),
        _need("source_id", sa.Text()),
        _need("url", sa.Text()),
        _need("language", sa.Text()),
        sa.Column("published_at", _TIME),
        sa.Column("published_precision", _KIND),
        _need("published_provenance", sa.Text()),
        _need("published_offset", sa.Integer()),
        _need("authors", sa.JSON()),
        _need("reserved", sa.Boolean()),
        _need("revision", sa.Integer()),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "revisions",
        _need("article_id", sa.Text(), key=True),
        _need("revision", sa.Integer(), key=True),
        _need("title", sa.Text()),
        _need("text", sa.Text()),
        _need("content_hash", sa.String(64)),
        _need("collected_at", _TIME),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
    )


def _analyses() -> None:
    op.create_table(
        "analyses",
        _need("id", sa.Integer(), key=True),
        _need("article_id", sa.Text()),
        _need("revision", sa.Integer()),
        _need("maker", sa.Text()),
        _need("language", sa.Text()),
        _need("confidence", sa.Float()),
        _need("tier", _KIND),
        _need("score", sa.Float()),
        _need("reasons", sa.JSON()),
        _need("roles", sa.JSON()),
        _need("rejected", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["article_id", "revision"], ["revisions.article_id", "revisions.revision"]
        ),
        sa.UniqueConstraint("article_id", "revision", "maker"),
    )
    op.create_table(
        "tags",
        _need("analysis_id", sa.Integer(), key=True),
        _need("position", sa.Integer(), key=True),
        _need("kind", _KIND),
        _need("key", sa.Text()),
        _need("label", sa.Text()),
        _need("known", sa.Boolean()),
        _need("score", sa.Float()),
        _need("why", sa.JSON()),
        _need("made_by", sa.Text()),
        sa.ForeignKeyConstraint(["analysis_id"], ["analyses.id"]),
    )
    op.create_index(None, "tags", ["kind", "key"])
    op.create_table(
        "mentions",
        _need("analysis_id", sa.Integer(), key=True),
        _need("tag", sa.Integer(), key=True),
        _need("position", sa.Integer(), key=True),
        _need("start", sa.Integer()),
        _need("end", sa.Integer()),
        _need("surface", sa.Text()),
        _need("sentence", sa.Text()),
        _need("sentence_start", sa.Integer()),
        sa.ForeignKeyConstraint(["analysis_id", "tag"], ["tags.analysis_id", "tags.position"]),
    )


def _settled() -> None:
    op.create_table(
        "settled",
        _need("article_id", sa.Text(), key=True),
        _need("analysis_id", sa.Integer()),
        _need("revision", sa.Integer()),
        _need("dated", _TIME),
        _need("tier", _KIND),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["analysis_id"], ["analyses.id"]),
    )
    op.create_index(None, "settled", ["dated", "article_id"])
    op.create_index(None, "settled", ["tier", "dated"])
    op.create_table(
        "settled_tags",
        _need("article_id", sa.Text(), key=True),
        _need("kind", _KIND, key=True),
        _need("key", sa.Text(), key=True),
        sa.ForeignKeyConstraint(["article_id"], ["settled.article_id"]),
    )
    op.create_index(None, "settled_tags", ["kind", "key"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        _need("id", sa.Text(), key=True),
        _need("article_id", sa.Text()),
        _need("subject", _KIND),
        _need("verdict", _KIND),
        _need("reviewer", sa.Text()),
        _need("at", _TIME),
        sa.Column("kind", _KIND),
        _need("key", sa.Text()),
        _need("corrected_to", sa.Text()),
        _need("label", sa.Text()),
        _need("note", sa.Text()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
    )
    op.create_index(None, "reviews", ["article_id"])


def _stories() -> None:
    op.create_table(
        "stories",
        _need("id", sa.Text(), key=True),
        _need("opened_at", _TIME),
        _need("updated_at", _TIME),
    )
    op.create_index(None, "stories", ["updated_at"])
    op.create_table(
        "memberships",
        _need("article_id", sa.Text(), key=True),
        _need("story_id", sa.Text()),
        _need("position", sa.Integer()),
        _need("near_duplicate_of", sa.Text()),
        _need("why", sa.JSON()),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"]),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"]),
    )
    op.create_index(None, "memberships", ["story_id", "position"])


def _runs() -> None:
    op.create_table(
        "runs",
        _need("id", sa.Text(), key=True),
        _need("started_at", _TIME),
        _need("finished_at", _TIME),
        _need("state", _KIND),
        _need("counts", sa.JSON()),
        _need("error", sa.Text()),
    )
    op.create_index(None, "runs", ["started_at"])
    numbers = ("pages", "listed", "new", "revised", "unchanged", "robots_blocked")
    op.create_table(
        "source_reports",
        _need("run_id", sa.Text(), key=True),
        _need("position", sa.Integer(), key=True),
        _need("source_id", sa.Text()),
        _need("state", _KIND),
        _need("since", _TIME),
        *(_need(name, sa.Integer()) for name in numbers),
        _need("faults", sa.JSON()),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"]),
    )
    op.create_index(None, "source_reports", ["source_id"])


def _visits_and_digests() -> None:
    op.create_table(
        "visits",
        _need("url", sa.Text(), key=True),
        _need("visited_at", _TIME),
        _need("status", sa.Integer()),
        _need("etag", sa.Text()),
        _need("last_modified", sa.Text()),
    )
    op.create_table(
        "digests",
        _need("day", sa.Date(), key=True),
        _need("language", sa.Text(), key=True),
        _need("format", sa.Text(), key=True),
        _need("content", sa.Text()),
        _need("built_at", _TIME),
    )


def _sqlite() -> None:
    # The text comes cut into folded tokens: the plainest tokenizer splits it at spaces and leaves
    # every character beyond ASCII alone.
    op.execute("CREATE VIRTUAL TABLE search USING fts5(title, body, ends, tokenize = 'ascii')")
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER reviews_refuse_{verb.lower()} BEFORE {verb} ON reviews "
            "BEGIN SELECT RAISE(ABORT, 'reviews are only ever added'); END"
        )


def _postgresql() -> None:
    # Lexemes come from the program, cut as on SQLite: no dictionary of the server's has a say.
    op.create_table(
        "search",
        _need("number", sa.Integer(), key=True),
        _need("tokens", sa.Text()),
        _need("words", postgresql.TSVECTOR()),
        sa.ForeignKeyConstraint(["number"], ["articles.number"]),
    )
    op.create_index(None, "search", ["words"], postgresql_using="gin")
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE 'reviews are only ever added'; END $$"
    )
    for verb, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER reviews_refuse_{verb.lower()} BEFORE {verb} ON reviews "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
