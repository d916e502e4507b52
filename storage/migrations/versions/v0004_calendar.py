"""What the clock remembers: who may run, and which turns were taken."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0004"
down_revision = "v0003"

_WORD = sa.String(24)
_TIME = sa.String(27)


def upgrade() -> None:
    """Make the table of leases and the table of turns."""
    op.create_table(
        "leases",
        _need("name", sa.Text(), key=True),
        _need("holder", sa.Text()),
        _need("taken_at", _TIME),
        _need("until", _TIME),
    )
    op.create_table(
        "turns",
        _need("duty", sa.Text(), key=True),
        _need("at", _TIME, key=True),
        _need("state", _WORD),
        _need("holder", sa.Text()),
        _need("begun_at", _TIME),
        sa.Column("finished_at", _TIME),
        _need("attempts", sa.Integer()),
        _need("detail", sa.Text()),
    )
    op.create_index(None, "turns", ["at"])


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
