"""The project's own gold of articles is well formed and its halves are apart."""

import itertools
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

ARTICLES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("articles.jsonl").read_text("utf-8").splitlines()
]
LISTS = ("people", "organisations", "places")


@pytest.mark.parametrize("article", ARTICLES, ids=[a["id"] for a in ARTICLES])
def test_mentions_stand_at_their_offsets(article: dict[str, Any]) -> None:
    whole = article["title"] + "\n" + article["text"]
    main = [mention for name in LISTS for mention in article[name]]
    for mention in [*main, *article["role_mentions"]]:
        assert whole[mention["start"] : mention["end"]] == mention["surface"]
        assert unicodedata.is_normalized("NFC", mention["canonical"])
    spans = sorted((mention["start"], mention["end"]) for mention in main)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))


def test_partners_lie_in_one_half() -> None:
    line = {article["id"]: number for number, article in enumerate(ARTICLES)}
    halves: dict[str, set[int]] = {}
    for article in ARTICLES:
        if article["story"]:
            halves.setdefault(article["story"], set()).add(line[article["id"]] % 2)
        if original := article["near_duplicate_of"]:
            assert ARTICLES[line[original]]["story"] == article["story"]
    assert all(len(half) == 1 for half in halves.values())


def test_each_half_has_both_languages_and_all_tiers() -> None:
    for half in (ARTICLES[::2], ARTICLES[1::2]):
        kinds = {(article["lang"], article["tier"]) for article in half}
        assert kinds == set(itertools.product(("fr", "ja"), ("core", "related", "context", "off")))
