"""Backfill on one machine: archives in, rows out, whatever happens in between."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.cli import call
from storage import Query, open_store
from tests.torture.rows import differences, read_rows
from tests.warcs import write_many

pytestmark = pytest.mark.models


def settings(folder: Path, name: str, more: str = "") -> Path:
    """Settings of an empty store."""
    path = folder / f"{name}.toml"
    path.write_text(
        f'database = "sqlite:///{folder}/{name}.sqlite"\ngroups = ["sample"]\n'
        f"now = 2026-05-21T04:10:00+00:00\n{more}",
        encoding="utf-8",
    )
    return path


def backfill(
    config: Path, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, dict[str, object]]:
    """Exit code and report."""
    code = call(["--config", str(config), "--json", "backfill", *arguments])
    captured = capsys.readouterr()
    assert captured.out, captured.err
    return code, json.loads(captured.out)["data"]


def test_archives_give_the_same_rows_however_they_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = [str(path) for path in write_many(tmp_path, 6)]
    one, two = settings(tmp_path, "one"), settings(tmp_path, "two")

    code, report = backfill(one, capsys, "--jobs", "1", *places)
    assert code == 0
    counts = report["counts"]
    assert isinstance(counts, dict)
    assert (report["units"], report["done"], counts["pages"]) == (6, 6, 30)
    assert counts["new"] == 6
    assert 6 <= counts["survivors"] < 30

    listed = tmp_path / "list.txt"
    listed.write_text("\n".join([*places, "", "# and again", *places]), encoding="utf-8")
    code, report = backfill(two, capsys, "--jobs", "2", "--list", str(listed))
    assert (code, report["units"]) == (0, 6)
    rows = read_rows(f"sqlite:///{tmp_path}/one.sqlite")
    assert differences(rows, read_rows(f"sqlite:///{tmp_path}/two.sqlite")) == []

    code, report = backfill(two, capsys, *places)
    assert (code, report["earlier"], report["counts"]) == (0, 6, {})
    with open_store(f"sqlite:///{tmp_path}/one.sqlite") as store:
        kept = store.readings(Query())
    strangers = [item for item in kept if item.article.source_id.startswith("web-inconnu")]
    assert len(kept) == 6
    assert len(strangers) == 2
    assert all(item.story_id for item in kept)
