"""The names of the bundled base agree with the gold that lies beside the project."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from knowledge import Knowledge, load
from knowledge.check import full_names
from news.entity import EntityKind
from news.text import fold_text

SHARED = Path(__file__).parents[3] / "shared" / "data"
KINDS = {
    "people": EntityKind.PERSON,
    "organisations": EntityKind.ORGANISATION,
    "places": EntityKind.PLACE,
}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"no material at {SHARED}"),
]


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def labels(base: Knowledge, kind: EntityKind) -> set[str]:
    return {entity.label for entity in base.entities.values() if entity.kind is kind}


def test_every_name_of_the_press_release_is_known(base: Knowledge) -> None:
    expected = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    for key, kind in KINDS.items():
        assert set(expected[key]) <= labels(base, kind)
    assert set(expected["sectors"]) <= set(base.sectors)


def test_the_roles_of_the_press_release_are_those_of_its_day(base: Knowledge) -> None:
    expected = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    day = date.fromisoformat(expected["published"])
    people = {entity.label: entity for entity in base.entities.values() if entity.roles}
    for name, title in expected["roles"].items():
        assert [role.titles["fr"] for role in people[name].roles if role.held_on(day)] == [title]


def test_no_full_name_leads_to_another_label_than_the_gold(base: Knowledge) -> None:
    owners = {
        (entity.kind, fold_text(name)): entity.label
        for entity in base.entities.values()
        for name in full_names(entity)
    }
    lines = (SHARED / "domain" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for article in map(json.loads, lines):
        for key, kind in KINDS.items():
            for mention in article[key]:
                label = owners.get((kind, fold_text(mention["surface"])), mention["canonical"])
                if label != mention["canonical"]:
                    wrong.append((article["id"], mention["surface"], label))
    assert wrong == []
