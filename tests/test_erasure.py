"""Case 25 on the whole thread: people are erased, and the same pages are crawled again."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli import call
from scheduler.cli.app import state
from scheduler.rehearsal import rehearse
from storage import Query, open_store
from storage.sql_store import SqlStore
from storage.sqlite_files import file_address

pytestmark = pytest.mark.models

KNOWN = "大村 秀章"
"""Stands in the knowledge base, in both scripts."""
UNKNOWN = "Bastien Roche-Mollard"
"""Stands in no file."""
FORMS = ("hideaki", "omura", "ōmura", "大村", "秀章", "roche-mollard", "roche mollard")


@dataclass(frozen=True)
class Thread:
    """A demo in which two people were erased, and which ran again."""

    folder: Path
    told: list[dict[str, Any]]
    before: dict[str, int]
    """How many files of each kind named one of them at first."""
    erased: dict[str, int]
    """After the erasure."""
    again: dict[str, int]
    """After the same pages were crawled, read and told again."""


def named(folder: Path) -> dict[str, int]:
    """How many files of each kind hold one of the forms, byte by byte."""
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if (
            path.suffix in {".sqlite", ".gz", ".html", ".md", ".json", ".atom"}
            or "-wal" in path.name
        ):
            data = path.read_bytes()
            text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode(
                "utf-8", "ignore"
            )
            here = any(form in text.casefold() for form in FORMS)
            found[path.suffix] = found.get(path.suffix, 0) + here
    return found


@pytest.fixture(scope="module")
def thread(tmp_path_factory: pytest.TempPathFactory) -> Thread:
    folder = tmp_path_factory.mktemp("erasure")
    config = ["--config", str(folder / "soie.toml")]
    rehearse(lambda _stage, _what: None, folder)
    before = named(folder)
    assert call([*config, "backup", str(folder / "backups" / "soie-20220519-000000.zip")]) == 0
    with contextlib.redirect_stdout(io.StringIO()) as out:
        for person in (KNOWN, UNKNOWN):
            assert (
                call([*config, "--json", "erase", person, "--by", "Aya", "--reason", "no. 7"]) == 0
            )
    state.json = False
    erased = named(folder)
    # Nothing may answer "not modified": every page is seen again as if for the first time.
    (folder / "digests").rename(folder / "gone")
    shutil.rmtree(folder / "gone")
    with (
        SqlStore(file_address(folder / "soie.sqlite"), 30.0) as store,
        store.writing() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM visits")
        connection.exec_driver_sql("UPDATE analyses SET maker = 'an older one'")
    rehearse(lambda _stage, _what: None, folder)
    told = [json.loads(line)["data"] for line in out.getvalue().splitlines()]
    return Thread(folder, told, before, erased, named(folder))


def test_the_names_were_everywhere_and_are_nowhere(thread: Thread) -> None:
    assert all(thread.before[kind] for kind in (".sqlite", ".gz", ".html", ".json", ".atom"))
    assert not any(thread.erased.values())


def test_they_do_not_come_back_with_the_same_pages(thread: Thread) -> None:
    assert thread.again.keys() >= thread.before.keys()
    assert not any(thread.again.values())


def test_nothing_else_is_lost(thread: Thread) -> None:
    with open_store(f"sqlite:///{thread.folder / 'soie.sqlite'}") as store:
        readings = store.readings(Query())
        assert len(readings) > 150
        assert len({item.article.revision for item in readings}) == 1, "no revision was added"
        struck = [item for item in readings if "█" in item.article.full_text]
        assert len(struck) >= 20
        assert store.count(Query(text="愛知"))
        assert not store.count(Query(text="大村"))
        assert not store.count(Query(key="omura-hideaki"))
        for item in readings:
            assert not any("█" in tag.label for tag in item.analysis.tags)
            text = item.article.full_text
            for tag in item.analysis.tags:
                for place in tag.mentions:
                    assert text[place.start : place.end] == place.surface


def test_what_was_done_is_told_and_the_record_names_nobody(thread: Thread) -> None:
    known, unknown = thread.told
    assert known["knowledge"] == "omura-hideaki"
    assert unknown["knowledge"] is None
    for done in thread.told:
        assert {"articles", "revisions", "tags", "mentions", "digests", "pages", "rendered"} <= set(
            done["removed"]
        )
    with (
        SqlStore(file_address(thread.folder / "soie.sqlite"), 30.0) as store,
        store.reading() as reading,
    ):
        rows = reading.exec_driver_sql('SELECT "by", reason, counts FROM erasures').all()
    assert [(row[0], row[1]) for row in rows] == [("Aya", "no. 7")] * 2


def test_export_and_explanations_are_without_the_names(
    thread: Thread, capsys: pytest.CaptureFixture[str]
) -> None:
    config = ["--config", str(thread.folder / "soie.toml")]
    with open_store(f"sqlite:///{thread.folder / 'soie.sqlite'}") as store:
        readings = store.readings(Query())
    struck = [item.article.id for item in readings if "█" in item.article.full_text]
    assert call([*config, "export", "--to", "jsonl"]) == 0
    for article_id in struck[:5]:
        assert call([*config, "explain", article_id]) == 0
    told = capsys.readouterr().out.casefold()
    assert not any(form in told for form in FORMS)


def test_a_backup_from_before_is_erased_again_when_it_is_restored(
    thread: Thread, tmp_path: Path
) -> None:
    """On an empty machine, to which the backups were brought."""
    folder = tmp_path / "machine"
    folder.mkdir()
    config = folder / "soie.toml"
    source = thread.folder / "backups" / "soie-20220519-000000.zip"
    text = (thread.folder / "soie.toml").read_text("utf-8")
    text = text.replace(str(thread.folder / "soie.sqlite"), str(folder / "soie.sqlite"))
    text += f'\n[backup]\nfolder = "{folder}"\n'
    head, _, rest = text.partition("\n[")
    config.write_text(f"{head}\n[{rest}", "utf-8")
    later = folder / "soie-20220521-000000.zip"
    assert call(["--config", str(thread.folder / "soie.toml"), "backup", str(later)]) == 0
    assert call(["--config", str(config), "restore", str(source)]) == 0
    assert not any(named(folder).values())
    with open_store(f"sqlite:///{folder / 'soie.sqlite'}") as store:
        assert len(store.readings(Query())) > 150
