"""Opening a store: made, migrated, found again; or refused in one line with its remedy."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, event
from sqlalchemy.schema import SchemaItem

from news.article import Article
from news.errors import BusyError, ConfigurationError, StoreError
from storage import Outcome, Store, open_store
from storage.schema import VERSION_TABLE
from storage.sql_store import SqlStore
from storage.tables import metadata

NOBODY = 65534


def test_what_is_kept_is_there_after_closing(
    store_url: str, make_article: Callable[..., Article]
) -> None:
    article = make_article()
    with open_store(store_url) as store:
        store.keep_article(article)
    with open_store(store_url) as store:
        assert list(store.unread("nobody")) == [article]
        assert store.keep_article(article) is Outcome.UNCHANGED


def test_a_closed_store_refuses(store_url: str) -> None:
    store = open_store(store_url)
    store.close()
    with pytest.raises(StoreError, match=r"soie\.db was closed"):
        store.totals()


def test_folders_are_made_whatever_their_names(tmp_path: Path) -> None:
    place = tmp_path / "été 100%" / "愛知" / "soie.db"
    with open_store(f"sqlite:///{place}"):
        assert place.is_file()


def test_migrations_build_the_tables_that_the_program_knows(store: Store) -> None:
    def ours(_: SchemaItem, name: str | None, kind: str, *__: object) -> bool:
        return not (kind == "table" and str(name).startswith("search"))

    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        options = {"version_table": VERSION_TABLE, "include_object": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_a_database_is_kept_in_the_way_that_readers_and_a_writer_share(store: Store) -> None:
    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


def refusal(url: str) -> str:
    """The one line that a person reads when this store is opened."""
    with pytest.raises(StoreError) as refused:
        open_store(url)
    assert refused.value.remedy
    return refused.value.sentence


@pytest.mark.parametrize("content", [b"xy", b"Ceci est une lettre.\n" * 400])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes
) -> None:
    letter = tmp_path / "lettre.txt"
    letter.write_bytes(content)
    assert "lettre.txt is no database" in refusal(f"sqlite:///{letter}")
    assert letter.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert f"{tmp_path} cannot be opened" in refusal(f"sqlite:///{tmp_path}")


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "its folder cannot be made" in refusal(f"sqlite:///{tmp_path}/file/soie.db")


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "photos.db"
    with sqlite3.connect(place) as other:
        other.execute("CREATE TABLE photos (name TEXT)")
    other.close()
    before = place.read_bytes()
    assert "photos.db is another program's database" in refusal(f"sqlite:///{place}")
    assert place.read_bytes() == before


def test_a_newer_schema_is_refused_and_left_alone(store_url: str) -> None:
    with open_store(store_url) as store:
        assert isinstance(store, SqlStore)
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE soie_schema SET version_num = 'v9999'")
    sentence = refusal(store_url)
    assert "soie.db has the schema v9999 of a newer version" in sentence
    assert "install that version" in sentence


def test_a_damaged_database_is_told_as_such(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/soie.db"
    open_store(url).close()
    place = tmp_path / "soie.db"
    content = bytearray(place.read_bytes())
    content[100:4096] = b"\xff" * 3996
    place.write_bytes(content)
    assert "soie.db is damaged — put back the latest backup" in refusal(url)


@pytest.mark.parametrize(
    "url",
    ["", "soie.db", "sqlite://", "sqlite:///:memory:", "postgresql://anna:secret@db.example/soie"],
)
def test_an_address_that_names_no_file_is_a_matter_of_settings(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        open_store(url)
    assert "sqlite:///path/to/soie.db" in refused.value.sentence
    assert "secret" not in refused.value.sentence


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder with stores that the current user can only read, also when root runs the tests.

    `closed/` refuses new files, `open/` takes them.
    """
    home = Path(tempfile.mkdtemp(prefix="soie-read-only-"))
    home.chmod(0o755)
    for name, mode in (("closed", 0o555), ("open", 0o777)):
        with open_store(f"sqlite:///{home}/{name}/soie.db"):
            pass
        (home / name / "soie.db").chmod(0o444)
        (home / name).chmod(mode)
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        if not os.access(__file__, os.R_OK, effective_ids=True):
            pytest.skip("the project's folder is closed to other users")
        yield home
    finally:
        if root:
            os.seteuid(0)
        (home / "closed").chmod(0o755)
        shutil.rmtree(home)


@pytest.mark.parametrize(
    ("place", "complaint"),
    [
        ("open/soie.db", "soie.db may not be written — give write permission"),
        ("closed/soie.db", "soie.db may not be written — give write permission"),
        ("closed/new.db", "new.db cannot be opened — check that its folder"),
        ("closed/new/soie.db", "its folder cannot be made"),
    ],
)
def test_a_read_only_place_is_refused(as_nobody: Path, place: str, complaint: str) -> None:
    assert complaint in refusal(f"sqlite:///{as_nobody}/{place}")


def test_a_full_disk_stops_cleanly_and_what_was_kept_stays(
    store: Store, make_article: Callable[..., Article]
) -> None:
    assert isinstance(store, SqlStore)
    kept = make_article()
    store.keep_article(kept)
    engine: Engine = store._engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def shrink(connection: Any, _: object) -> None:  # noqa: ANN401 - a driver's connection
        connection.execute("PRAGMA max_page_count = 60")

    with pytest.raises(StoreError, match="the disk is full") as refused:
        store.keep_article(make_article(2, text="x" * 10**6))
    assert "free some space" in refused.value.remedy
    assert list(store.unread("nobody")) == [kept]
    event.remove(engine, "connect", shrink)
    engine.dispose()
    assert store.keep_article(make_article(2, text="x" * 10**6)) is Outcome.NEW


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
