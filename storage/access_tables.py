"""The tables of who may use the desk; the rest is in `tables.py`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from news.account import Role
from storage.columns import Instant, need, one_of
from storage.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    need("key", Text, key=True),  # what the ways of writing the name have in common
    need("name", Text),
    need("role", one_of(Role)),
    need("hash", Text),
    need("made_at", Instant),
    need("temporary", Boolean),
    need("disabled", Boolean),
)

sessions = Table(
    "sessions",
    metadata,
    need("digest", String(64), key=True),
    need("key", Text, ForeignKey("accounts.key")),
    need("began_at", Instant),
    need("seen_at", Instant),
    need("expires_at", Instant),
    Index(None, "key"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    need("label", Text, key=True),
    need("digest", String(64)),
    need("key", Text, ForeignKey("accounts.key")),
    need("role", one_of(Role)),
    need("made_at", Instant),
    need("expires_at", Instant),
    Column("used_at", Instant),
    Index(None, "digest", unique=True),
)

# Wrong passwords of the past day. Of the name there is a digest: people type passwords there too.
guesses = Table(
    "guesses",
    metadata,
    need("address", Text, key=True),
    need("name", String(64), key=True),
    need("count", Integer),
    need("last", Instant),
    Index(None, "name"),
)

# A trigger keeps every line as it is.
audit = Table(
    "audit",
    metadata,
    need("number", Integer, key=True),
    need("at", Instant),
    need("who", Text),
    need("what", Text),
    need("on", Text),
    need("address", Text),
)
