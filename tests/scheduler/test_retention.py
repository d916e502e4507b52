"""`soie purge`: by the settings' terms, in the store and in the folders beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from knowledge import load
from review import DeskOptions, create_desk
from scheduler.care_settings import RetentionSettings
from scheduler.cli import call
from scheduler.cli.app import state
from scheduler.retention import purge
from scheduler.settings import load_settings
from storage import Query, Store
from tests.scheduler.conftest import Keep

ZONES = {"fr": "Europe/Paris", "ja": "Asia/Tokyo", "en": "Europe/Paris"}
OLD = ("2022-01-20T12:00:00+01:00", "2022-05-20T12:00:00+02:00")


@pytest.fixture
def soie(config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a store with settings, and `soie` called in it."""
    monkeypatch.chdir(config.parent)
    monkeypatch.setattr(state, "json", False)
    text = config.read_text("utf-8") + '\n[archive]\nfolder = "pages"\n'
    config.write_text(text, "utf-8")
    return config.parent


def test_what_is_old_goes_once_and_what_went_is_told(
    soie: Path, store: Store, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = (keep(f"Le fil de l'accord {at[:7]}", at) for at in OLD)
    kept = [
        soie / "pages" / "pages-2022-05-20.warc.gz",
        soie / "digests" / "fr" / "2022-05-20.html",
        soie / "digests" / "fr" / "index.html",
    ]
    gone = [
        soie / "pages" / "pages-2022-03-01.warc.gz",
        soie / "digests" / "fr" / "2019-05-20.html",
        soie / "digests" / "fr" / "2019-05-20.json",
    ]
    for path in kept + gone:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    removed = {"articles": 0, "texts": 1, "visits": 0, "runs": 0, "digests": 0, "deliveries": 0}
    removed |= {"sessions": 0, "audit": 0, "turns": 0, "samples": 0, "sampled": 0}
    removed |= {"pages": 1, "rendered": 2}
    for arguments in (["--dry-run"], []):
        assert call(["--json", "purge", *arguments]) == 0
        data = json.loads(capsys.readouterr().out)["data"]
        assert data["removed"] == removed
        assert all(path.exists() for path in kept)
        assert {path.exists() for path in gone} == {bool(arguments)}
    state.json = False
    assert call(["purge"]) == 0
    assert capsys.readouterr().out.startswith("Removed: 0 articles, 0 texts, 0 visits")

    texts = {item.article.id: item.article.text for item in store.readings(Query())}
    assert texts == {old.id: "", new.id: "Un texte."}
    assert call(["explain", old.id, "--language", "fr"]) == 0
    assert "Texte supprimé le 2022-05-21" in capsys.readouterr().out
    now = load_settings(soie / "soie.toml").instant
    desk = TestClient(
        create_desk(store, load(), DeskOptions(ZONES, now)), base_url="http://127.0.0.1"
    )
    assert "Texte supprimé" in desk.get(f"/articles/{old.id}?lang=fr").text
    assert "Texte supprimé" not in desk.get(f"/articles/{new.id}?lang=fr").text


def test_each_class_has_its_own_term(config: Path, store: Store, keep: Keep) -> None:
    keep("Le fil de l'accord", OLD[1])
    chosen = load_settings(config, archive={"folder": str(config.parent / "pages")})
    assert not any(purge(chosen, ()).values())
    short = dict.fromkeys(RetentionSettings.model_fields, 60) | {"article_days": 1}
    later = chosen.model_copy(
        update={"retention": RetentionSettings(**short), "now": chosen.instant().replace(month=6)}
    )
    assert {name for name, count in purge(later, ()).items() if count} == {"articles"}
    assert store.totals()["articles"] == 0
