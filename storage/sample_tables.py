"""The tables of the weekly samples that recall is told from.

They outlive articles off the subject: what was drawn stays drawn as long as articles are kept at
all, and denominators never change.
"""

from __future__ import annotations

from sqlalchemy import Date, Integer, Table, Text

from news.recall import Stratum
from storage.columns import Instant, need, one_of
from storage.tables import metadata

samples = Table(
    "samples",
    metadata,
    need("week", Date, key=True),
    need("stratum", one_of(Stratum), key=True),
    need("size", Integer),
    need("drawn_at", Instant),
)

sampled = Table(
    "sampled",
    metadata,
    need("week", Date, key=True),
    need("article_id", Text, key=True),
    need("stratum", one_of(Stratum)),
    need("place", Integer),
)
