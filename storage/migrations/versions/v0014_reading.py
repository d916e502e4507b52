"""What waits to be read, and what another maker read, found without looking at all the rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "v0014"
down_revision = "v0013"


def upgrade() -> None:
    """Add the columns, fill them in, and make their indexes."""
    waits: sa.Column[bool] = sa.Column(
        "waits", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("articles", waits)
    op.add_column("settled", sa.Column("maker", sa.Text()))
    op.execute(
        "UPDATE articles SET waits = (text_removed_at IS NULL AND NOT EXISTS "
        "(SELECT 1 FROM settled WHERE settled.article_id = articles.id "
        "AND settled.revision = articles.revision))"
    )
    op.execute(
        "UPDATE settled SET maker = (SELECT analyses.maker FROM analyses "
        "JOIN articles ON articles.id = analyses.article_id "
        "WHERE analyses.id = settled.analysis_id AND articles.text_removed_at IS NULL)"
    )
    op.create_index(
        None,
        "articles",
        ["waits"],
        sqlite_where=sa.text("waits = 1"),
        postgresql_where=sa.text("waits"),
    )
    op.create_index(None, "settled", ["maker", "tier", "dated", "article_id"])
