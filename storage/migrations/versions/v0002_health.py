"""The health of sources: circuits, notes and reserved articles, languages, what visits remember."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0002"
down_revision = "v0001"

_TIME = sa.String(27)


def upgrade() -> None:
    """Add the columns; what was kept before has nothing to say in them."""
    _add("visits", sa.Column("full_at", _TIME))
    _add("visits", _need("digest", sa.Text(), "''"))
    _add("visits", sa.Column("distrusted_since", _TIME))
    _add("runs", _need("languages", sa.JSON(), "'[]'"))
    _add("source_reports", _need("notes", sa.JSON(), "'[]'"))
    _add("source_reports", sa.Column("newest", _TIME))
    _add("source_reports", _need("asked", sa.Boolean(), sa.true()))
    _add("source_reports", _need("circuit", sa.JSON(), "'{}'"))
    _add("source_reports", _need("reserved", sa.Integer(), "0"))


def _add(table: str, column: sa.Column[Any]) -> None:
    op.add_column(table, column)


def _need(name: str, kind: sa.types.TypeEngine[Any], empty: Any) -> sa.Column[Any]:  # noqa: ANN401 - SQL or text of it
    default = sa.text(empty) if isinstance(empty, str) else empty
    return sa.Column(name, kind, nullable=False, server_default=default)
