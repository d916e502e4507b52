"""What was sent to whom, and the ledger of what it showed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"

_WORD = sa.String(24)
_TIME = sa.String(27)


def upgrade() -> None:
    """Make the table of mails and the table of what each showed."""
    op.create_table(
        "deliveries",
        *_slot(),
        _need("state", _WORD),
        _need("token", sa.Text()),
        _need("message_id", sa.Text()),
        _need("at", _TIME),
        _need("attempts", sa.Integer()),
        _need("detail", sa.Text()),
    )
    op.create_index(None, "deliveries", ["day"])
    slot = ["reader", "edition", "day"]
    op.create_table(
        "ledger",
        *_slot(),
        _need("article_id", sa.Text(), key=True),
        _need("source_id", sa.Text()),
        _need("url", sa.Text()),
        _need("shown", _WORD),
        sa.ForeignKeyConstraint(slot, [f"deliveries.{name}" for name in slot]),
    )
    op.create_index(None, "ledger", ["day"])


def _slot() -> tuple[sa.Column[Any], ...]:
    return (
        _need("reader", sa.Text(), key=True),
        _need("edition", _WORD, key=True),
        _need("day", sa.Date(), key=True),
    )


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
