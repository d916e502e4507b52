"""Analysts' words: tags added, words taken back, corrections to another kind or a new name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0006"
down_revision = "v0005"


def upgrade() -> None:
    """Add the columns; every correction made before was to what the base knows."""
    for column in (
        sa.Column("corrected_kind", sa.String(24)),
        sa.Column("known", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("place", sa.JSON()),
        sa.Column("revision", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("withdraws", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("reviews", column)
