"""`soie backup` and `soie restore`: the store and the file of own sources, the latest kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.cli import call
from scheduler.cli.app import state
from storage import Store
from tests.scheduler.conftest import Keep


@pytest.fixture
def soie(config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a store with settings, and `soie` called in it."""
    monkeypatch.chdir(config.parent)
    monkeypatch.setattr(state, "json", False)
    return config.parent


def test_everything_comes_back_on_an_empty_machine(
    soie: Path, store: Store, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    article = keep("Le fil de l'accord")
    store.close()
    (soie / "sources.toml").write_text("# ours\n", "utf-8")
    assert call(["backup", "all.zip"]) == 0
    assert "checked" in capsys.readouterr().out
    for name in ("soie.sqlite", "sources.toml"):
        (soie / name).unlink()
    assert call(["restore", "all.zip"]) == 0
    assert (soie / "sources.toml").read_text("utf-8") == "# ours\n"
    assert call(["search", "accord"]) == 0
    assert article.id in capsys.readouterr().out
    assert call(["restore", "all.zip"]) == 2
    assert "--replace" in capsys.readouterr().err


def test_own_sources_that_differ_are_replaced_only_on_demand(
    soie: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    (soie / "sources.toml").write_text("# ours\n", "utf-8")
    assert call(["backup", "all.zip"]) == 0
    (soie / "sources.toml").write_text("# changed since\n", "utf-8")
    assert call(["restore", "all.zip"]) == 2
    assert "sources.toml" in capsys.readouterr().err
    assert call(["--json", "restore", "all.zip", "--replace"]) == 0
    aside = json.loads(capsys.readouterr().out.splitlines()[-1])["data"]["aside"]
    assert Path(aside).name == "soie.sqlite.before-20220521-041000"
    assert (soie / "sources.toml").read_text("utf-8") == "# ours\n"
    before = soie / "sources.toml.before-20220521-041000"
    assert before.read_text("utf-8") == "# changed since\n"


def test_the_latest_backups_stay_and_no_other_file_is_touched(
    soie: Path, store: Store, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    folder = soie / "kept"
    text = config.read_text("utf-8") + '\n[backup]\nfolder = "kept"\nkeep = 2\n'
    for hour in ("01", "02", "03"):
        config.write_text(text.replace("T04:10", f"T{hour}:10"), "utf-8")
        assert call(["backup"]) == 0
        if hour == "01":
            (folder / "holiday.zip").touch()
    assert "Older ones deleted: 1." in capsys.readouterr().out
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["holiday.zip", "soie-20220521-021000.zip", "soie-20220521-031000.zip"]
    assert call(["backup"]) == 2, "the same hour gives the same name"
    assert call(["--json", "backup", "--portable", "p.zip"]) == 0
    data = json.loads(capsys.readouterr().out.splitlines()[-1])["data"]
    assert data["portable"]
    assert data["tables"]["articles"] == 0


def test_without_a_store_there_is_nothing_to_back_up(
    soie: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["backup"]) == 2
    assert "no database there yet" in capsys.readouterr().err
    assert not (soie / "soie.sqlite").exists()
