"""The changes of what is known on an SQL database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from knowledge.amendments import Amendment, Change, KeptAmendment, Signature
from news.errors import StoreError
from storage.amendment_tables import amendments, withdrawals
from storage.amendments import Said
from storage.chunks import chunks
from storage.database import Database
from storage.redirects import load_redirects, touched_by
from storage.settling import settle_articles
from storage.tables import mentions, reviews, settled, tags


class SqlAmendments(Database):
    """An `Amendments` on an SQL database."""

    def count(self) -> int:
        """How many records there are, of changes and of their taking back."""
        with self.reading() as connection:
            return _count(connection)

    def kept(self) -> list[KeptAmendment]:
        """All changes with what became of them, oldest first."""
        with self.reading() as connection:
            return list(_load(connection))

    def append(self, kept: KeptAmendment, seen: int) -> bool:
        """Keep a change; False when somebody added a record since `seen` was counted."""
        with self.writing() as connection:
            if _count(connection) != seen:
                return False
            if not any(other.id == kept.id for other in _load(connection)):
                connection.execute(amendments.insert().values(_row(kept)))
                _settle_merge(connection, kept.amendment)
            return True

    def take_back(self, key: str, signed: Signature, seen: int) -> bool:
        """Put down that a change counts no longer; False as for `append()`."""
        with self.writing() as connection:
            if _count(connection) != seen:
                return False
            found = next((each for each in _load(connection) if each.id == key), None)
            if found is None or found.taken_back:
                what = "was taken back already" if found else "is not here"
                raise StoreError(f"change {key} {what}", "`soie knowledge list` shows what counts")
            # Where its articles are found now, before it counts no longer.
            old = found.amendment.target
            new = load_redirects(connection).get(old, found.amendment.form)
            row = {"who": signed.who, "at": signed.at, "note": signed.note}
            connection.execute(withdrawals.insert().values(amendment_id=key, **row))
            _settle_merge(connection, replace(found.amendment, form=new))
            return True

    def said(self, since: datetime) -> list[Said]:
        """What reviews made at or after an instant say of tags that still stand."""
        same_tag = and_(
            tags.c.analysis_id == settled.c.analysis_id,
            tags.c.kind == reviews.c.kind,
            tags.c.key == reviews.c.key,
        )
        place = and_(
            mentions.c.analysis_id == tags.c.analysis_id, mentions.c.tag == tags.c.position
        )
        told = (reviews.c.verdict, reviews.c.corrected_to)
        wanted = (
            select(reviews.c.article_id, tags.c.kind, tags.c.key, mentions.c.surface, *told)
            .join_from(reviews, settled, settled.c.article_id == reviews.c.article_id)
            .join(tags, same_tag)
            .join(mentions, place)
            .where(reviews.c.at >= since)
            .order_by(reviews.c.at, reviews.c.id, mentions.c.start)
        )
        with self.reading() as connection:
            said = [Said(*row) for row in connection.execute(wanted)]
        latest = {(each.article_id, each.kind, each.key, each.surface): each for each in said}
        return list(latest.values())


def _count(connection: Connection) -> int:
    made = select(func.count()).select_from(amendments).scalar_subquery()
    undone = select(func.count()).select_from(withdrawals).scalar_subquery()
    return int(connection.execute(select(made + undone)).scalar_one())


def _load(connection: Connection) -> Iterator[KeptAmendment]:
    undone = {row.amendment_id: row for row in connection.execute(select(withdrawals))}
    for row in connection.execute(select(amendments).order_by(amendments.c.number)):
        amendment = Amendment(row.change, row.target, row.form, row.entry)
        back = undone.get(row.id)
        yield KeptAmendment(row.id, amendment, _signed(row), _signed(back) if back else None)


def _signed(row: Row[Any]) -> Signature:
    return Signature(row.who, row.at, row.note)


def _row(kept: KeptAmendment) -> dict[str, Any]:
    amendment, signed = kept.amendment, kept.signed
    return {
        "id": kept.id,
        "change": amendment.change,
        "target": amendment.target,
        "form": amendment.form,
        "entry": amendment.entry,
        "who": signed.who,
        "at": signed.at,
        "note": signed.note,
    }


def _settle_merge(connection: Connection, amendment: Amendment) -> None:
    if amendment.change is Change.MERGED:
        for piece in chunks(touched_by(connection, amendment.target, amendment.form), 200):
            settle_articles(connection, piece)
