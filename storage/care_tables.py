"""The tables of the care for what is kept: who was erased, without saying who."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Table, Text

from storage.columns import Instant, need
from storage.tables import metadata

erasures = Table(
    "erasures",
    metadata,
    need("id", Text, key=True),
    need("at", Instant),
    need("by", Text),
    need("reason", Text),
    need("key", String(64)),  # of the digests below, in hexadecimal
    need("counts", JSON),
)

# A form of a name is kept as its HMAC-SHA-256 alone.
erased_forms = Table(
    "erased_forms",
    metadata,
    need("erasure_id", Text, ForeignKey("erasures.id"), key=True),
    need("digest", String(64), key=True),
    need("units", Integer),  # words, or characters of Chinese and Japanese
    need("weak", Boolean),  # counts only beside a full form, as a family name does
)
