"""The bundled files as files: quick to read, told apart by version, keys in a fixed order."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path

import knowledge
from knowledge import load

FOLDER = Path(knowledge.__file__).parent
# Every table writes its keys in this order.
ORDER = {
    "people": [
        "label",
        "names",
        "family",
        "aliases",
        "weak_aliases",
        "look_alikes",
        "side",
        "source",
        "roles",
    ],
    "organisations": [
        "label",
        "names",
        "aliases",
        "weak_aliases",
        "look_alikes",
        "side",
        "sectors",
        "institution",
        "source",
    ],
    "places": [
        "label",
        "names",
        "aliases",
        "weak_aliases",
        "look_alikes",
        "side",
        "institution",
        "source",
    ],
    "roles": ["titles", "organisation", "start", "end", "head"],
    "sources": [
        "name",
        "language",
        "country",
        "timezone",
        "kind",
        "urls",
        "home",
        "hosts",
        "rights",
        "cadence_hours",
        "groups",
        "confidence",
        "evidence",
        "expectation",
        "selectors",
        "documents",
        "enabled",
    ],
    "sectors": [
        *("rank", "labels", "nace", "jsic", "cues_fr", "cues_ja", "weak_fr", "weak_ja"),
        *("shared", "traps"),
    ],
    "look_alikes": ["label", "kind", "confused_with", "forms", "partners", "explains"],
    "events": ["labels", "start", "end", "relation", "entities", "source"],
    "phrases": ["fr", "ja", "en", "one"],
}


def test_loads_in_half_a_second() -> None:
    taken = []
    for _ in range(3):
        start = time.process_time()
        load()
        taken.append(time.process_time() - start)
    assert min(taken) < 0.5


def test_version_changes_with_what_reading_depends_on_and_with_nothing_else(tmp_path: Path) -> None:
    for path in FOLDER.rglob("*.toml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    version = load().version
    assert re.fullmatch("[0-9a-f]{12}", version)
    assert load(tmp_path).version == version
    for name, same in (("phrases/desk.toml", True), ("look_alikes.toml", False)):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("# one more remark\n")
        assert (load(tmp_path).version == version) is same


def test_keys_stand_in_their_fixed_order() -> None:
    for path in FOLDER.rglob("*.toml"):
        group = path.stem if path.parent == FOLDER else path.parent.name
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            keys = list(table)
            assert keys == [key for key in ORDER[group] if key in table], f"{path}: [{name}]"
            for role in table.get("roles", []):
                assert list(role) == [key for key in ORDER["roles"] if key in role], name
