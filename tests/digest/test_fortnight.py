"""The picture of the fortnight: its figures, and that it can be read without colours or eyes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from parsel import Selector

from digest import render
from news.analysis import TagKind, Tier

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.digest.conftest import Press

AURA = {"Lyon": (TagKind.PLACE, "lyon")}
AICHI = {"Nagoya": (TagKind.PLACE, "nagoya")}
TEXTILE = {"soie": (TagKind.SECTOR, "textile")}


@pytest.fixture
def busy(press: Press) -> Press:
    """Articles on both sides and none, in both languages, inside and outside the fortnight."""
    text = "Lyon, Nagoya, soie."
    press.tell("gazette", "A", text, named=AURA | TEXTILE, at="2022-05-07T00:00:00+02:00")
    press.tell("gazette", "B", text, named=AURA | AICHI | TEXTILE)
    press.tell("horikawa", "C", text, named=AICHI)
    press.tell("horikawa", "D", text)
    press.tell("depeche", "E", text, named=AURA | TEXTILE, reserved=True)
    press.tell("gazette", "trop tôt", text, named=AURA, at="2022-05-06T23:59:59+02:00")
    press.tell("gazette", "hors sujet", text, named=AURA, tier=Tier.OFF)
    return press


def test_articles_are_counted_by_day_press_and_side(busy: Press, bundled: Knowledge) -> None:
    fortnight = json.loads(render(busy.digest(), "json", bundled))["fortnight"]
    assert (fortnight["first_day"], fortnight["day"]) == ("2022-05-07", "2022-05-20")
    assert [tuple(item.values()) for item in fortnight["volumes"]] == [
        ("2022-05-07", "fr", "aura", 1),
        ("2022-05-20", "fr", "both", 1),
        ("2022-05-20", "fr", "neither", 1),
        ("2022-05-20", "ja", "aichi", 1),
        ("2022-05-20", "ja", "neither", 1),
    ]
    assert [(item["key"], item["articles"]) for item in fortnight["sectors"]] == [("textile", 2)]
    assert [(item["key"], item["articles"]) for item in fortnight["sources"]] == [
        ("gazette", 2),
        ("horikawa", 2),
        ("depeche", 1),
    ]


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
def test_the_picture_is_ink_and_words_and_a_table(
    busy: Press, bundled: Knowledge, language: str
) -> None:
    page = Selector(render(busy.digest(language), "html", bundled)).css("section.fortnight")
    picture = page.css("figure svg[role=img]")
    # The day begins seven hours earlier in Tokyo, and with it the fortnight.
    counts = ("4", "2") if language == "ja" else ("3", "2")
    said = bundled.phrases.say("fortnight-alt", language, *counts)
    assert picture.attrib["aria-label"].split() == said.split()
    fills = {item for item in page.css("rect::attr(fill)").getall() if item != "currentColor"}
    assert fills == {"url(#side-aura)", "url(#side-aichi)", "none"}
    drawn = {item[5:-1] for item in fills if item.startswith("url")}
    assert drawn == set(page.css("pattern::attr(id)").getall())
    assert not page.re(r"fill=\"#|stroke=\"#|rgb\(")
    legend = [item.strip() for item in page.css(".legend li::text").getall()]
    assert legend == [
        bundled.phrases.say(f"names-{side}", language)
        for side in ("both", "aura", "aichi", "neither")
    ]
    rows = page.css("details.figures tbody tr")
    assert len(rows) == 14
    assert rows[-1].css("td::text").getall() == ["2", "2", "1", "0", "1", "2"]


def test_bars_stand_on_their_line_and_reach_as_far_as_their_count(
    busy: Press, bundled: Knowledge
) -> None:
    page = Selector(render(busy.digest(), "html", bundled))
    bars = [
        {name: float(bar.attrib[name]) for name in ("x", "y", "height")}
        for bar in page.css("svg[role=img] > rect")
    ]
    assert [bar["height"] for bar in bars] == [32.0] * 5
    first, second, third = bars[:3]
    assert first["x"] < second["x"] == third["x"]
    assert second["y"] - third["y"] == 32.0


def test_a_date_that_cannot_be_is_not_counted(press: Press, bundled: Knowledge) -> None:
    reading = press.tell("gazette", "Demain", at="2022-05-19T12:00:00+02:00")
    found = replace(reading.article, collected_at=datetime(2022, 5, 10, tzinfo=UTC))
    press.readings[0] = replace(reading, article=found)
    assert json.loads(render(press.digest(), "json", bundled))["fortnight"]["volumes"] == []


def test_an_empty_fortnight_says_so(press: Press, bundled: Knowledge) -> None:
    for form in ("html", "md"):
        text = render(press.digest("ja"), form, bundled)
        assert bundled.phrases.say("fortnight-empty", "ja") in text
