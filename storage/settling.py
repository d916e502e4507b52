"""What people see of an article, kept in columns so that queries can ask for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from news.review import Settled, settle
from storage.analyses import load_analyses
from storage.dialects import insert
from storage.redirects import load_redirects
from storage.reviews import load_reviews
from storage.tables import analyses, articles, revisions, settled, settled_tags


@dataclass(frozen=True, slots=True)
class _Latest:
    """The analysis that counts for an article."""

    article_id: str
    analysis_id: int
    revision: int
    dated: datetime


def settle_articles(connection: Connection, article_ids: Collection[str]) -> None:
    """Settle articles anew, in the transaction that added an analysis or a review of them.

    What counts is the latest analysis of the latest revision that has one. Articles without an
    analysis are passed over. Give a few hundred at most.
    """
    latest = _latest_analyses(connection, article_ids)
    redirects = load_redirects(connection)
    made = load_analyses(connection, [each.analysis_id for each in latest], redirects)
    said = load_reviews(connection, list(article_ids), redirects)
    for each in latest:
        seen = settle(made[each.analysis_id], said.get(each.article_id, ()))
        _put_tier(connection, each, seen)
        _put_tags(connection, each, seen)


def _latest_analyses(connection: Connection, article_ids: Collection[str]) -> list[_Latest]:
    wanted = (
        select(
            analyses.c.article_id,
            analyses.c.id,
            analyses.c.revision,
            func.coalesce(articles.c.published_at, revisions.c.collected_at),
        )
        .join_from(articles, revisions, revisions.c.article_id == articles.c.id)
        .join(
            analyses,
            (analyses.c.article_id == articles.c.id)
            & (analyses.c.revision == revisions.c.revision),
        )
        .where(articles.c.id.in_(article_ids))
        .order_by(analyses.c.revision, analyses.c.id)
    )
    last = {row.article_id: _Latest(*row) for row in connection.execute(wanted)}
    return list(last.values())


def _put_tier(connection: Connection, latest: _Latest, seen: Settled) -> None:
    row = {**asdict(latest), "tier": seen.tier}
    connection.execute(
        insert(connection, settled)
        .values(row)
        .on_conflict_do_update(index_elements=["article_id"], set_=row)
    )


def _put_tags(connection: Connection, latest: _Latest, seen: Settled) -> None:
    old = delete(settled_tags).where(settled_tags.c.article_id == latest.article_id)
    connection.execute(old)
    carried = sorted({(item.tag.kind, item.tag.key) for item in seen.tags})
    if carried:
        fixed = {"article_id": latest.article_id, "dated": latest.dated}
        rows = [{"kind": kind, "key": key, **fixed} for kind, key in carried]
        connection.execute(settled_tags.insert(), rows)
