"""Dates beside settled tags, reviews found by instant, and the weekly samples."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"

_WORD = sa.String(24)
_TIME = sa.String(27)


def upgrade() -> None:
    """Date the tags that are there, and make the rest."""
    _date_tags()
    op.create_index(None, "reviews", ["at"])
    op.create_table(
        "samples",
        _need("week", sa.Date(), key=True),
        _need("stratum", _WORD, key=True),
        _need("size", sa.Integer()),
        _need("drawn_at", _TIME),
    )
    op.create_table(
        "sampled",
        _need("week", sa.Date(), key=True),
        _need("article_id", sa.Text(), key=True),
        _need("stratum", _WORD),
        _need("place", sa.Integer()),
    )


def _date_tags() -> None:
    op.add_column(
        "settled_tags", sa.Column("dated", _TIME, nullable=False, server_default=sa.text("''"))
    )
    op.execute(
        "UPDATE settled_tags SET dated = (SELECT settled.dated FROM settled "
        "WHERE settled.article_id = settled_tags.article_id)"
    )
    op.drop_index("ix_settled_tags_kind_key", "settled_tags")
    op.create_index(None, "settled_tags", ["kind", "key", "dated", "article_id"])


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
