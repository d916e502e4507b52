"""What a team changed of what is known, and what it took back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0008"
down_revision = "v0007"

_TIME = sa.String(27)


def upgrade() -> None:
    """Make the table of changes and the table of their taking back."""
    op.create_table(
        "amendments",
        _need("number", sa.Integer(), key=True),
        _need("id", sa.Text()),
        _need("change", sa.String(24)),
        _need("target", sa.Text()),
        _need("form", sa.Text()),
        _need("entry", sa.Text()),
        *_signature(),
        sa.UniqueConstraint("id"),
    )
    op.create_table(
        "withdrawals",
        sa.Column(
            "amendment_id",
            sa.Text(),
            sa.ForeignKey("amendments.id"),
            nullable=False,
            primary_key=True,
        ),
        *_signature(),
    )


def _signature() -> tuple[sa.Column[Any], ...]:
    return (_need("who", sa.Text()), _need("at", _TIME), _need("note", sa.Text()))


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
