"""What was read and waits for grouping, so that a run that is ended between the two loses none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0013"
down_revision = "v0012"


def upgrade() -> None:
    """Make the table of those that wait."""
    op.create_table(
        "ungrouped",
        sa.Column(
            "article_id", sa.Text(), sa.ForeignKey("articles.id"), nullable=False, primary_key=True
        ),
    )
