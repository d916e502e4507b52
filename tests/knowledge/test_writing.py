"""Sources that people add: what is written is read back, and what cannot be is not written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from knowledge import load
from knowledge.writing import add_sources, to_toml, written
from news.errors import KnowledgeError, UsageError
from news.source import Expectation, Rights, Source, SourceKind

PLAIN = Source(
    "lettre",
    "La  Lettre \u00ab e\u0301co \u00bb",
    "fr",
    "FR",
    "Europe/Paris",
    SourceKind.FEED,
    ("https://lettre.example/rss",),
    groups=("sample",),
    confidence="A",
    evidence="Footer\nof the home page",
)
RICH = replace(
    PLAIN,
    id="journal",
    urls=("https://journal.example/rss",),
    hosts=("journal.example", "gazette.example"),
    rights=Rights.LINK,
    cadence_hours=168,
    expectation=Expectation(weekly=3, fields=("title",)),
    documents=True,
    enabled=False,
)


def test_what_is_written_is_read_back_beside_the_catalogue(tmp_path: Path) -> None:
    own = tmp_path / "further" / "sources.toml"
    catalogue = load(own=own).sources
    add_sources(own, [PLAIN], catalogue)
    add_sources(own, [RICH], load(own=own).sources)
    found = load(own=own).sources
    assert found.keys() - catalogue.keys() == {"lettre", "journal"}
    tidy: dict[str, Any] = {"name": "La Lettre « éco »", "evidence": "Footer of the home page"}
    for source in (PLAIN, RICH):
        assert found[source.id] == replace(source, **tidy)
    text = own.read_text(encoding="utf-8")
    assert text.startswith("# Sources of our own")
    assert "weekly" not in to_toml(PLAIN), "what is not said is not written"
    assert [path.name for path in own.parent.iterdir()] == ["sources.toml"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"urls": ("https://other.example/rss",)}, "there is a source of this id"),
        ({"id": "other"}, "source lettre reads this address"),
        ({"id": "other", "urls": ("http://www.lettre.example/rss#top",)}, "reads this address"),
    ],
)
def test_a_source_that_is_there_is_not_added(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    own = tmp_path / "sources.toml"
    add_sources(own, [PLAIN], {})
    before = own.read_bytes()
    with pytest.raises(UsageError, match=problem):
        add_sources(own, [replace(PLAIN, **changes)], {PLAIN.id: PLAIN})
    with pytest.raises(UsageError, match=problem):
        add_sources(own, [PLAIN, replace(PLAIN, **changes)], {})
    assert own.read_bytes() == before


def test_what_the_loader_would_refuse_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    own = tmp_path / "sources.toml"
    add_sources(own, [PLAIN], {})
    before = own.read_bytes()
    wrong = replace(PLAIN, id="wrong", urls=("https://w.example/",), timezone="Europe/Lyon")
    with pytest.raises(KnowledgeError) as caught:
        add_sources(own, [wrong], {})
    assert caught.value.path == own
    assert "Europe/Lyon" in str(caught.value)
    assert own.read_bytes() == before


def test_values_as_toml() -> None:
    nine = datetime(2026, 11, 22, 9, tzinfo=timezone(timedelta(hours=9)))
    assert written(nine) == "2026-11-22T00:00:00Z"
    assert written(nine.astimezone(UTC).date()) == "2026-11-22"
    assert written(date(2026, 1, 2)) == "2026-01-02"
    assert written({"a": True, "b": "", "c": [1, "x\x7f"]}) == '{ a = true, c = [1, "x\\u007f"] }'
    assert written({"a": False, "b": {"c": 0}}) == "{ a = false }"
