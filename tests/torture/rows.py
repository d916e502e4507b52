"""What a life left, set beside what a life left that nobody disturbed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from storage import open_store
from storage.sql_store import SqlStore
from storage.tables import (
    analyses,
    articles,
    deliveries,
    digests,
    memberships,
    mentions,
    revisions,
    settled,
    settled_tags,
    stories,
    tags,
    visits,
)

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def read_rows(database: str) -> Rows:
    """All that the stages left, without the numbers that the database gave."""
    with open_store(database) as store:
        assert isinstance(store, SqlStore)
        with store.reading() as connection:
            found = dict(_rows(connection))
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def _rows(connection: Connection) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    made = (analyses.c.article_id, analyses.c.revision, analyses.c.maker)
    of_analysis = {
        "analyses": (analyses, select(*(column for column in analyses.c if column.name != "id"))),
        "tags": (tags, select(*made, *list(tags.c)[1:]).join(tags)),
        "mentions": (
            mentions,
            select(*made, *list(mentions.c)[1:]).join(
                mentions, mentions.c.analysis_id == analyses.c.id
            ),
        ),
        "settled": (
            settled,
            select(*made, settled.c.dated, settled.c.tier).join(
                settled, settled.c.analysis_id == analyses.c.id
            ),
        ),
    }
    for name, (_, wanted) in of_analysis.items():
        yield name, [tuple(map(repr, row)) for row in connection.execute(wanted)]
    whole = (revisions, settled_tags, stories, memberships, visits)
    for table in whole:
        yield table.name, [tuple(map(repr, row)) for row in connection.execute(select(table))]
    numbered = select(*(column for column in articles.c if column.name != "number"))
    yield "articles", [tuple(map(repr, row)) for row in connection.execute(numbered)]
    told = select(digests.c.day, digests.c.language, digests.c.format, digests.c.content)
    yield "digests", [tuple(map(repr, row)) for row in connection.execute(told)]
    sent = select(deliveries.c.reader, deliveries.c.edition, deliveries.c.day)
    yield "deliveries", [tuple(map(repr, row)) for row in connection.execute(sent)]


def differences(calm: Rows, tormented: Rows) -> list[str]:
    """Each table that is not the same, with how many rows are missing and how many are new."""
    told = []
    for name in calm:
        before, after = Counter(calm[name]), Counter(tormented[name])
        lost, more = (before - after).total(), (after - before).total()
        if lost or more:
            example = next(iter((before - after) or (after - before)))
            told.append(f"{name}: {lost} rows lost, {more} more, e.g. {str(example)[:300]}")
    return told
