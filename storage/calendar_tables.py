"""The tables of the clock."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from storage.calendar import TurnState
from storage.columns import Instant, need, one_of
from storage.tables import metadata

leases = Table(
    "leases",
    metadata,
    need("name", Text, key=True),
    need("holder", Text),
    need("taken_at", Instant),
    need("until", Instant),
)

# One row a turn: the key is what is done at most once.
turns = Table(
    "turns",
    metadata,
    need("duty", Text, key=True),
    need("at", Instant, key=True),
    need("state", one_of(TurnState)),
    need("holder", Text),
    need("begun_at", Instant),
    Column("finished_at", Instant),
    need("attempts", Integer),
    need("detail", Text),
    Index(None, "at"),
)
