"""Opening a store: made, migrated, found again; or refused in one line with its remedy."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script.base import Script
from sqlalchemy.schema import SchemaItem

from news.article import Article
from news.errors import BusyError, ConfigurationError, StoreError
from storage import Outcome, Store, file_of, open_store
from storage.schema import VERSION_TABLE
from storage.sql_store import SqlStore
from storage.tables import metadata


def test_an_address_tells_its_file_where_there_is_one() -> None:
    assert file_of("sqlite:///var/soie.sqlite") == Path("var/soie.sqlite")
    assert file_of("sqlite:////var/soie.sqlite") == Path("/var/soie.sqlite")
    assert file_of("postgresql://soie@db.example/soie") is None


def test_what_is_kept_is_there_after_closing(
    store_url: str, make_article: Callable[..., Article]
) -> None:
    article = make_article()
    with open_store(store_url) as store:
        store.keep_article(article)
    with open_store(store_url) as store:
        assert list(store.unread("nobody")) == [article]
        assert store.keep_article(article) is Outcome.UNCHANGED


def test_a_process_reads_the_migrations_once(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store(store_url).close()
    read: list[str] = []
    monkeypatch.setattr(Script, "_from_path", lambda *given: read.append(given[-1]))
    open_store(store_url).close()
    assert read == []


def test_a_closed_store_refuses(store_url: str) -> None:
    store = open_store(store_url)
    store.close()
    with pytest.raises(StoreError, match=r"soie.* was closed"):
        store.totals()


def test_migrations_build_the_tables_that_the_program_knows(store: Store) -> None:
    def ours(_: SchemaItem, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and str(name).startswith("search"))

    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        options = {"version_table": VERSION_TABLE, "include_object": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_a_newer_schema_is_refused_and_left_alone(
    store_url: str, refusal: Callable[[str], str]
) -> None:
    with open_store(store_url) as store:
        assert isinstance(store, SqlStore)
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE soie_schema SET version_num = 'v9999'")
    sentence = refusal(store_url)
    assert " has the schema v9999 of a newer version" in sentence
    assert "install that version" in sentence


@pytest.mark.parametrize(
    "url",
    [
        "",
        "soie.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://anna:secret@db.example/soie",
        "postgresql://anna:secret@db.example",
        "postgresql://anna@db.example?password=secret",
        "postgresql://anna:at/secret@db.example:port/soie",
    ],
)
def test_an_address_that_names_no_database_is_a_matter_of_settings(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        open_store(url)
    assert "sqlite:///path/to/soie.db" in refused.value.sentence
    assert "postgresql://user:password@host/database" in refused.value.sentence
    told = "".join(traceback.format_exception(refused.value))
    assert "secret" not in told


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(
    store: Store, store_url: str, make_article: Callable[..., Article]
) -> None:
    assert isinstance(store, SqlStore)
    with open_store(store_url, patience_seconds=0.1) as other, store.writing():
        with pytest.raises(BusyError, match="written by another process") as busy:
            other.keep_article(make_article())
        assert busy.value.exit_code == 75
        assert other.totals()["articles"] == 0, "readers are not kept waiting"
        with pytest.raises(BusyError):
            open_store(store_url, patience_seconds=0.1)
