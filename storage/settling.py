"""What people see of an article, kept in columns so that queries can ask for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, delete, exists, func, select, update

from news.review import Settled, settle
from news.worth import doubt
from storage.analyses import load_analyses
from storage.catalogue import facet
from storage.chunks import chunks
from storage.desk_tables import article_facets
from storage.dialects import insert
from storage.facets import Carried, put_article_facets, refresh_stories_of
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
    source_id: str
    maker: str | None
    """None when its text is gone."""


_Seen = tuple[_Latest, Settled]


def settle_articles(connection: Connection, article_ids: Collection[str]) -> None:
    """Settle articles anew, in the transaction that added an analysis or a review of them.

    What counts is the latest analysis of the latest revision that has one. Articles without an
    analysis are passed over. Give a few hundred at most.
    """
    latest = _latest_analyses(connection, article_ids)
    redirects = load_redirects(connection)
    made = load_analyses(connection, [each.analysis_id for each in latest], redirects)
    said = load_reviews(connection, list(article_ids), redirects)
    seen = [
        (each, settle(made[each.analysis_id], said.get(each.article_id, ()))) for each in latest
    ]
    if seen:
        _put_tiers(connection, seen)
        _put_tags(connection, seen)
        put_article_facets(connection, [_carried(each, found) for each, found in seen])
        _stop_waiting(connection, latest)
    refresh_stories_of(connection, article_ids)


def _latest_analyses(connection: Connection, article_ids: Collection[str]) -> list[_Latest]:
    wanted = (
        select(
            analyses.c.article_id,
            analyses.c.id,
            analyses.c.revision,
            func.coalesce(articles.c.published_at, revisions.c.collected_at),
            articles.c.source_id,
            case((articles.c.text_removed_at.is_(None), analyses.c.maker)),
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


def _put_tiers(connection: Connection, seen: Sequence[_Seen]) -> None:
    rows = [
        {
            "article_id": each.article_id,
            "analysis_id": each.analysis_id,
            "revision": each.revision,
            "dated": each.dated,
            "tier": found.tier,
            "doubt": doubt(found),
            "judged": found.tier_verdict is not None,
            "maker": each.maker,
        }
        for each, found in seen
    ]
    put = insert(connection, settled)
    again = {name: put.excluded[name] for name in rows[0] if name != "article_id"}
    connection.execute(put.on_conflict_do_update(index_elements=["article_id"], set_=again), rows)


def _stop_waiting(connection: Connection, latest: Sequence[_Latest]) -> None:
    """Nobody need read what was read in its latest revision."""
    this = (settled.c.article_id == articles.c.id) & (settled.c.revision == articles.c.revision)
    waiting = articles.c.id.in_([each.article_id for each in latest]) & articles.c.waits
    connection.execute(update(articles).where(waiting, exists().where(this)).values(waits=False))


def _put_tags(connection: Connection, seen: Sequence[_Seen]) -> None:
    ids = [each.article_id for each, _ in seen]
    connection.execute(delete(settled_tags).where(settled_tags.c.article_id.in_(ids)))
    rows = [
        {"article_id": each.article_id, "kind": kind, "key": key, "dated": each.dated}
        for each, found in seen
        for kind, key in sorted({(item.tag.kind, item.tag.key) for item in found.tags})
    ]
    if rows:
        connection.execute(settled_tags.insert(), rows)


def _carried(latest: _Latest, seen: Settled) -> Carried:
    facets = {facet(item.tag.kind, item.tag.key) for item in seen.tags}
    facets |= {facet("language", seen.language), facet("source", latest.source_id)}
    return Carried(latest.article_id, seen.tier, latest.dated, frozenset(facets))


def settle_if_new(connection: Connection) -> None:
    """Derive what an earlier version of this program did not: all of it, or there is nothing."""
    if connection.scalar(select(article_facets.c.article_id).limit(1)) is not None:
        return
    for ids in chunks(connection.scalars(select(settled.c.article_id)).all()):
        settle_articles(connection, ids)
