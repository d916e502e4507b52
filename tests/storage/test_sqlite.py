"""What is true of SQLite alone: a file, its folder, its disk and its locks."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from news.article import Article
from news.errors import StoreError
from storage import Outcome, Store, open_store
from storage.sql_store import SqlStore
from storage.sqlite import _use_wal
from storage.sqlite_files import put_aside

NOBODY = 65534
Refusal = Callable[[str], str]


@pytest.fixture
def store_kind() -> str:
    return "sqlite"


def test_folders_are_made_whatever_their_names(tmp_path: Path) -> None:
    place = tmp_path / "été 100%" / "愛知" / "soie.db"
    with open_store(f"sqlite:///{place}"):
        assert place.is_file()


def test_a_database_is_kept_in_the_way_that_readers_and_a_writer_share(store: Store) -> None:
    assert isinstance(store, SqlStore)
    with store.reading() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000}


@pytest.mark.parametrize("content", [b"xy", b"Ceci est une lettre.\n" * 400])
def test_a_file_that_is_no_database_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, refusal: Refusal
) -> None:
    letter = tmp_path / "lettre.txt"
    letter.write_bytes(content)
    assert "lettre.txt is no database" in refusal(f"sqlite:///{letter}")
    assert letter.read_bytes() == content


def test_a_folder_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    assert f"{tmp_path} cannot be opened" in refusal(f"sqlite:///{tmp_path}")


def test_a_place_below_a_file_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    (tmp_path / "file").touch()
    assert "its folder cannot be made" in refusal(f"sqlite:///{tmp_path}/file/soie.db")


def test_another_programs_database_is_refused_and_left_alone(
    tmp_path: Path, refusal: Refusal
) -> None:
    place = tmp_path / "photos.db"
    with sqlite3.connect(place) as other:
        other.execute("CREATE TABLE photos (name TEXT)")
    other.close()
    before = place.read_bytes()
    assert "photos.db is another program's database" in refusal(f"sqlite:///{place}")
    assert place.read_bytes() == before


def test_a_damaged_database_is_told_as_such(tmp_path: Path, refusal: Refusal) -> None:
    url = f"sqlite:///{tmp_path}/soie.db"
    open_store(url).close()
    place = tmp_path / "soie.db"
    content = bytearray(place.read_bytes())
    content[100:4096] = b"\xff" * 3996
    place.write_bytes(content)
    assert "soie.db is damaged — put back the latest backup" in refusal(url)


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
def test_a_read_only_place_is_refused(
    as_nobody: Path, place: str, complaint: str, refusal: Refusal
) -> None:
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


def test_what_was_put_aside_comes_back_when_the_rest_fails(tmp_path: Path) -> None:
    url, aside = f"sqlite:///{tmp_path}/soie.db", tmp_path / "aside.db"
    open_store(url).close()
    taken = tmp_path / "taken"
    taken.mkdir()
    with pytest.raises(OSError, match="taken"), put_aside(tmp_path / "soie.db", aside):
        aside.rename(taken)
    assert not aside.exists()
    open_store(url).close()


def test_the_switch_to_the_write_ahead_log_waits_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    writer = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    writer.execute("CREATE TABLE held (number)")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO held VALUES (1)")
    other = sqlite3.connect(path, isolation_level=None, timeout=10)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        _use_wal(other, 0)
    release = threading.Timer(0.3, writer.execute, ["COMMIT"])
    release.start()
    _use_wal(other, 10)
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    release.join()
    writer.close()
    other.close()
