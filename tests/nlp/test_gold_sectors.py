"""Floors of sectors on articles written for this project, read by the real models.

Lines are counted from 1: odd ones may be read when errors are looked at, even ones are only
measured.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from news.analysis import TagKind
from news.article import Article

if TYPE_CHECKING:
    from nlp import Reader

GOLD = Path(__file__).parents[1] / "gold" / "articles.jsonl"
WHEN = datetime(2024, 9, 9, tzinfo=UTC)
Pair = tuple[set[str], set[str]]


@pytest.fixture(scope="module")
def pairs(reader: Reader) -> list[Pair]:
    """What is found and what stands in the gold, an article each."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    articles = [
        Article(row["id"], "", "", row["title"], row["text"], row["lang"], None, WHEN)
        for row in rows
    ]
    return [
        ({tag.key for tag in analysis.of_kind(TagKind.SECTOR)}, set(row["sectors"]) - {"none"})
        for row, analysis in zip(rows, reader.read(articles), strict=True)
    ]


def micro_f1(pairs: list[Pair]) -> float:
    right = sum(len(found & gold) for found, gold in pairs)
    return 2 * right / sum(len(found) + len(gold) for found, gold in pairs)


@pytest.mark.models
def test_sectors_of_both_halves(pairs: list[Pair]) -> None:
    assert micro_f1(pairs[0::2]) >= 0.90
    assert micro_f1(pairs[1::2]) >= 0.77


@pytest.mark.models
def test_no_article_without_a_sector_gets_many(pairs: list[Pair]) -> None:
    bare = [found for found, gold in pairs if not gold]
    assert bare
    assert sum(map(len, bare)) <= len(bare) // 2
