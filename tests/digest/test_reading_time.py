"""Ten minutes: what is told in full fits into them, the rest is one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from parsel import Selector

from digest import render
from digest.reading_time import BUDGET_MINUTES, minutes
from digest.show import show
from news.analysis import TagKind, Tier

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.digest.conftest import Press


def test_speeds_are_those_of_the_reader_and_of_the_writing() -> None:
    assert minutes(["mot " * 195], "fr") == pytest.approx(1.0)
    assert minutes(["word " * 114, "word " * 114], "en") == pytest.approx(1.0)
    assert minutes(["絹の糸" * 119], "ja") == minutes(["絹の糸" * 119], "fr") == pytest.approx(1.0)
    assert minutes(["l’atelier d'à-côté"], "fr") == pytest.approx(2 / 195)
    assert minutes(["、。 —"], "ja") == 0.0


@pytest.mark.parametrize("language", ["fr", "ja", "en"])
@pytest.mark.parametrize("count", [40, 150])
def test_what_is_told_in_full_fits_into_ten_minutes(
    press: Press, bundled: Knowledge, language: str, count: int
) -> None:
    named = {"Nagoya": (TagKind.PLACE, "nagoya")}
    for number in range(count):
        text = "Un atelier de soie " * 9 + f"ouvre à Nagoya le {number} du mois."
        press.tell("gazette", f"Sujet numéro {number}", text, named=named, tier=Tier.CONTEXT)
    shown = show(press.digest(language), bundled)
    full = [story for story in shown.stories if not story.brief]
    assert 5 < len(full) < count
    assert shown.stories[: len(full)] == tuple(full)
    assert shown.minutes <= BUDGET_MINUTES
    assert shown.minutes >= BUDGET_MINUTES - 4
    page = Selector(render(press.digest(language), "html", bundled))
    assert len(page.css("article.story")) == len(full)
    assert len(page.css("ul.brief > li a[href^=http]")) == count - len(full)


def test_the_first_story_is_told_however_long_it_is(press: Press, bundled: Knowledge) -> None:
    for number in range(400):
        press.tell("gazette", f"Un titre long de huit mots, le {number}", story="s")
    press.tell("gazette", "Le second", tier=Tier.CONTEXT)
    first, second = show(press.digest(), bundled).stories
    assert (first.brief, second.brief) == (False, True)
    assert first.minutes > BUDGET_MINUTES


def test_an_empty_day_needs_no_time(press: Press, bundled: Knowledge) -> None:
    data = json.loads(render(press.digest("en"), "json", bundled))
    assert data["minutes"] == 0
    assert "minute" not in data["summary"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "0 nouveau ; 2 sources lues sur 2 à 06 h 05"),
        ("ja", "新着0件、13:05に2媒体中2媒体を確認"),
        ("en", "0 new; 2 of 2 sources read at 06:05"),
    ],
)
def test_an_empty_day_tells_what_was_read_and_when(
    full_press: Press, bundled: Knowledge, language: str, line: str
) -> None:
    full_press.readings.clear()
    del full_press.reports[1]
    summary = show(full_press.digest(language), bundled).summary
    assert summary[0].replace("\N{NO-BREAK SPACE}", " ") == line
