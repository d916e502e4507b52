"""Case 18: what is handed out to spreadsheets is shown there and never run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from news.analysis import Tag, TagKind, Tier
from scheduler.cli import call

FORMULAS = [
    '=HYPERLINK("https://evil.example","ici")',
    "+1",
    "-1",
    "@x",
    "\ttab",
    "\rretour",
]


def exported(capsys: pytest.CaptureFixture[str], config: Path, *options: str) -> str:
    assert call(["--config", str(config), "export", *options]) == 0
    return capsys.readouterr().out


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_case_18_no_cell_is_a_formula_and_json_is_unchanged(
    capsys: pytest.CaptureFixture[str],
    config: Path,
    keep: Callable[..., object],
    tag: Callable[..., Tag],
    formula: str,
) -> None:
    kinds = list(TagKind)
    keep(formula, tags=tuple(tag(kind, formula) for kind in kinds))
    (row,) = rows(exported(capsys, config))
    for name in ("title", "people", "organisations", "places", "sectors"):
        assert row[name] == f"'{formula}", name
    assert all(not cell.startswith(tuple("=+-@\t\r")) for cell in row.values())
    (line,) = exported(capsys, config, "--to", "jsonl").splitlines()
    record = json.loads(line)
    assert record["title"] == formula
    assert {item["label"] for item in record["tags"]} == {formula}


def test_a_cell_holds_what_it_should(
    capsys: pytest.CaptureFixture[str],
    config: Path,
    keep: Callable[..., object],
    tag: Callable[..., Tag],
) -> None:
    names = (tag(TagKind.PERSON, "Edo Zucca"), tag(TagKind.PERSON, "三つ橋 みち"))
    keep('Un « titre », "cité"\nsur deux lignes', tags=names)
    (row,) = rows(exported(capsys, config))
    assert row["title"] == 'Un « titre », "cité"\nsur deux lignes'
    assert row["people"] == "Edo Zucca; 三つ橋 みち"
    assert (row["tier"], row["language"], row["reserved"]) == ("core", "fr", "0")
    assert row["date"] == "2022-05-20T10:00:00+00:00"


def test_case_25_a_reserved_article_gives_title_and_link_only(
    capsys: pytest.CaptureFixture[str],
    config: Path,
    keep: Callable[..., object],
    tag: Callable[..., Tag],
) -> None:
    keep("Titre", tags=(tag(TagKind.PERSON, "Edo Zucca"),), reserved=True)
    for form in ("csv", "jsonl"):
        text = exported(capsys, config, "--to", form)
        assert "Titre" in text
        assert "Edo Zucca" not in text


def test_days_and_tiers_choose(
    capsys: pytest.CaptureFixture[str], config: Path, keep: Callable[..., object]
) -> None:
    for day in (18, 19, 20):
        keep(f"Jour {day}", f"2022-05-{day}T12:00:00+00:00")
    keep("Contexte", "2022-05-19T13:00:00+00:00", tier=Tier.CONTEXT)
    options = ("--from", "2022-05-19", "--until", "2022-05-19")
    titles = [row["title"] for row in rows(exported(capsys, config, *options))]
    assert titles == ["Contexte", "Jour 19"]
    options = ("--from", "2022-05-19", "--tier", "core")
    titles = [row["title"] for row in rows(exported(capsys, config, *options))]
    assert titles == ["Jour 20", "Jour 19"]


def test_no_text_is_handed_out_and_pages_join(
    capsys: pytest.CaptureFixture[str],
    config: Path,
    keep: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("storage.piecewise.PAGE", 2)
    for minute in range(5):
        keep(f"Titre {minute}", f"2022-05-20T12:0{minute}:00+00:00")
    text = exported(capsys, config)
    assert [row["title"] for row in rows(text)] == [
        f"Titre {minute}" for minute in range(4, -1, -1)
    ]
    assert "Un texte" not in text
