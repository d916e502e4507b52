"""The page that documents the arithmetic of relevance holds every weight of the code."""

import re
from collections import Counter
from pathlib import Path

from knowledge import load
from news.analysis import Tier
from nlp import relevance, relevance_against, relevance_context

PAGE = (Path(__file__).parents[2] / "docs" / "relevance.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `(?P<code>[a-z-]+)` \| (?P<points>-?[\d.]+) \| (?P<when>.+) \|$", re.MULTILINE
)


def test_every_weight_is_on_the_page_once() -> None:
    written = Counter(float(row["points"]) for row in ROW.finditer(PAGE))
    written[relevance_context.KEY_ACTOR] += PAGE.count("1.0 for its head alone")
    defined = Counter(
        value
        for module in (relevance, relevance_against, relevance_context)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, float)
    )
    # The head's own headline weighs as a party elsewhere; a sector counts in two tiers alike.
    defined[relevance_context.KEY_ACTOR] += 1
    defined[relevance.SUBJECT_MATTER] += 1
    assert written == defined


def test_the_thresholds_are_on_the_page() -> None:
    for tier, needed in relevance.NEEDED.items():
        assert f"{tier.value} (from {needed})" in PAGE
    assert Tier.OFF not in relevance.NEEDED


def test_every_reason_on_the_page_has_its_words() -> None:
    phrases = load().phrases
    for row in ROW.finditer(PAGE):
        assert not phrases.say(row["code"], "fr", "x", "y", "z").startswith(f"{row['code']}:")
