"""What reading articles anew asks of an SQL database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, func, or_, select

from news.analysis import Tier
from news.change import Pair
from storage.analyses import load_analyses
from storage.chunks import chunks
from storage.database import Database
from storage.redirects import load_redirects
from storage.reviews import load_reviews
from storage.tables import analyses, memberships, settled, ungrouped


class SqlRereading(Database):
    """A `Rereading` on an SQL database."""

    def pairs(self, maker: str) -> Iterator[Pair]:
        """The articles whose analysis that counts is this maker's, each with the one before it."""
        with self.reading() as connection:
            numbers = _numbers(connection, maker)
        return self._fetch(numbers)

    def _fetch(self, numbers: Sequence[tuple[str, int, int]]) -> Iterator[Pair]:
        for piece in chunks(numbers, 100):
            with self.reading() as connection:
                found = list(_load(connection, piece))
            yield from found

    def loose(self) -> list[str]:
        """Ids of the articles on the subject that are in no story, oldest first."""
        wanted = (
            select(settled.c.article_id)
            .outerjoin(memberships, memberships.c.article_id == settled.c.article_id)
            .where(memberships.c.article_id.is_(None), settled.c.tier != Tier.OFF)
            .order_by(settled.c.dated, settled.c.article_id)
        )
        with self.reading() as connection:
            return list(connection.scalars(wanted))

    def release(self) -> None:
        """Let articles wait for grouping no longer that are in a story or off the subject."""
        told = memberships.c.article_id == ungrouped.c.article_id
        off = (settled.c.article_id == ungrouped.c.article_id) & (settled.c.tier == Tier.OFF)
        done = or_(
            select(memberships.c.article_id).where(told).exists(),
            select(settled.c.article_id).where(off).exists(),
        )
        with self.writing() as connection:
            connection.execute(delete(ungrouped).where(done))


def _numbers(connection: Connection, maker: str) -> list[tuple[str, int, int]]:
    """By article, the numbers of the analysis before and of the one that counts."""
    counts, earlier = analyses.alias(), analyses.alias()
    before = (
        select(func.max(earlier.c.id))
        .where(
            earlier.c.article_id == counts.c.article_id,
            earlier.c.revision == counts.c.revision,
            earlier.c.id < counts.c.id,
        )
        .scalar_subquery()
    )
    wanted = (
        select(counts.c.article_id, before, counts.c.id)
        .join_from(settled, counts, counts.c.id == settled.c.analysis_id)
        .where(counts.c.maker == maker)
        .order_by(counts.c.article_id)
    )
    return [(key, old, new) for key, old, new in connection.execute(wanted) if old is not None]


def _load(connection: Connection, piece: Sequence[tuple[str, int, int]]) -> Iterator[Pair]:
    redirects = load_redirects(connection)
    numbers = [number for _, old, new in piece for number in (old, new)]
    made = load_analyses(connection, numbers, redirects)
    said = load_reviews(connection, [key for key, _, _ in piece], redirects)
    for key, old, new in piece:
        if old in made and new in made:
            yield Pair(made[old], made[new], tuple(said.get(key, ())))
