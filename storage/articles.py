"""Articles and their revisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, update

from news.analysis import Tier
from news.article import Article, Published
from storage.chunks import chunks
from storage.desk_tables import article_facets
from storage.dialects import insert, of
from storage.store import Outcome
from storage.tables import articles, revisions, settled, settled_tags
from storage.terms import indexed


def keep_article(connection: Connection, article: Article) -> Outcome:
    """Keep an article: as new, as the next revision of a known one, or as nothing new.

    When the words are known, facts that were missing (publication, authors) are filled in and a
    reservation is honoured; nothing is taken back. A revision keeps the date and authors known
    before when it gives none, and stays with the source that was first to bring it. An article
    whose text was removed never gets one again.
    """
    number = connection.scalar(
        insert(connection, articles)
        .values(
            id=article.id, source_id=article.source_id, revision=1, waits=True, **_facts(article)
        )
        .on_conflict_do_nothing(index_elements=["id"])
        .returning(articles.c.number)
    )
    if number is not None:
        _add_revision(connection, number, article, 1)
        return Outcome.NEW
    known = connection.execute(_latest().where(articles.c.id == article.id).with_for_update()).one()
    if known.text_removed_at is not None or known.content_hash == article.content_hash:
        _fill_in(connection, known, article)
        return Outcome.UNCHANGED
    revised = {"revision": known.revision + 1, "waits": True}
    _set_facts(connection, article, _given(article) | revised)
    _add_revision(connection, known.number, article, known.revision + 1)
    return Outcome.REVISED


def _facts(article: Article) -> dict[str, Any]:
    return {
        "url": article.url,
        "language": article.language,
        "authors": list(article.authors),
        "reserved": article.reserved,
        **_publication(article.published),
    }


def _publication(published: Published | None) -> dict[str, Any]:
    return {
        "published_at": published.instant if published else None,
        "published_precision": published.precision if published else None,
        "published_provenance": published.provenance if published else "",
        "published_offset": published.offset_minutes if published else 0,
    }


def _given(article: Article) -> dict[str, Any]:
    """The facts that an article states, without those it is silent about."""
    silent = set() if article.published else set(_publication(None))
    silent |= {name for name in ("authors", "language") if not getattr(article, name)}
    return {name: fact for name, fact in _facts(article).items() if name not in silent}


def _fill_in(connection: Connection, known: Row[Any], article: Article) -> None:
    facts: dict[str, Any] = {}
    if known.published_at is None and article.published:
        facts |= _publication(article.published)
    if article.authors and not known.authors:
        facts["authors"] = list(article.authors)
    if article.reserved and not known.reserved:
        facts["reserved"] = True
    if facts:
        _set_facts(connection, article, facts)


def _set_facts(connection: Connection, article: Article, facts: dict[str, Any]) -> None:
    connection.execute(update(articles).where(articles.c.id == article.id).values(facts))
    if "published_at" in facts:
        for table in (settled, settled_tags, article_facets):
            dated = update(table).where(table.c.article_id == article.id)
            connection.execute(dated.values(dated=facts["published_at"]))


def _add_revision(connection: Connection, number: int, article: Article, revision: int) -> None:
    connection.execute(
        revisions.insert().values(
            article_id=article.id,
            revision=revision,
            title=article.title,
            text=article.text,
            content_hash=article.content_hash,
            collected_at=article.collected_at,
        )
    )
    of(connection).index_text(connection, number, indexed(article.title, article.text))


def index_all(connection: Connection) -> None:
    """Put the latest words of every article into the search index."""
    for ids in chunks(connection.scalars(select(articles.c.id)).all()):
        for row in connection.execute(_latest().where(articles.c.id.in_(ids))).all():
            of(connection).index_text(connection, row.number, indexed(row.title, row.text))


def index_article(connection: Connection, article_id: str) -> None:
    """Put the latest words of one article into the search index, in place of earlier ones."""
    row = connection.execute(_latest().where(articles.c.id == article_id)).one()
    of(connection).index_text(connection, row.number, indexed(row.title, row.text))


def select_articles(*more: ColumnElement[Any]) -> Select[Any]:
    """Every revision of every article; each row holds what `to_article()` reads, and more."""
    facts = [column for column in articles.c if column.name != "revision"]
    words = [column for column in revisions.c if column.name != "article_id"]
    return select(*facts, *words, *more).join_from(
        articles, revisions, revisions.c.article_id == articles.c.id
    )


def _latest() -> Select[Any]:
    return select_articles().where(revisions.c.revision == articles.c.revision)


def to_article(row: Row[Any]) -> Article:
    """The article of a row of `select_articles()`."""
    return Article(
        id=row.id,
        source_id=row.source_id,
        url=row.url,
        title=row.title,
        text=row.text,
        language=row.language,
        published=to_published(row),
        collected_at=row.collected_at,
        authors=tuple(row.authors),
        revision=row.revision,
        reserved=row.reserved,
        text_removed_at=row.text_removed_at,
    )


def to_published(row: Row[Any]) -> Published | None:
    """The publication of a row that holds the columns of `articles`."""
    if row.published_at is None:
        return None
    return Published(
        row.published_at,
        row.published_precision,
        row.published_provenance,
        row.published_offset,
    )


def unread_ids(connection: Connection, maker: str, limit: int, again: int | None) -> list[str]:
    """Ids of articles whose latest analysis is not this maker's, or not of the latest revision.

    First what nobody has read, oldest first; then what another maker has read, at most `again`
    of it, the nearest tier first, the newest first. What was read in a text that is no longer
    there stays as it was read.
    """
    dated = func.coalesce(articles.c.published_at, revisions.c.collected_at)
    waiting = _latest().with_only_columns(articles.c.id).where(articles.c.waits)
    fresh = waiting.order_by(dated, articles.c.id)
    ids = list(connection.scalars(fresh.limit(limit) if limit else fresh))
    room = [most for most in (limit - len(ids) if limit else None, again) if most is not None]
    return ids + _read_by_others(connection, maker, min(room, default=None))


def _read_by_others(connection: Connection, maker: str, most: int | None) -> list[str]:
    """What other makers read last, by stretches of an index: one a maker and tier."""
    found: list[str] = []
    others = [name for name in _makers(connection) if name != maker]
    for tier in sorted(Tier, key=lambda tier: tier.rank):
        room = None if most is None else most - len(found)
        rows = [row for name in others for row in _read_by(connection, name, tier, room)]
        rows.sort(key=lambda row: row.article_id)
        rows.sort(key=lambda row: row.dated, reverse=True)
        found += [row.article_id for row in rows[:room]]
    return found


def _makers(connection: Connection) -> Iterator[str]:
    """Whoever made an analysis that counts, each found behind the one before it."""
    least = select(func.min(settled.c.maker))
    name: str | None = connection.scalar(least)
    while name is not None:
        yield name
        name = connection.scalar(least.where(settled.c.maker > name))


def _read_by(
    connection: Connection, maker: str, tier: Tier, most: int | None
) -> Sequence[Row[Any, Any]]:
    latest = (articles.c.id == settled.c.article_id) & (articles.c.revision == settled.c.revision)
    wanted = (
        select(settled.c.article_id, settled.c.dated)
        .join(articles, latest)
        .where(settled.c.maker == maker, settled.c.tier == tier)
        .order_by(settled.c.dated.desc(), settled.c.article_id)
        .limit(most)
    )
    return connection.execute(wanted).all()


def load_latest(connection: Connection, ids: Sequence[str]) -> list[Article]:
    """Latest revisions of the articles with these ids, in their order; of those that have a text.

    A text may have been purged since the ids were found: its article keeps the reading it has.
    """
    here = articles.c.id.in_(ids), articles.c.text_removed_at.is_(None)
    found = {row.id: to_article(row) for row in connection.execute(_latest().where(*here))}
    return [found[article_id] for article_id in ids if article_id in found]
