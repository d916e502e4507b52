"""The last visit to every address."""

from __future__ import annotations

from sqlalchemy import Connection, select

from news.page import Visit
from storage.dialects import insert
from storage.tables import visits


def keep_visit(connection: Connection, visit: Visit) -> None:
    """Keep a visit, unless a later one to the same address is kept already."""
    fresh = insert(connection, visits).values(
        url=visit.url,
        visited_at=visit.visited_at,
        status=visit.status,
        etag=visit.etag,
        last_modified=visit.last_modified,
        full_at=visit.full_at,
        digest=visit.digest,
        distrusted_since=visit.distrusted_since,
    )
    connection.execute(
        fresh.on_conflict_do_update(
            index_elements=["url"],
            set_={column.name: column for column in fresh.excluded if column.name != "url"},
            where=visits.c.visited_at <= fresh.excluded.visited_at,
        )
    )


def load_visit(connection: Connection, url: str) -> Visit | None:
    """The last visit to an address, if there was one."""
    row = connection.execute(select(visits).where(visits.c.url == url)).one_or_none()
    if row is None:
        return None
    return Visit(**row._asdict())
