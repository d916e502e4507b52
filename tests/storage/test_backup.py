"""Case 24: a backup while another process writes, put back on an empty machine, and run again."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text

from news.analysis import Analysis
from news.article import Article
from news.errors import BusyError, StoreError, UsageError
from news.report import RunReport, RunState
from news.review import Review
from storage import (
    Outcome,
    Query,
    Store,
    StoredDigest,
    back_up,
    beside,
    open_store,
    opened_backup,
    restore,
)
from storage.backup import _check_written
from storage.database import Database
from storage.locking import WRITES
from storage.portable import differences, tally
from storage.schema import migrate
from storage.sql_store import SqlStore
from storage.sqlite import make_engine
from storage.sqlite_files import file_address
from storage.tables import articles, revisions

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
FORMS = pytest.mark.parametrize("portable", [False, True], ids=["file", "portable"])

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from news.article import Article
from storage import open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
with open_store(sys.argv[1]) as store:
    for number in range(int(sys.argv[2])):
        text = "愛知県の繊維産業。" * 40
        store.keep_article(Article(f"{number:016x}", "s", f"http://x.example/{number}",
                                   f"Numéro {number}", text, "ja", None, NOON))
        print(number, flush=True)
"""


def writer(url: str, count: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "error", "-c", WRITER, url, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


@pytest.fixture
def filled(
    store: Store,
    make_article: Callable[..., Article],
    make_analysis: Callable[..., Analysis],
    make_review: Callable[..., Review],
) -> Store:
    """A store with something in most of its tables."""
    for number in range(1, 4):
        article = make_article(number, text=f"愛知県の水素 {number}\0")
        store.keep_article(article)
        store.keep_article(make_article(number))
        store.keep_analyses([make_analysis(make_article(number, revision=2))])
    store.keep_review(make_review(make_article(1)))
    store.keep_digest(StoredDigest(NOW.date(), "fr", "html", "<p>Le fil</p>", NOW))
    store.keep_run(RunReport("r", NOW, NOW, RunState.OK, counts={"new": 3}))
    return store


@FORMS
def test_a_backup_while_another_process_writes_is_one_whole_state(
    tmp_path: Path, *, portable: bool
) -> None:
    url, other = f"sqlite:///{tmp_path}/soie.db", f"sqlite:///{tmp_path}/new/soie.db"
    process = writer(url, 100_000)
    assert process.stdout
    while int(process.stdout.readline()) < 60:
        pass
    backup = back_up(url, tmp_path / "b.zip", NOW, {}, portable=portable)
    assert process.poll() is None, "the writer was not held up and is still writing"
    process.kill()
    process.communicate(timeout=60)
    kept = backup.tables["articles"].rows
    assert kept > 60
    assert backup.tables["revisions"].rows == kept

    assert restore(other, tmp_path / "b.zip", NOW).aside is None
    with open_store(other) as store:
        assert store.totals()["articles"] == kept
    again = writer(other, kept + 20)
    again.communicate(timeout=60)
    assert again.returncode == 0
    with open_store(other) as store:
        totals = store.totals()
        assert totals["articles"] == totals["revisions"] == kept + 20, (
            "the next run adds no duplicate"
        )


Dump = Callable[[Store], dict[str, list[tuple[Any, ...]]]]


def address_of(store: Store) -> str:
    assert isinstance(store, SqlStore)
    return store.address.url.render_as_string(hide_password=False)


@FORMS
@pytest.mark.parametrize("target", ["same kind", "file"])
def test_what_is_restored_is_what_was_backed_up(  # noqa: PLR0913 - parameters and fixtures
    filled: Store,
    tmp_path: Path,
    dump: Dump,
    make_article: Callable[..., Article],
    new_place: Callable[[], str],
    *,
    portable: bool,
    target: str,
) -> None:
    before = dump(filled)
    back_up(address_of(filled), tmp_path / "b.zip", NOW, {}, portable=portable)
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    other = new_place() if target == "same kind" else f"sqlite:///{tmp_path}/other.db"
    restore(other, tmp_path / "b.zip", NOW)
    with open_store(other) as store:
        after = dump(store)
        if target == "file":
            del before["search"], after["search"]
        assert repr(after).replace("\\x00", "\ufffd") == repr(before).replace("\\x00", "\ufffd")
        assert store.count(Query(text="Aichi")) == 3
        assert store.keep_article(make_article(1)) is Outcome.UNCHANGED
        assert store.keep_article(make_article(9)) is Outcome.NEW
        assert isinstance(store, SqlStore)
        with pytest.raises(StoreError, match="only ever added"), store.writing() as connection:
            connection.execute(text("DELETE FROM reviews"))


@pytest.mark.parametrize("store_kind", ["postgresql"])
def test_a_server_takes_a_file_and_keeps_what_it_held_aside(
    filled: Store, new_place: Callable[[], str], tmp_path: Path
) -> None:
    url = address_of(filled)
    back_up(url, tmp_path / "b.zip", NOW, {})
    middle = f"sqlite:///{tmp_path}/middle.db"
    restore(middle, tmp_path / "b.zip", NOW)
    back_up(middle, tmp_path / "file.zip", NOW, {})
    other = new_place()
    assert restore(other, tmp_path / "file.zip", NOW, replace=True).aside is None, "it was empty"
    with pytest.raises(UsageError, match=r"holds \d+ rows already"):
        restore(other, tmp_path / "file.zip", NOW)
    aside = restore(other, tmp_path / "file.zip", NOW, replace=True).aside
    assert aside
    assert aside.parent == tmp_path
    with opened_backup(aside) as (before, _), open_store(other) as store:
        assert before.tables["articles"].rows == store.totals()["articles"] == 3
        assert isinstance(store, SqlStore)
        with filled.reading() as one, store.reading() as two:  # type: ignore[attr-defined] # checked above
            assert differences(tally(one), tally(two)) == []


def test_two_stores_of_the_same_rows_have_the_same_sums(
    filled: Store, store_url: str, tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    assert isinstance(filled, SqlStore)
    back_up(store_url, tmp_path / "b.zip", NOW, {}, portable=True)
    other = f"sqlite:///{tmp_path}/other.db"
    restore(other, tmp_path / "b.zip", NOW)
    with open_store(other) as store:
        assert isinstance(store, SqlStore)

        def changed() -> list[str]:
            with filled.reading() as one, store.reading() as two:
                return differences(tally(one), tally(two))

        assert changed() == []
        with store.reading() as connection:
            some = tally(connection)
        assert differences(some, {name: some[name] for name in some if name != "tags"}) == ["tags"]
        store.keep_article(make_article(1, text="Autre."))
        assert changed() == ["articles", "revisions"]


@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_store_that_holds_something_is_replaced_only_on_demand_and_kept_aside(
    filled: Store, store_url: str, tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    back_up(store_url, tmp_path / "b.zip", NOW, {})
    filled.keep_article(make_article(4))
    with pytest.raises(UsageError, match=r"soie\.db: holds \d+ rows already") as refused:
        restore(store_url, tmp_path / "b.zip", NOW)
    assert "--replace" in refused.value.remedy
    with pytest.raises(BusyError, match="is in use"):
        restore(store_url, tmp_path / "b.zip", NOW, replace=True)
    assert filled.totals()["articles"] == 4
    filled.close()
    aside = restore(store_url, tmp_path / "b.zip", NOW, replace=True).aside
    assert aside == tmp_path / "soie.db.before-20261123-043000"
    with open_store(store_url) as store, open_store(f"sqlite:///{aside}") as old:
        assert (store.totals()["articles"], old.totals()["articles"]) == (3, 4)


@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_an_empty_store_gives_way(filled: Store, store_url: str, tmp_path: Path) -> None:
    del filled
    back_up(store_url, tmp_path / "b.zip", NOW, {})
    other = f"sqlite:///{tmp_path}/other/soie.db"
    open_store(other).close()
    assert restore(other, tmp_path / "b.zip", NOW).aside is None
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["soie.db"]
    with open_store(other) as store:
        assert store.totals()["articles"] == 3


@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_store_whose_rows_refer_to_nothing_is_not_backed_up(
    filled: Store, store_url: str, tmp_path: Path
) -> None:
    filled.close()
    with closing(sqlite3.connect(tmp_path / "soie.db")) as connection, connection:
        connection.execute("DELETE FROM articles WHERE number = 1")
    with pytest.raises(StoreError, match="rows refer to what is not there"):
        back_up(store_url, tmp_path / "b.zip", NOW, {})
    assert not (tmp_path / "b.zip").exists()


def test_a_backup_that_the_disk_did_not_keep_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tables.jsonl", b"Aichi")
    path.write_bytes(path.read_bytes().replace(b"Aichi", b"Aachi"))
    with pytest.raises(StoreError, match=r"tables\.jsonl was not written as it was given"):
        _check_written(path)


@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_damaged_store_is_replaced(filled: Store, store_url: str, tmp_path: Path) -> None:
    back_up(store_url, tmp_path / "b.zip", NOW, {})
    filled.close()
    path = tmp_path / "soie.db"
    path.write_bytes(b"\xff" * 8192)
    with pytest.raises(StoreError, match="no database"):
        restore(store_url, tmp_path / "b.zip", NOW)
    assert restore(store_url, tmp_path / "b.zip", NOW, replace=True).aside
    with open_store(store_url) as store:
        assert store.totals()["articles"] == 3


def damage(path: Path, member: str, change: Callable[[bytes], bytes]) -> None:
    """Write a backup again with one member changed, sound as a zip."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, change(data) if name == member else data)


@pytest.mark.parametrize("store_kind", ["sqlite"])
@pytest.mark.parametrize(
    "case",
    [
        (False, "manifest.json", lambda data: data.replace(b'"v0', b'"v9'), "newer version"),
        (False, "manifest.json", lambda data: data.replace(b"backup/1", b"backup/9"), "form"),
        (False, "manifest.json", lambda _: b"[]", "no backup of ours"),
        (False, "manifest.json", lambda d: d.replace(b'"rows": 3', b'"rows": 5'), "articles"),
        (False, "store.sqlite", lambda data: data[:9000] + b"x" * 9000 + data[18000:], "damaged"),
        (True, "tables.jsonl", lambda data: data.replace(b"Aichi", b"Nagoya"), "add up"),
        (True, "tables.jsonl", lambda data: data[: len(data) // 2], "damaged"),
        (True, "tables.jsonl", lambda data: data[: data.rindex(b'{"rows"')], "add up"),
        (True, "tables.jsonl", lambda data: data.replace(b"soie-tables/1", b"x"), "unknown form"),
        (True, "tables.jsonl", lambda data: data[: data.rindex(b'{"table"')], "it lacks"),
        (True, "tables.jsonl", lambda data: data + b'{"table":"photos"}\n', "no table"),
        (True, "manifest.json", lambda d: d.replace(b'"sum": "', b'"sum": "0', 1), "manifest"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    filled: Store, tmp_path: Path, case: tuple[bool, str, Callable[[bytes], bytes], str]
) -> None:
    del filled
    portable, member, change, complaint = case
    back_up(f"sqlite:///{tmp_path}/soie.db", tmp_path / "b.zip", NOW, {}, portable=portable)
    damage(tmp_path / "b.zip", member, change)
    folder = tmp_path / "elsewhere"
    with pytest.raises(StoreError, match=complaint):
        restore(f"sqlite:///{folder}/soie.db", tmp_path / "b.zip", NOW)
    assert not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_torn_or_foreign_file_is_refused(filled: Store, store_url: str, tmp_path: Path) -> None:
    del filled
    back_up(store_url, tmp_path / "b.zip", NOW, {})
    whole = (tmp_path / "b.zip").read_bytes()
    for content in (b"Ceci est une lettre.", whole[: len(whole) // 2]):
        (tmp_path / "b.zip").write_bytes(content)
        with pytest.raises(StoreError, match="no backup, or damaged"):
            restore(f"sqlite:///{tmp_path}/other.db", tmp_path / "b.zip", NOW)
    with pytest.raises(UsageError, match="no such file"):
        restore(f"sqlite:///{tmp_path}/other.db", tmp_path / "absent.zip", NOW)


@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_file_that_is_there_is_never_overwritten(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    del store
    (tmp_path / "b.zip").write_bytes(b"precious")
    with pytest.raises(UsageError, match="is there already"):
        back_up(store_url, tmp_path / "b.zip", NOW, {})
    assert (tmp_path / "b.zip").read_bytes() == b"precious"


ON_A_FULL_DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from news.errors import StoreError
from storage import back_up
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    back_up(sys.argv[1], Path(sys.argv[2]), datetime.now(UTC), {}, portable=sys.argv[3] == "True")
except StoreError as error:
    print(error.sentence)
"""


@FORMS
@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_backup_that_has_no_room_leaves_nothing(
    store_url: str, tmp_path: Path, make_article: Callable[..., Article], *, portable: bool
) -> None:
    with open_store(store_url) as store:
        store.keep_article(make_article(text=os.urandom(300_000).hex()))
    target = tmp_path / "backups" / "b.zip"
    command = [sys.executable, "-c", ON_A_FULL_DISK, store_url, str(target), str(portable)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert re.search(r"disk|File too large.*make room", done.stdout.decode())
    assert list(target.parent.iterdir()) == []
    with open_store(store_url) as store:
        assert store.totals()["articles"] == 1


@FORMS
def test_a_backup_of_an_older_schema_is_migrated(
    tmp_path: Path, make_article: Callable[..., Article], *, portable: bool
) -> None:
    old = tmp_path / "old.db"
    article = make_article()
    engine = make_engine(file_address(old), 1.0, preparing=True)
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            migrate(connection, file_address(old), "v0001")
            row = dict.fromkeys(("published_at", "published_precision"))
            given = {
                "number": 7,
                "id": article.id,
                "source_id": "s",
                "url": article.url,
                "language": "fr",
                "published_provenance": "",
                "published_offset": 0,
                "authors": [],
                "reserved": False,
                "revision": 1,
            }
            columns = {c["name"] for c in _columns(connection, "articles")}
            connection.execute(
                insert(articles).values({k: v for k, v in (row | given).items() if k in columns})
            )
            connection.execute(
                insert(revisions).values(
                    article_id=article.id,
                    revision=1,
                    title=article.title,
                    text=article.text,
                    content_hash=article.content_hash,
                    collected_at=article.collected_at,
                )
            )
    engine.dispose()
    from storage.backup import write_backup  # noqa: PLC0415 - beside what opening would migrate

    with Database(file_address(old), 1.0) as database:
        backup = write_backup(database, tmp_path / "b.zip", NOW, {}, portable=portable)
    assert backup.schema == "v0001"
    url = f"sqlite:///{tmp_path}/new.db"
    restore(url, tmp_path / "b.zip", NOW)
    with open_store(url) as store:
        assert [found.title for found in store.unread("nobody")] == [article.title]
        assert store.keep_article(article) is Outcome.UNCHANGED
        assert store.visit("https://x.example/") is None


def _columns(connection: Any, table: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any connection
    from sqlalchemy import inspect  # noqa: PLC0415 - this test alone asks the database

    return list(inspect(connection).get_columns(table))


def test_a_backup_tells_what_it_holds(filled: Store, store_url: str, tmp_path: Path) -> None:
    del filled
    (tmp_path / "sources.toml").write_text("# ours\n", "utf-8")
    made = back_up(store_url, tmp_path / "b.zip", NOW, {"sources.toml": tmp_path / "sources.toml"})
    with opened_backup(tmp_path / "b.zip") as (backup, archive):
        assert backup == made
        assert beside(archive, "sources.toml") == b"# ours\n"
        assert backup.files == ("sources.toml",)
        assert backup.tables["reviews"].rows == 1
        assert backup.rows == sum(tally.rows for tally in backup.tables.values())


def test_what_cannot_be_backed_up_is_told(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no database there yet"):
        back_up(f"sqlite:///{tmp_path}/none.db", tmp_path / "b.zip", NOW, {})
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be written"):
        back_up(address_of(filled), tmp_path / "file" / "b.zip", NOW, {})
