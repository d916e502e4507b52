"""Makers of things to keep, and the stores to keep them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Row, Table, select, text

from news.analysis import (
    Analysis,
    Mention,
    Reason,
    Relevance,
    RoleMention,
    Tag,
    TagKind,
    Tier,
)
from news.article import Article, Precision, Published
from news.errors import StoreError
from news.review import Review, Subject, Verdict
from storage import Store, open_store
from storage.sql_store import SqlStore
from storage.tables import analyses, articles, metadata

SEARCH = {
    "sqlite": "SELECT rowid, * FROM search ORDER BY rowid",
    "postgresql": "SELECT * FROM search ORDER BY number",
}
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store."""
    with open_store(store_url) as opened:
        yield opened


@pytest.fixture
def make_article() -> Callable[..., Article]:
    """Make an article; every fact can be given."""

    def make(number: int = 1, **facts: Any) -> Article:  # noqa: ANN401 - any field
        article = Article(
            id=f"{number:016x}",
            source_id="courrier-presquile",
            url=f"https://courrier-presquile.example/{number}",
            title=f"L'accord numéro {number}",
            text="La Région signe avec Aichi.\nLe préfet Ōmura était à Lyon.",
            language="fr",
            published=Published(
                NOON + timedelta(minutes=number), Precision.INSTANT, "json-ld", offset_minutes=60
            ),
            collected_at=NOON + timedelta(hours=1),
            authors=("Élise Martin",),
        )
        return replace(article, **facts)

    return make


def _tag(article: Article, kind: TagKind, key: str, surface: str) -> Tag:
    start = article.full_text.index(surface)
    sentence = article.text.split("\n")[0]
    mention = Mention(
        start, start + len(surface), surface, sentence, article.full_text.index(sentence)
    )
    why = Reason("alias", (surface, key), 0.5)
    return Tag(kind, key, key.title(), True, 0.9, (mention, mention), why, "rules 1")  # noqa: FBT003 - a dataclass of data


@pytest.fixture
def make_analysis() -> Callable[..., Analysis]:
    """Make an analysis of an article; every fact can be given."""

    def make(article: Article, **facts: Any) -> Analysis:  # noqa: ANN401 - any field
        analysis = Analysis(
            article_id=article.id,
            revision=article.revision,
            maker="maker 1",
            language=article.language,
            confidence=0.98,
            tags=(
                _tag(article, TagKind.PLACE, "aichi", article.title[:3]),
                _tag(article, TagKind.PERSON, "omura-hideaki", article.text[:4]),
            ),
            relevance=Relevance(Tier.CORE, 7.5, (Reason("both-sides", ("Lyon", "愛知県"), 4.0),)),
            roles=(RoleMention(3, 9, "préfet", "omura-hideaki"),),
            rejected=(Reason("look-alike", ("Lyon, tube digestif",)),),
        )
        return replace(analysis, **facts)

    return make


@pytest.fixture
def make_review() -> Callable[..., Review]:
    """Make a review of an article's tier; every fact can be given."""

    def make(article: Article, **facts: Any) -> Review:  # noqa: ANN401 - any field
        review = Review(
            id="review-1",
            article_id=article.id,
            subject=Subject.TIER,
            verdict=Verdict.CORRECTED,
            reviewer="Élise",
            at=NOON + timedelta(hours=3),
            corrected_to=Tier.OFF.value,
        )
        return replace(review, **facts)

    return make


@pytest.fixture
def refusal() -> Callable[[str], str]:
    """The one line that a person reads when a store is opened that cannot be."""

    def refuse(url: str) -> str:
        with pytest.raises(StoreError) as refused:
            open_store(url)
        assert refused.value.remedy
        return refused.value.sentence

    return refuse


def _places(connection: Connection, column: Column[Any]) -> dict[int, int]:
    """Numbers as the database gave them out, with gaps, to their places in the order."""
    numbers = connection.scalars(select(column).order_by(column))
    return {number: place for place, number in enumerate(numbers)}


def _told(table: Table, row: Row[Any], places: dict[str, dict[int, int]]) -> tuple[Any, ...]:
    """A row; numbers that the database gave out are told by their places."""
    names = ["analysis_id" if column is analyses.c.id else column.name for column in table.c]
    return tuple(
        places[name][value] if name in places else value
        for name, value in zip(names, row, strict=True)
    )


@pytest.fixture
def dump() -> Callable[[Store], dict[str, list[tuple[Any, ...]]]]:
    """Everything that a store holds, table by table."""

    def read(store: Store) -> dict[str, list[tuple[Any, ...]]]:
        assert isinstance(store, SqlStore)
        with store.reading() as connection:
            numbers = _places(connection, articles.c.number)
            places = {"number": numbers, "analysis_id": _places(connection, analyses.c.id)}
            rows = {
                table.name: sorted(
                    (_told(table, row, places) for row in connection.execute(select(table))),
                    key=repr,
                )
                for table in metadata.sorted_tables
            }
            index = connection.execute(text(SEARCH[connection.dialect.name]))
            return rows | {"search": [(numbers[row[0]], *row[1:]) for row in index]}

    return read
