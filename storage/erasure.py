"""Erasing a person: every row of every table that names them, and a record that does not.

The walk knows only digests, so that it can be repeated on a store that was restored from before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Enum,
    Row,
    Select,
    String,
    Table,
    and_,
    select,
    update,
)

from news.erasure import BLOCK, Blocklist, clean_page
from storage.access_tables import accounts, api_tokens, audit, guesses, sessions
from storage.care_tables import erased_forms, erasures
from storage.cascade import delete_with
from storage.chunks import chunks
from storage.dialects import of
from storage.erased import clean_value, load_blocklist, speaks_of_erased, strike_revision
from storage.erasures import Erasure, load_erasures, put_down, put_down_forms
from storage.settling import settle_articles
from storage.tables import (
    analyses,
    articles,
    deliveries,
    ledger,
    memberships,
    mentions,
    metadata,
    reviews,
    revisions,
    settled,
    settled_tags,
    tags,
)

_OF_ARTICLES = frozenset(
    (articles, revisions, analyses, tags, mentions, reviews, memberships, settled, settled_tags)
)
_LEFT = frozenset((erasures, erased_forms, accounts, sessions, api_tokens, guesses))
_LEFT_COLUMNS = frozenset((deliveries.c.reader, ledger.c.reader, audit.c.who))
"""Who reads and who works here is no matter of what the press says: they leave by other ways."""
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Struck:
    """What was found of the erased."""

    counts: dict[str, int]
    """Rows by table."""
    addresses: tuple[str, ...]
    """Addresses of the articles that named them, as they were before."""


def strike(connection: Connection, blocked: Blocklist) -> Struck:
    """Take the names out of every table, in the caller's transaction."""
    counts: Counter[str] = Counter()
    addresses: list[str] = []
    with of(connection).unguarded(connection):
        ids = connection.scalars(select(articles.c.id).order_by(articles.c.id)).all()
        for piece in chunks(ids, _AT_ONCE):
            for article in _named(connection, blocked, piece):
                addresses.append(article.url)
                _strike_article(connection, blocked, article, counts)
        clean = partial(_clean_anywhere, blocked, addresses)
        for table in metadata.sorted_tables:
            if table not in _OF_ARTICLES | _LEFT:
                counts[table.name] += _redact_rows(connection, table, select(table), clean)
    return Struck({name: count for name, count in counts.items() if count}, tuple(addresses))


@dataclass(frozen=True, slots=True)
class _Named:
    """An article in which an erased name stands."""

    id: str
    url: str


def _named(connection: Connection, blocked: Blocklist, ids: Sequence[str]) -> Iterator[_Named]:
    said: dict[str, list[str]] = {key: [] for key in ids}
    for row in connection.execute(select(revisions).where(revisions.c.article_id.in_(ids))):
        said[row.article_id].append(f"{row.title}\n{row.text}")
    tagged = (
        select(analyses.c.article_id, tags.c.key, tags.c.label)
        .join(tags, tags.c.analysis_id == analyses.c.id)
        .where(analyses.c.article_id.in_(ids))
    )
    for row in connection.execute(tagged.distinct()):
        said[row.article_id] += [row.key, row.label]
    proofs = (
        select(analyses.c.article_id, mentions.c.sentence)
        .join(mentions, mentions.c.analysis_id == analyses.c.id)
        .join(articles, articles.c.id == analyses.c.article_id)
        .where(articles.c.id.in_(ids), articles.c.text_removed_at.is_not(None))
    )
    for row in connection.execute(proofs):
        said[row.article_id].append(row.sentence)
    offices = select(
        analyses.c.article_id, analyses.c.roles, analyses.c.reasons, analyses.c.rejected
    )
    for row in connection.execute(offices.where(analyses.c.article_id.in_(ids))):
        said[row.article_id] += [*_strings([row.roles, row.reasons, row.rejected])]
    for row in connection.execute(select(reviews).where(reviews.c.article_id.in_(ids))):
        said[row.article_id] += [row.key, row.corrected_to, row.label, row.note]
    for row in connection.execute(select(articles).where(articles.c.id.in_(ids))).all():
        texts = [*dict.fromkeys(said[row.id]), *row.authors]
        if blocked.holds_address(row.url) or any(map(blocked.holds, texts)):
            yield _Named(row.id, row.url)


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    match value:
        case str():
            yield value
        case list():
            for item in value:
                yield from _strings(item)
        case dict():
            for item in value.values():
                yield from _strings(item)


def _strike_article(
    connection: Connection, blocked: Blocklist, article: _Named, counts: Counter[str]
) -> None:
    """One article with all that hangs on it; in all of it a family name counts as well."""
    counts["articles"] += 1
    this = articles.c.id == article.id
    row = connection.execute(select(articles).where(this)).one()
    facts = {
        "url": blocked.redact_address(row.url),
        "authors": [name for name in row.authors if not blocked.spans(name, weak=True)],
    }
    connection.execute(update(articles).where(this).values(facts))
    for number in range(1, row.revision + 1):
        counts["revisions"] += strike_revision(connection, blocked, article.id, number)
    for analysis in connection.execute(_of(analyses, article)).all():
        _strike_analysis(connection, blocked, analysis, counts)
    clean = partial(clean_value, blocked, weak=True)
    for review in connection.execute(_of(reviews, article)).all():
        if speaks_of_erased(blocked, review.key, review.corrected_to, review.label):
            counts["reviews"] += delete_with(connection, reviews, reviews.c.id == review.id)
    for table in (reviews, memberships):
        counts[table.name] += _redact_rows(connection, table, _of(table, article), clean)
    settle_articles(connection, [article.id])


def _of(table: Table, article: _Named) -> Select[Any]:
    return select(table).where(table.c.article_id == article.id)


def _strike_analysis(
    connection: Connection, blocked: Blocklist, row: Row[Any], counts: Counter[str]
) -> None:
    clean = partial(clean_value, blocked, weak=True)
    values = {
        "roles": [role for role in row.roles if not blocked.holds(role["person"])],
        "reasons": clean(row.reasons),
        "rejected": clean(row.rejected),
    }
    connection.execute(update(analyses).where(analyses.c.id == row.id).values(values))
    mine = tags.c.analysis_id == row.id
    for tag in connection.execute(select(tags).where(mine)).all():
        if speaks_of_erased(blocked, tag.key, tag.label) or _wholly_struck(blocked, tag.label):
            this = and_(mine, tags.c.position == tag.position)
            counts["tags"] += delete_with(connection, tags, this)
    counts["tags"] += _redact_rows(connection, tags, select(tags).where(mine), clean)
    proofs = select(mentions).where(mentions.c.analysis_id == row.id)
    strike_words = partial(blocked.redact, weak=True)  # offsets must hold
    counts["mentions"] += _redact_rows(connection, mentions, proofs, strike_words)


def _wholly_struck(blocked: Blocklist, label: str) -> bool:
    return set(blocked.redact(label, weak=True)) == {BLOCK}


def _redact_rows(
    connection: Connection, table: Table, rows: Select[Any], clean: Callable[[Any], Any]
) -> int:
    """Clean rows of a table of which nothing more need be known; one whose key changes goes."""
    columns = [column for column in table.columns if _speaks(column)]
    keys = {column.name for column in table.primary_key.columns}
    keys |= {column.name for column in columns if column.foreign_keys}
    changed = 0
    for row in connection.execute(rows).all() if columns else ():
        found = row._mapping  # noqa: SLF001 - SQLAlchemy's public way to a row's columns
        cleaned = {column.name: clean(found[column.name]) for column in columns}
        new = {name: value for name, value in cleaned.items() if value != found[name]}
        if not new:
            continue
        changed += 1
        this = and_(*(column == found[column.name] for column in table.primary_key.columns))
        if new.keys() & keys:
            delete_with(connection, table, this)
        else:
            connection.execute(update(table).where(this).values(new))
    return changed


def _clean_anywhere(blocked: Blocklist, addresses: Collection[str], value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return clean_page(blocked, addresses, value)
    return clean_value(blocked, value)


def _speaks(column: Column[Any]) -> bool:
    """Whether a column may hold words of the press."""
    plain = isinstance(column.type, String) and not isinstance(column.type, Enum)
    return (plain or isinstance(column.type, JSON)) and column not in _LEFT_COLUMNS


def erase_again(connection: Connection, known: Iterable[Erasure]) -> int:
    """Do to a store from before what was done since, spellings that were learnt since too.

    Args:
        connection: to the store.
        known: records of erasures; one may come several times, with more or fewer forms.

    Returns:
        How many erasures the store did not know, or not with all forms.
    """
    done = {
        erasure.id: {form.digest for form in erasure.forms} for erasure in load_erasures(connection)
    }
    again = set()
    for erasure in known:
        if erasure.id not in done:
            put_down(connection, replace(erasure, forms=()))
        here = done.setdefault(erasure.id, set())
        new = [form for form in erasure.forms if form.digest not in here]
        if new:
            put_down_forms(connection, erasure.id, new)
            here.update(form.digest for form in new)
            again.add(erasure.id)
    if again:
        strike(connection, load_blocklist(connection))
    return len(again)
