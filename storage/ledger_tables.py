"""The table of web archives that were read."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, Table, Text

from storage.columns import Instant, need, one_of
from storage.ledger import UnitState
from storage.tables import metadata

archive_units = Table(
    "archive_units",
    metadata,
    need("place", Text, key=True),
    need("size", BigInteger, key=True),
    need("maker", Text, key=True),
    need("state", one_of(UnitState)),
    need("holder", Text),
    Column("beat_at", Instant),
    Column("finished_at", Instant),
    need("attempts", Integer),
    need("detail", Text),
    need("counts", JSON),
    Index(None, "state"),
)
