"""The API under generated requests: never a fault of its own, and answers as its OpenAPI says.

`make schemathesis` runs the same with many more examples.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok

from news.url import article_id

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "4"))
"""Requests of each kind, right and wrong, that each address is sent."""
KNOWN: dict[str, list[str]] = {
    "article_id": [article_id(f"https://courrier-presquile.example/{x}") for x in ("fr", "ja")],
    "story_id": ["story-1", "story-2"],
    "day": ["2022-05-18", "2022-05-20"],
    "language": ["fr"],
    "form": ["html", "md"],
    "entity_id": ["aichi", "omura-hideaki", "toyota-motor"],
    "run_id": ["r0", "r1"],
}
"""What is there, so that not everything that is asked for is missing."""
load_all_checks()
# What is right by the schema may be refused for what no schema tells, such as words that do not
# stand in the text: `positive_data_acceptance` is left out.
CHECKED: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]


@dataclass
class Tried:
    """What was asked and how it was answered."""

    total: int = 0
    well: int = 0


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_finds_a_fault(
    whole_desk: Any,  # noqa: ANN401 (as conftest.py makes it)
    mode: GenerationMode,
) -> None:
    schema = schemathesis.openapi.from_dict(whole_desk.openapi)
    tried = Tried()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @seed(20221123)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), known=st.data())
        def ask(case: Case[Any], known: st.DataObject) -> None:
            if mode is GenerationMode.POSITIVE:
                for name in set(case.path_parameters) & set(KNOWN):
                    if known.draw(st.integers(0, 3)):
                        case.path_parameters[name] = known.draw(st.sampled_from(KNOWN[name]))
            answer = case.call(base_url=f"{whole_desk.address}/api/v1", headers=whole_desk.headers)
            case.validate_response(answer, checks=CHECKED)
            tried.total += 1
            tried.well += answer.status_code < 300

        ask()
    assert tried.total > 2 * len(schema)
    if mode is GenerationMode.POSITIVE:
        assert tried.well > tried.total / 4
