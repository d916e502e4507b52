"""The page of the API is what its OpenAPI says today, and every field of it is explained."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "api.py"))


def test_the_page_is_current(script: dict[str, Any]) -> None:
    assert script["page"]() == (DOCS / "api.md").read_text(encoding="utf-8"), "run make schema"


def test_every_address_and_object_is_described(script: dict[str, Any]) -> None:
    made = script["openapi"]()
    for path, operations in made["paths"].items():
        for operation in operations.values():
            assert operation["description"], path
            assert set(operation["responses"]) >= {"401", "403", "421", "422", "429", "503"}, path
            assert {"token": []} in operation["security"], path
            for status, answer in operation["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], path
    for name, schema in made["components"]["schemas"].items():
        assert schema.get("description"), name
