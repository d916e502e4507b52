"""What came before: where a story was seen first, what an update adds, who is new."""

from __future__ import annotations

import json
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, get_args

import pytest

from digest import Format, render
from news.analysis import TagKind, Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.data import DigestData
    from knowledge import Knowledge
    from tests.digest.conftest import Press

EARLIER = "2022-05-18T09:00:00+02:00"
EDO = {"Edo Zucca": (TagKind.PERSON, "?edo zucca")}
NAGOYA = {"Nagoya": (TagKind.PLACE, "nagoya")}


def data(press: Press, knowledge: Knowledge, language: str = "en", days: int = 1) -> DigestData:
    found: DigestData = json.loads(render(press.digest(language, days=days), "json", knowledge))
    return found


def test_a_new_story_says_who_told_it_first(press: Press, bundled: Knowledge) -> None:
    press.tell("horikawa", "後", at="2022-05-20T18:00:00+09:00", story="s")
    press.tell("gazette", "Avant", at="2022-05-20T07:00:00+02:00", story="s")
    (story,) = data(press, bundled)["stories"]
    assert story["first"] == {
        "outlet": "La Gazette des Canuts",
        "language": "fr",
        "day": "2022-05-20",
        "outlets": 2,
    }
    assert story["change"] is None
    assert (
        "First seen in La Gazette des Canuts · French · 20 May 2022 · 2 independent outlets"
        in render(press.digest("en"), "md", bundled)
    )


def test_copies_are_no_independent_outlets(press: Press, bundled: Knowledge) -> None:
    first = press.tell("gazette", "Dépêche", story="s", at="2022-05-20T07:00:00+02:00")
    press.tell("dauphin", "Copie", story="s", copy_of=first)
    press.tell("depeche", "Copie", story="s", copy_of=first)
    assert data(press, bundled)["stories"][0]["first"]["outlets"] == 1


def test_an_update_says_what_it_adds(press: Press, bundled: Knowledge) -> None:
    press.tell("gazette", "Annonce", "Le projet.", at="2022-05-17T09:00:00+02:00", story="s")
    press.tell("dauphin", "Annonce", "À Nagoya.", at=EARLIER, story="s", named=NAGOYA)
    press.tell("horikawa", "続き", "Edo Zucca、Nagoyaへ。", story="s", named=EDO | NAGOYA)
    (story,) = data(press, bundled)["stories"]
    assert story["update"]
    assert story["first"]["day"] == "2022-05-17"
    change = story["change"]
    assert change
    assert (change["articles"], change["last"]) == (2, "2022-05-18")
    assert change["languages"] == ["ja"]
    assert change["names"] == ["?edo zucca"]
    assert change["text"] == (
        "2 articles before, the latest on 18 May 2022 · now also in Japanese · new names: Edo Zucca"
    )


@pytest.mark.parametrize("form", ["html", "mail", "atom"])
def test_a_new_name_says_its_own_language(
    press: Press, bundled: Knowledge, render_as: Callable[..., str]
) -> None:
    press.tell("gazette", "Annonce", at=EARLIER, story="s")
    named = {"三つ橋みち": (TagKind.PERSON, "?三つ橋みち")}
    press.tell("horikawa", "続き", "三つ橋みちが語る。", story="s", named=named)
    text = unescape(render_as(press.digest("fr"), bundled))
    assert 'nouveaux noms\N{NO-BREAK SPACE}: <span lang="ja">三つ橋みち</span>' in text


def test_what_comes_after_the_day_is_not_known_on_the_day(press: Press, bundled: Knowledge) -> None:
    press.tell("gazette", "Le jour", story="s")
    press.tell("dauphin", "Le lendemain", story="s", at="2022-05-21T09:00:00+02:00")
    (story,) = data(press, bundled)["stories"]
    assert story["first"]["outlets"] == 1
    assert not story["update"]


@pytest.mark.parametrize("form", get_args(Format))
def test_people_are_met_for_the_first_time_once(
    press: Press, bundled: Knowledge, form: Format
) -> None:
    press.tell("gazette", "Un", "Voici Edo Zucca.", at=EARLIER, named=EDO)
    press.tell("gazette", "Deux", "Encore Edo Zucca.", named=EDO)
    first, second = (
        render(press.digest("fr", day), form, bundled)
        for day in (date(2022, 5, 18), date(2022, 5, 20))
    )
    word = '"met": [\n' if form == "json" else bundled.phrases.say("met-first", "fr")
    assert word in first
    assert word not in second


def test_those_met_first_are_known_ones_first_and_lead_to_their_story(
    press: Press, bundled: Knowledge
) -> None:
    press.tell("gazette", "Un", "Voici Edo Zucca.", named=EDO)
    governor = {"Hideaki Ōmura": (TagKind.PERSON, "omura-hideaki")}
    press.tell("dauphin", "Deux", "Hideaki Ōmura.", named=governor, tier=Tier.CONTEXT)
    met = data(press, bundled)["met"]
    assert [item["key"] for item in met] == ["omura-hideaki", "?edo zucca"]
    assert met[0]["role"] == "Governor of Aichi Prefecture"
    page = render(press.digest(), "html", bundled)
    assert '<a href="#context-1">Hideaki Ōmura</a>' in page


def test_a_reserved_article_introduces_nobody(
    press: Press, bundled: Knowledge, render_as: Callable[..., str]
) -> None:
    press.tell("gazette", "Titre", "Voici Edo Zucca.", named=EDO, reserved=True)
    assert "Edo Zucca" not in render_as(press.digest(), bundled)


def test_a_week_tells_each_story_once_with_days(press: Press, bundled: Knowledge) -> None:
    press.tell("gazette", "Mardi", story="s", at="2022-05-17T09:00:00+02:00")
    press.tell("gazette", "Jeudi", story="s", at="2022-05-19T09:00:00+02:00")
    press.tell("gazette", "Avant", at="2022-05-13T23:59:00+02:00")
    week = data(press, bundled, "fr", days=7)
    (story,) = week["stories"]
    assert (week["first_day"], week["day"]) == ("2022-05-14", "2022-05-20")
    assert not story["update"]
    assert [item["when"] for item in story["articles"]] == [
        "17 mai 2022 à 09 h 00",
        "19 mai 2022 à 09 h 00",
    ]
    text = render(press.digest("fr", days=7), "md", bundled)
    assert text.startswith("# Fil de Soie, semaine du 14 mai 2022 au 20 mai 2022\n")
