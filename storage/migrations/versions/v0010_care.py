"""Texts that were removed, and the record of erasures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0010"
down_revision = "v0009"

_TIME = sa.String(27)


def upgrade() -> None:
    """Add the column and the tables."""
    op.add_column("articles", sa.Column("text_removed_at", _TIME))
    op.create_table(
        "erasures",
        _need("id", sa.Text(), key=True),
        _need("at", _TIME),
        _need("by", sa.Text()),
        _need("reason", sa.Text()),
        _need("key", sa.String(64)),
        _need("counts", sa.JSON()),
    )
    op.create_table(
        "erased_forms",
        _need("erasure_id", sa.Text(), key=True),
        _need("digest", sa.String(64), key=True),
        _need("units", sa.Integer()),
        _need("weak", sa.Boolean()),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"]),
    )


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
