"""`soie knowledge`: what the team changed, listed, compared, carried elsewhere, taken back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import load
from knowledge.amendments import Amendment, Change, KeptAmendment, Signature, amend
from scheduler.cli import call
from scheduler.knowing import known
from scheduler.settings import load_settings
from storage import open_amendments, open_store

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ALIAS = Amendment(Change.ALIAS, "lyon", "Lugdunum-sur-Saône")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Settings of an empty store."""
    path = tmp_path / "soie.toml"
    url = f"sqlite:///{tmp_path / 'soie.sqlite'}"
    path.write_text(f'database = "{url}"\n', encoding="utf-8")
    open_store(url).close()
    return path


def soie(config: Path, *words: str) -> int:
    return call(["--config", str(config), "knowledge", *words])


def teach(config: Path, amendment: Amendment, key: str = "a1") -> None:
    with open_amendments(load_settings(config).database) as amendments:
        signed = Signature("Claire", AT, "vu trois fois")
        assert amendments.append(KeptAmendment(key, amendment, signed), amendments.count())


def test_what_is_taught_is_what_is_read_with(config: Path) -> None:
    settings = load_settings(config)
    assert known(settings).knowledge.version == load().version
    teach(config, ALIAS)
    assert known(settings).knowledge == amend(load(None, settings.sources), [ALIAS])


def test_listed_compared_exported_imported_and_undone(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teach(config, ALIAS)
    assert soie(config, "list") == 0
    listed = capsys.readouterr().out
    assert 'a1  2026-11-22 09:00 Claire: vu trois fois\n    entity = "lyon"\n' in listed
    assert soie(config, "diff") == 0
    assert capsys.readouterr().out == '  [lyon]\n+ aliases = ["Lugdunum-sur-Saône"]\n\n'
    assert soie(config, "export") == 0
    file = tmp_path / "corrections.toml"
    file.write_text(capsys.readouterr().out, encoding="utf-8")

    other = tmp_path / "other"
    other.mkdir()
    elsewhere = other / "soie.toml"
    url = f"sqlite:///{other / 'soie.sqlite'}"
    elsewhere.write_text(f'database = "{url}"\n', encoding="utf-8")
    open_store(url).close()
    assert soie(elsewhere, "import", str(file)) == 0
    assert "1 of 1 changes" in capsys.readouterr().out
    assert soie(elsewhere, "import", str(file)) == 0
    assert "0 of 1 changes" in capsys.readouterr().out
    assert known(load_settings(elsewhere)).knowledge == known(load_settings(config)).knowledge

    assert soie(elsewhere, "undo", "a1", "--by", "Jin", "--note", "trop large") == 0
    assert known(load_settings(elsewhere)).knowledge.version == load().version
    capsys.readouterr()
    assert call(["--config", str(elsewhere), "--json", "knowledge", "list"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["data"]
    assert (told["by"], told["taken_back"]["by"], told["taken_back"]["note"]) == (
        "Claire", "Jin", "trop large",
    )  # fmt: skip
    assert soie(elsewhere, "undo", "a1") == 1


def test_a_file_that_does_not_fit_is_not_taken_at_all(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "corrections.toml"
    file.write_text(
        '[a]\nentity = "lyon"\naliases = ["Lugdunum"]\n\n'
        '[b]\nentity = "lyon"\naliases = ["Grenoble"]\n',
        encoding="utf-8",
    )
    assert soie(config, "import", str(file)) == 2
    assert "“Grenoble” is a name of" in capsys.readouterr().err
    with open_amendments(load_settings(config).database) as amendments:
        assert amendments.kept() == []


def test_what_does_not_fit_any_more_is_told_and_the_rest_counts(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teach(config, ALIAS)
    teach(config, Amendment(Change.ALIAS, "gone-since", "Personne"), "a2")
    assert soie(config, "list") == 0
    assert "does not fit any more: “gone-since” is no known entity" in capsys.readouterr().out
    assert call(["--config", str(config), "search", "rien"]) == 0
    amended = known(load_settings(config))
    assert "Lugdunum-sur-Saône" in amended.knowledge.entities["lyon"].aliases
