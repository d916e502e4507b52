"""Who may use the desk, and the log of what they did, whose lines cannot be changed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "v0005"
down_revision = "v0004"

_WORD = sa.String(24)
_TIME = sa.String(27)
_DIGEST = sa.String(64)
_COMPLAINT = "the audit log is only ever added to"


def upgrade() -> None:
    """Make the tables, and the trigger that keeps the log as it is."""
    _people()
    _traces()
    {"sqlite": _sqlite, "postgresql": _postgresql}[op.get_context().dialect.name]()


def _people() -> None:
    op.create_table(
        "accounts",
        _need("key", sa.Text(), key=True),
        _need("name", sa.Text()),
        _need("role", _WORD),
        _need("hash", sa.Text()),
        _need("made_at", _TIME),
        _need("temporary", sa.Boolean()),
        _need("disabled", sa.Boolean()),
    )
    op.create_table(
        "sessions",
        _need("digest", _DIGEST, key=True),
        _need("key", sa.Text()),
        _need("began_at", _TIME),
        _need("seen_at", _TIME),
        _need("expires_at", _TIME),
        sa.ForeignKeyConstraint(["key"], ["accounts.key"]),
    )
    op.create_index(None, "sessions", ["key"])
    op.create_table(
        "api_tokens",
        _need("label", sa.Text(), key=True),
        _need("digest", _DIGEST),
        _need("key", sa.Text()),
        _need("role", _WORD),
        _need("made_at", _TIME),
        _need("expires_at", _TIME),
        sa.Column("used_at", _TIME),
        sa.ForeignKeyConstraint(["key"], ["accounts.key"]),
    )
    op.create_index(None, "api_tokens", ["digest"], unique=True)


def _traces() -> None:
    op.create_table(
        "guesses",
        _need("address", sa.Text(), key=True),
        _need("name", _DIGEST, key=True),
        _need("count", sa.Integer()),
        _need("last", _TIME),
    )
    op.create_index(None, "guesses", ["name"])
    op.create_table(
        "audit",
        _need("number", sa.Integer(), key=True),
        _need("at", _TIME),
        _need("who", sa.Text()),
        _need("what", sa.Text()),
        _need("on", sa.Text()),
        _need("address", sa.Text()),
    )


def _sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_refuse_{verb.lower()} BEFORE {verb} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{_COMPLAINT}'); END"
        )


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_COMPLAINT}' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def _need(name: str, kind: sa.types.TypeEngine[Any], *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, primary_key=key)
