"""Which web archives were read, and by what maker."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0012"
down_revision = "v0011"

_TIME = sa.String(27)


def upgrade() -> None:
    """Make the table of web archives."""
    op.create_table(
        "archive_units",
        _need("place", sa.Text(), key=True),
        _need("size", sa.BigInteger(), key=True),
        _need("maker", sa.Text(), key=True),
        _need("state", sa.String(24)),
        _need("holder", sa.Text()),
        sa.Column("beat_at", _TIME),
        sa.Column("finished_at", _TIME),
        _need("attempts", sa.Integer()),
        _need("detail", sa.Text()),
        _need("counts", sa.JSON()),
    )
    op.create_index(None, "archive_units", ["state"])


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
