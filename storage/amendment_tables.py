"""The tables of what a team changed of what is known."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, Table, Text, UniqueConstraint

from knowledge.amendments import Change
from storage.columns import Instant, need, one_of
from storage.tables import metadata

amendments = Table(
    "amendments",
    metadata,
    need("number", Integer, key=True),  # the order they were made in
    need("id", Text),
    need("change", one_of(Change)),
    need("target", Text),
    need("form", Text),
    need("entry", Text),
    need("who", Text),
    need("at", Instant),
    need("note", Text),
    UniqueConstraint("id"),
)

withdrawals = Table(
    "withdrawals",
    metadata,
    need("amendment_id", Text, ForeignKey("amendments.id"), key=True),
    need("who", Text),
    need("at", Instant),
    need("note", Text),
)
