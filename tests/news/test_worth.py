"""What looking at a story is worth: fixed as time goes by, published, in step with relevance."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from news import worth as formula
from news.analysis import Reason, Relevance, Tag, TagKind, Tier
from news.review import Settled, SettledTag, Verdict
from news.worth import doubt, worth, worth_between
from nlp.relevance import NEEDED

PAGE = (Path(__file__).parents[2] / "docs" / "inbox.md").read_text(encoding="utf-8")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def settled(score: float, *tags: tuple[bool, float], tier: Tier = Tier.CORE) -> Settled:
    carried = tuple(
        SettledTag(Tag(TagKind.PERSON, f"p{n}", "P", known, sure, (), Reason("alias"), "rules"))
        for n, (known, sure) in enumerate(tags)
    )
    return Settled("fr", carried, Relevance(tier, score, ()))


def test_borders_are_those_of_relevance() -> None:
    assert {**NEEDED, Tier.OFF: NEEDED[Tier.CONTEXT]} == formula.NEEDED


def test_the_page_says_what_the_formula_says() -> None:
    figures = {
        "core": formula.TIER[Tier.CORE],
        "related": formula.TIER[Tier.RELATED],
        "context": formula.TIER[Tier.CONTEXT],
        "off": formula.TIER[Tier.OFF],
        "border": formula.BORDER,
        "unknown name": formula.UNKNOWN,
        "unsure tag": formula.UNSURE,
        "tag without a word": formula.SILENT,
        "most of each": formula.MOST,
        "sure from": formula.SURE,
        "days for a point": formula.PERIOD / timedelta(days=1),
    }
    for name, value in figures.items():
        assert f"| {name} | {value:g} |" in PAGE


@pytest.mark.parametrize(
    ("score", "points"), [(3.0, 1.0), (3.25, 0.75), (2.5, 0.5), (4.0, 0.0), (9.0, 0.0)]
)
def test_a_score_near_the_border_is_in_doubt(score: float, points: float) -> None:
    assert doubt(settled(score)) == points


def test_names_and_tags_that_nobody_spoke_of_are_in_doubt() -> None:
    unknown, unsure, sure = (False, 0.9), (True, 0.6), (True, 0.9)
    assert doubt(settled(9, unknown, unsure, sure)) == 0.25
    assert doubt(settled(9, *[unknown] * 20, *[unsure] * 20, *[sure] * 20)) == 1.5
    spoken = [
        replace(item, verdict=Verdict.ACCEPTED) for item in settled(9, unknown, unsure, sure).tags
    ]
    assert doubt(replace(settled(9), tags=tuple(spoken))) == 0


def test_a_tier_that_was_spoken_of_is_in_no_doubt() -> None:
    assert doubt(replace(settled(3.0), tier_verdict=Verdict.ACCEPTED)) == 0


def test_an_order_once_given_stays() -> None:
    """Core is worth as much as context six days younger, now and ever."""
    old = worth(NOON, Tier.CORE, [0.0])
    assert old == pytest.approx(worth(NOON + timedelta(days=6), Tier.CONTEXT, []))
    assert old < worth(NOON + timedelta(days=7), Tier.CONTEXT, [])
    assert worth(NOON, Tier.CORE, [0.2, 0.7]) == pytest.approx(old + 0.7)


def test_no_story_of_a_day_is_outside_its_bounds() -> None:
    least, most = worth_between(NOON, NOON + timedelta(days=1))
    for hours in (0, 24):
        updated = NOON + timedelta(hours=hours)
        assert least < worth(updated, Tier.OFF, []) < most
        assert least < worth(updated, Tier.CORE, [2.5]) < most
