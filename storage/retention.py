"""What goes when it has been kept long enough, class by class.

Work goes in pieces of one transaction each, so that a crawl never waits long; a purge that was
ended half-way is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy import update as change

from news.analysis import Tier
from storage.access_tables import audit, sessions
from storage.calendar import TurnState
from storage.calendar_tables import turns
from storage.cascade import delete_with
from storage.chunks import chunks
from storage.database import Database
from storage.dialects import of
from storage.facets import refresh_stories
from storage.sample_tables import sampled, samples
from storage.tables import (
    analyses,
    articles,
    deliveries,
    digests,
    memberships,
    mentions,
    reviews,
    revisions,
    runs,
    settled,
    stories,
    visits,
)
from storage.terms import indexed

EVIDENCE_AT_MOST = 280
"""Characters of a sentence that stays when its text goes: what an excerpt may have anywhere."""
_ARTICLES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """What is older than these goes. Articles count from the day their last revision was found."""

    now: datetime
    texts: datetime
    texts_off: datetime
    """Of articles off the subject."""
    texts_reviewed: datetime
    """Of articles that an analyst has spoken on."""
    articles: datetime
    """Also of the weekly samples drawn of them."""
    articles_off: datetime
    visits: datetime
    runs: datetime
    """Also of the clock's turns."""
    digests: date
    deliveries: date
    audit: datetime
    quotable: Collection[str]
    """Ids of the sources of which a sentence may stay as the evidence of a tag."""


def purge(database: Database, terms: Terms, *, dry_run: bool = False) -> dict[str, int]:
    """Remove what is too old; how many of each class, or would be."""
    with database.reading() as connection:
        whole = list(connection.scalars(_old_articles(terms)))
        gone = set(whole)
        texts = [key for key in connection.scalars(_old_texts(terms)) if key not in gone]
        counts = {
            "articles": len(whole),
            "texts": len(texts),
            **{name: _count(connection, *old) for name, old in _rows(terms).items()},
        }
    if dry_run:
        return counts
    for piece in chunks(whole, _ARTICLES_AT_ONCE):
        with database.writing() as connection:
            _delete_articles(connection, piece)
    for piece in chunks(texts, _ARTICLES_AT_ONCE):
        with database.writing() as connection:
            _remove_texts(connection, piece, terms)
    for table, old in _rows(terms).values():
        with database.writing() as connection, of(connection).unguarded(connection):
            delete_with(connection, table, old)
    return counts


def _rows(terms: Terms) -> dict[str, tuple[Table, ColumnElement[bool]]]:
    """The classes of which whole rows go, and which of them."""
    return {
        "visits": (visits, visits.c.visited_at < terms.visits),
        "runs": (runs, runs.c.started_at < terms.runs),
        "digests": (digests, digests.c.day < terms.digests),
        "deliveries": (deliveries, deliveries.c.day < terms.deliveries),
        "sessions": (sessions, sessions.c.expires_at < terms.now),
        "audit": (audit, audit.c.at < terms.audit),
        "samples": (samples, samples.c.week < terms.articles.date()),
        "sampled": (sampled, sampled.c.week < terms.articles.date()),
        "turns": (turns, and_(turns.c.at < terms.runs, turns.c.state != TurnState.AWAITED)),
    }


def _count(connection: Connection, table: Table, old: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(old)).scalar_one()


def _found_before(off: datetime, other: datetime) -> Select[str]:
    """Articles whose last revision was found before an instant, which depends on their tier."""
    is_off = settled.c.tier == Tier.OFF
    return (
        select(articles.c.id)
        .join(
            revisions,
            and_(
                revisions.c.article_id == articles.c.id,
                revisions.c.revision == articles.c.revision,
            ),
        )
        .outerjoin(settled, settled.c.article_id == articles.c.id)
        .where(
            or_(
                and_(is_off, revisions.c.collected_at < off),
                and_(func.coalesce(~is_off, True), revisions.c.collected_at < other),
            )
        )
        .order_by(articles.c.id)
    )


def _old_articles(terms: Terms) -> Select[str]:
    return _found_before(terms.articles_off, terms.articles)


def _old_texts(terms: Terms) -> Select[str]:
    words = revisions.alias()
    spoken = exists().where(reviews.c.article_id == articles.c.id)
    return _found_before(terms.texts_off, terms.texts).where(
        articles.c.text_removed_at.is_(None),
        or_(~spoken, revisions.c.collected_at < terms.texts_reviewed),
        exists().where(words.c.article_id == articles.c.id, words.c.text != ""),
    )


def _delete_articles(connection: Connection, ids: Sequence[str]) -> None:
    chosen = articles.c.id.in_(ids)
    told = select(memberships.c.story_id).where(memberships.c.article_id.in_(ids))
    touched = set(connection.scalars(told))
    of(connection).forget_text(
        connection, connection.scalars(select(articles.c.number).where(chosen)).all()
    )
    with of(connection).unguarded(connection):
        delete_with(connection, articles, chosen)
    inhabited = exists().where(memberships.c.story_id == stories.c.id)
    delete_with(connection, stories, ~inhabited)
    refresh_stories(connection, touched)


def _remove_texts(connection: Connection, ids: Sequence[str], terms: Terms) -> None:
    """Leave the link, the title, and of each tag what proves it in few words."""
    seen = select(settled.c.analysis_id).where(settled.c.article_id.in_(ids))
    superseded = and_(analyses.c.article_id.in_(ids), analyses.c.id.not_in(seen))
    delete_with(connection, analyses, superseded)
    _shorten_evidence(connection, ids, terms.quotable)
    connection.execute(change(revisions).where(revisions.c.article_id.in_(ids)).values(text=""))
    removed = change(articles).where(articles.c.id.in_(ids))
    connection.execute(removed.values(text_removed_at=terms.now, waits=False))
    unread = change(settled).where(settled.c.article_id.in_(ids))
    connection.execute(unread.values(maker=None))
    latest = select(articles.c.number, revisions.c.title).join(
        revisions,
        and_(revisions.c.article_id == articles.c.id, revisions.c.revision == articles.c.revision),
    )
    for row in connection.execute(latest.where(articles.c.id.in_(ids))).all():
        of(connection).index_text(connection, row.number, indexed(row.title, ""))


def _shorten_evidence(
    connection: Connection, ids: Sequence[str], quotable: Collection[str]
) -> None:
    """Of each tag keep what stands in the title, and one short sentence where rights allow it."""
    rows = connection.execute(
        select(mentions, revisions.c.title, articles.c.source_id)
        .join(analyses, analyses.c.id == mentions.c.analysis_id)
        .join(articles, articles.c.id == analyses.c.article_id)
        .join(
            revisions,
            and_(
                revisions.c.article_id == analyses.c.article_id,
                revisions.c.revision == analyses.c.revision,
            ),
        )
        .where(articles.c.id.in_(ids))
        .order_by(mentions.c.analysis_id, mentions.c.tag, mentions.c.position)
    )
    shown: set[tuple[int, int]] = set()
    for row in rows.all():
        tag = row.analysis_id, row.tag
        if row.end <= len(row.title):
            continue
        short = len(row.sentence) <= EVIDENCE_AT_MOST
        if short and tag not in shown and row.source_id in quotable:
            shown.add(tag)
            continue
        this = tuple_(mentions.c.analysis_id, mentions.c.tag, mentions.c.position)
        connection.execute(delete(mentions).where(this.in_([(*tag, row.position)])))
