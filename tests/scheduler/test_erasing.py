"""`soie erase`: several spellings of one person, and records that outlive the store."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import Knowledge, load
from news.erasure import erased_form
from news.errors import UsageError
from scheduler.cli import call
from scheduler.cli.app import state
from scheduler.erasing import names_of
from storage import Erasure, Query, Store, open_care, open_store
from tests.scheduler.conftest import Keep

FRENCH, JAPANESE = "Lucile Vandoire", "リュシル・ヴァンドワール"
ERASE = ["erase", FRENCH, JAPANESE, "--by", "Aya", "--reason", "no. 7"]


@pytest.fixture
def soie(config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a store with settings and a folder of backups, and `soie` called in it."""
    monkeypatch.chdir(config.parent)
    monkeypatch.setattr(state, "json", False)
    text = config.read_text("utf-8") + '\n[backup]\nfolder = "kept"\n'
    config.write_text(text, "utf-8")
    return config.parent


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def titles(folder: Path) -> set[str]:
    """What the store of a folder has for titles."""
    with open_store(f"sqlite:///{folder}/soie.sqlite") as store:
        return {item.article.title for item in store.readings(Query())}


def test_both_scripts_go_in_one_call(soie: Path, store: Store, keep: Keep) -> None:
    keep(f"{FRENCH} à Lyon")
    keep(f"{JAPANESE}氏が来日")
    store.close()
    assert call(ERASE) == 0
    assert titles(soie) == {"█" * len(FRENCH) + " à Lyon", "█" * len(JAPANESE) + "氏が来日"}


def test_an_older_backup_is_erased_again_by_what_the_store_it_replaces_knows(
    soie: Path, store: Store, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(f"{FRENCH} à Lyon")
    store.close()
    assert call(["backup", "before.zip"]) == 0
    assert call(ERASE) == 0
    assert not (soie / "kept").exists(), "where no backups are kept, none are minded"
    assert call(["restore", "before.zip", "--replace"]) == 0
    assert "Erasures since, done again: 1." in capsys.readouterr().out
    assert titles(soie) == {"█" * len(FRENCH) + " à Lyon"}
    capsys.readouterr()
    assert call(["--json", "restore", "before.zip", "--replace"]) == 0
    assert json.loads(capsys.readouterr().out)["data"]["erased_again"] == 1


@pytest.mark.parametrize("damaged", [False, True])
def test_the_records_beside_the_backups_outlive_the_store(
    soie: Path, store: Store, keep: Keep, *, damaged: bool
) -> None:
    """Lost before the next backup was made."""
    keep(f"{FRENCH} à Lyon")
    store.close()
    assert call(["backup"]) == 0
    assert call(ERASE) == 0
    records = soie / "kept" / "erasures.json"
    assert stat.S_IMODE(records.stat().st_mode) == 0o600
    said = records.read_text("utf-8")
    assert [each["reason"] for each in json.loads(said)] == ["no. 7"]
    assert not any(part in said for part in ("Lucile", "vandoire", "リュシル"))
    if damaged:
        records.write_text("[{}]", "utf-8")
    (soie / "soie.sqlite").unlink()
    (backup,) = (soie / "kept").glob("*.zip")
    assert call(["restore", str(backup)]) == 0
    expected = f"{FRENCH} à Lyon" if damaged else "█" * len(FRENCH) + " à Lyon"
    assert titles(soie) == {expected}


def test_an_erasure_that_died_before_the_files_is_completed_by_the_next(
    soie: Path, store: Store
) -> None:
    store.close()
    with open_care(f"sqlite:///{soie}/soie.sqlite") as care:
        form = erased_form(b"k" * 32, JAPANESE)
        care.erase(Erasure("e", datetime(2022, 5, 20, tzinfo=UTC), "Aya", "", b"k" * 32, (form,)))
    page = soie / "digests" / "page.md"
    page.parent.mkdir()
    page.write_text(f"{JAPANESE}氏", "utf-8")
    assert call(["erase", FRENCH, "--dry-run"]) == 0
    assert JAPANESE in page.read_text("utf-8")
    assert call(["erase", FRENCH]) == 0
    assert page.read_text("utf-8") == "█" * len(JAPANESE) + "氏"


def test_names_of_two_known_people_are_refused(config: Path, store: Store, base: Knowledge) -> None:
    del store
    with open_care(f"sqlite:///{config.parent}/soie.sqlite") as care:
        one = names_of(("大村秀章", "Hideaki Ōmura"), base, care)
        assert one.known
        assert one.known.id == "omura-hideaki"
        with pytest.raises(UsageError, match="these names are of"):
            names_of(("大村秀章", "Laurent Wauquiez"), base, care)
        with pytest.raises(UsageError, match="too short"):
            names_of(("大村秀章", "李"), base, care)
