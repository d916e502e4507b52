"""The project's own annotated texts: read whole, and refused where a mark is malformed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from news.errors import UsageError
from nlp.training import texts
from nlp.training.example import LABELS, OTHER, UNKNOWN
from nlp.training.texts import load_texts


@pytest.mark.parametrize(("language", "kinds"), [("fr", {*LABELS, OTHER}), ("ja", {*LABELS})])
def test_every_passage_is_read_with_its_names(language: str, kinds: set[str]) -> None:
    found = load_texts(language)
    labels = Counter(mark.label for item in found for mark in item.marks)
    assert len(found) > 400
    assert set(labels) == kinds | {UNKNOWN}
    assert min(labels[label] for label in LABELS) > 500
    for item in found:
        assert "[[" not in item.text
        assert all(item.name(mark).strip() == item.name(mark) for mark in item.marks)
    assert len({item.text for item in found}) == len(found)


def test_a_mark_keeps_its_place_and_a_title_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    (tmp_path / "texts_fr.txt").write_text("# Heading\n\n[[Lyon|O]] gagne⏎À [[Lyon|L]].\n", "utf-8")
    (given,) = load_texts("fr")
    assert given.text == "Lyon gagne\nÀ Lyon."
    assert [(mark.start, mark.label) for mark in given.marks] == [(0, "ORG"), (13, "LOC")]


@pytest.mark.parametrize("line", ["[[Lyon|L] gagne", "[[Lyon|Z]] gagne", "Lyon|L]] gagne"])
def test_a_malformed_mark_is_refused_with_its_line(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    (tmp_path / "texts_ja.txt").write_text(f"# Heading\n{line}\n", "utf-8")
    with pytest.raises(UsageError, match=r"texts_ja\.txt:2"):
        load_texts("ja")
