"""Digests as they were rendered."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, literal, select

from storage.dialects import insert
from storage.store import StoredDigest
from storage.tables import digests


def keep_digest(connection: Connection, digest: StoredDigest) -> None:
    """Keep a digest in place of that of the same day, language and format."""
    values = {"content": digest.content, "built_at": digest.built_at}
    key = {"day": digest.day, "language": digest.language, "format": digest.format}
    connection.execute(
        insert(connection, digests)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def load_digests(connection: Connection, day: date | None) -> list[StoredDigest]:
    """Digests of a day; without a day all of them with empty content, newest day first."""
    content = digests.c.content if day else literal("").label("content")
    columns = (digests.c.day, digests.c.language, digests.c.format, content, digests.c.built_at)
    wanted = select(*columns).order_by(digests.c.day.desc(), digests.c.language, digests.c.format)
    rows = connection.execute(wanted.where(digests.c.day == day) if day else wanted)
    return [StoredDigest(*row) for row in rows]
