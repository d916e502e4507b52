"""The published schema says what the types say, and every digest keeps to it."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from digest import render

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.digest.conftest import Press


Schema = dict[str, Any]


@pytest.fixture(scope="module")
def published(root: Path) -> Schema:
    found: Schema = json.loads((root / "digest/schema/digest-1.json").read_text(encoding="utf-8"))
    return found


def test_the_published_schema_is_that_of_the_types(root: Path) -> None:
    script = runpy.run_path(str(root / "docs/schema.py"))
    text = (root / "digest/schema/digest-1.json").read_text(encoding="utf-8")
    assert script["schema"]() == text, "`make schema` writes it anew"


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
@pytest.mark.parametrize("days", [1, 7])
def test_every_digest_keeps_to_the_schema(
    full_press: Press, bundled: Knowledge, published: Schema, language: str, days: int
) -> None:
    Draft202012Validator.check_schema(published)
    check = Draft202012Validator(published)
    full_press.tell("muet", "Titre", reserved=True)
    check.validate(json.loads(render(full_press.digest(language, days=days), "json", bundled)))
    full_press.readings.clear()
    check.validate(json.loads(render(full_press.digest(language, days=days), "json", bundled)))


@pytest.mark.parametrize(
    ("field", "value"), [("schema", "fildesoie/digest/2"), ("stories", {}), ("day", None)]
)
def test_the_schema_refuses_what_is_no_digest(
    full_press: Press, bundled: Knowledge, published: Schema, field: str, value: object
) -> None:
    data = json.loads(render(full_press.digest(), "json", bundled))
    check = Draft202012Validator(published)
    with pytest.raises(ValidationError):
        check.validate(data | {field: value})
    del data[field]
    with pytest.raises(ValidationError):
        check.validate(data)
