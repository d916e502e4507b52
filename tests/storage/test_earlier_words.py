"""What was kept by an earlier version is there, and means the same, in this one."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import storage
from news.errors import StoreError
from news.review import Review, Subject, Verdict
from storage import open_store
from storage.reviews import load_reviews
from storage.schema import VERSION_TABLE
from storage.sql_store import SqlStore
from storage.tables import reviews


def build(path: Path, version: str, *statements: str) -> None:
    """A database as an earlier version made it, with some rows."""
    config = Config()
    config.set_main_option("script_location", str(Path(storage.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes.update(connection=connection, version_table=VERSION_TABLE)
        command.upgrade(config, version)
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


ARTICLE = (
    "INSERT INTO articles VALUES (1, 'a', 's', 'u', 'fr', NULL, NULL, '', 0, '[]', 0, 1)",
    "INSERT INTO revisions VALUES ('a', 1, 'T', 'x', 'h', '2022-05-19T12:00:00.000000Z')",
)
WORD = (
    "INSERT INTO reviews VALUES ('r', 'a', 'tag', 'corrected', 'Aki',"
    " '2022-05-20T08:00:00.000000Z', 'place', 'x', 'lyon', 'Lyon', 'vu')"
)


def test_words_of_before_they_grew_mean_what_they_meant(tmp_path: Path) -> None:
    path = tmp_path / "soie.db"
    build(path, "v0003", *ARTICLE, WORD)
    with open_store(f"sqlite:///{path}") as store:
        assert isinstance(store, SqlStore)
        with store.reading() as connection:
            (review,) = load_reviews(connection, ["a"], {})["a"]
        assert (review.verdict, review.corrected_to, review.note) == (
            Verdict.CORRECTED,
            "lyon",
            "vu",
        )
        fresh = Review("n", "a", Subject.TIER, Verdict.ACCEPTED, "Aki", review.at)
        facts = ("corrected_kind", "known", "place", "revision", "withdraws")
        assert [getattr(review, name) for name in facts] == [getattr(fresh, name) for name in facts]
        store.keep_review(fresh)
        for name in facts:
            with pytest.raises(StoreError, match="only ever added"), store.writing() as connection:
                connection.execute(sa.update(reviews).values({name: None}))
