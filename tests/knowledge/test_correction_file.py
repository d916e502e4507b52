"""Changes as files: what is written is read back, and what is wrong is refused with its line."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import load
from knowledge.amendments import (
    Amendment,
    Change,
    KeptAmendment,
    Signature,
    amend,
    differences,
    entry_text,
    read_file,
    to_file,
)
from news.errors import KnowledgeError

AT = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
ENTRY = entry_text(
    {
        "source": "https://exemple.example/",
        "label": "Claire Dauphin",
        "names": {"ja": "クレール・ドーファン", "en": ""},
        "side": "aura",
        "weak_aliases": [],
        "roles": [{"titles": {"fr": "directrice"}, "start": AT.date()}],
    }
)
CHANGES = (
    Amendment(Change.PERSON, "dauphin-claire", entry=ENTRY),
    Amendment(Change.ALIAS, "toyota-motor", "トヨタ自工"),
    Amendment(Change.SILENCED, "omura-hideaki", "大村秀明"),
    Amendment(Change.NAME_JA, "lyon", "リオン"),
    Amendment(Change.LABEL, "lyon", 'Lyon "la Grande"'),
    Amendment(Change.CUE_FR, "energy", "stockage thermique"),
    Amendment(Change.TRAP, "energy", "débordant d'énergie folle"),
    Amendment(Change.MERGED, "toyota-industries", "toyota-motor"),
)


def kept(*changes: Amendment) -> list[KeptAmendment]:
    signed = Signature("Claire", AT, "vu trois fois")
    return [KeptAmendment(f"a{place}", each, signed) for place, each in enumerate(changes)]


def test_a_file_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(to_file(kept(*CHANGES)), encoding="utf-8")
    assert list(read_file(path)) == kept(*CHANGES)
    assert amend(load(), [each.amendment for each in read_file(path)]) == amend(load(), CHANGES)


def test_what_was_taken_back_is_not_exported() -> None:
    gone = KeptAmendment("x", CHANGES[1], Signature("A", AT), Signature("B", AT))
    assert "[x]" not in to_file([gone])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\nentity = "lyon"', "one change"),
        ('[a]\nentity = "lyon"\naliases = ["X1"]\nlabel = "Y1"', "one change"),
        ('[a]\nentity = "lyon"\naliases = ["X1", "Y1"]', "one form"),
        ('[a]\nentity = "lyon"\n\naliases = ["X1"]\nby = 3', "by must be a text"),
        ('[a]\nsector = "energy"\naliases = ["X1"]', "one change"),
        ('[a]\nentity = "lyon"\nalias = ["X1"]', "one change"),
        ('[a]\nentity = "lyon"\naliases = ["X1"]\nwhy = "x"', "unknown key “why”"),
        ('[a]\nperson = "x-y"\nlabel = "X Y"\nage = 3', "unknown key “age”"),
        ('[a]\nentity = "lyon"\naliases = ["X1"]\nat = 2026-11-23', "no instant"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(said)) as caught:
        read_file(path)
    assert re.match(rf"{re.escape(str(path))}:\d+: ", str(caught.value))
    assert caught.value.remedy


def test_the_difference_is_told_in_the_lines_of_the_files() -> None:
    base = load()
    told = list(differences(base, amend(base, CHANGES)))
    assert "  [toyota-motor]" in told
    assert '+ aliases = ["トヨタ自工"]' in told
    assert '- aliases = ["大村秀明"]' in told
    assert "+ [dauphin-claire]" in told
    assert "- [toyota-industries]" in told
    assert '+ merged_into = "toyota-motor"' in told
    assert '+ cues_fr = ["stockages thermiques"]' in told
    assert '- label = "Lyon"' in told
    assert list(differences(base, base)) == []
