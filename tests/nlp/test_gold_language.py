"""Floors of language identification on lines written for this project.

Lines are counted from 1: odd ones may be read when errors are looked at, even ones are only
measured. Codes beyond ISO 639-1: `frp` Franco-Provençal, `pcd` Picard, `als` Alemannic.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.language import detect_language

GOLD = Path(__file__).parents[1] / "gold" / "language.jsonl"
Line = dict[str, str]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def share(lines: list[Line]) -> float:
    """How many are right; a third language is, when taken for neither French nor Japanese."""
    right = 0
    for line in lines:
        found, gold = detect_language(line["text"]).code, line["lang"]
        right += found == gold if gold in {"fr", "ja"} else found not in {"fr", "ja"}
    return right / len(lines)


def test_both_halves(lines: list[Line]) -> None:
    assert len(lines) >= 300
    assert share(lines[0::2]) >= 0.98
    assert share(lines[1::2]) >= 0.96


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("sentence", 1.0),
        ("headline", 0.98),
        ("upper-case", 1.0),
        ("kanji-only", 0.95),
        ("regional", 0.95),
        ("names", 0.9),
        ("mixed", 1.0),
    ],
)
def test_each_kind(lines: list[Line], kind: str, floor: float) -> None:
    assert share([line for line in lines if line["kind"] == kind]) >= floor


def test_chinese_is_hardly_taken_for_japanese(lines: list[Line]) -> None:
    chinese = [line for line in lines if line["lang"] == "zh"]
    assert share(chinese) >= 0.95


def test_capitals_hide_no_french(lines: list[Line]) -> None:
    french = [
        {**line, "text": line["text"].upper()}
        for line in lines
        if line["lang"] == "fr" and line["kind"] in {"sentence", "headline"}
    ]
    assert share(french) >= 0.98
