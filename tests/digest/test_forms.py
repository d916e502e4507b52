"""What every form of a digest holds, in each of the three languages."""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, get_type_hints

import pytest
from parsel import Selector

from digest import Format, render, render_archive, render_forms
from digest.data import DigestData, StoryData
from digest.show import show
from digest.shown import ShownDigest
from news.analysis import Reason, TagKind, Tier
from news.article import Precision

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Knowledge
    from news.digest import Digest
    from tests.digest.conftest import Press

    RenderAs = Callable[[Digest, Knowledge], str]

LANGUAGES = ("fr", "ja", "en")
FORMATS: tuple[Format, ...] = ("html", "md", "json")
DATES = {
    "fr": "vendredi 20 mai 2022",
    "ja": "2022年5月20日（金）",
    "en": "Friday 20 May 2022",
}
CLOCKS = {"fr": ("07 h 40", "08 h 05"), "ja": ("14:40", "15:05"), "en": ("07:40", "08:05")}
GOVERNOR = {
    "fr": ("Hideaki Ōmura", "gouverneur de la préfecture d'Aichi"),
    "ja": ("大村秀章", "愛知県知事"),
    "en": ("Hideaki Omura", "Governor of Aichi Prefecture"),
}
LEADS = {
    "fr": "Le gouverneur d’Aichi chez les tisseurs de Saint-Rambert",
    "ja": "大村知事、リヨン近郊の織物工場を視察",
    "en": "Le gouverneur d’Aichi chez les tisseurs de Saint-Rambert",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_says_it_in_the_readers_language(
    full_press: Press, bundled: Knowledge, language: str, form: str, render_as: RenderAs
) -> None:
    text = unescape(unescape(render_as(full_press.digest(language), bundled)))
    dates = () if form == "atom" else (DATES[language],)
    for expected in (*dates, *CLOCKS[language], *GOVERNOR[language]):
        assert expected in text
    assert bundled.sectors["textile"].label(language) in text
    assert bundled.phrases.say("tier-core", language) in text
    if form != "atom":
        assert bundled.phrases.say("state-http-error", language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_furniture_is_in_the_table(
    full_press: Press, bundled: Knowledge, language: str, render_as: RenderAs
) -> None:
    """An unknown code is answered by the code itself, which no reader should meet."""
    text = unescape(render_as(full_press.digest(language), bundled))
    text += render_archive([date(2022, 5, 1)], language, bundled)
    visible = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
    for key in ("code", "key", "state", "schema", "id", "detail"):
        visible = re.sub(rf'"{key}": (\[[^\]]*\]|"[^"]*")', "", visible)
    assert not re.findall(r"\b(?:digest|state|tier|language|told|month|weekday|zone)-\w+", visible)


def test_the_same_digest_gives_the_same_bytes(
    full_press: Press, bundled: Knowledge, render_as: RenderAs
) -> None:
    first = render_as(full_press.digest("ja"), bundled)
    full_press.readings.reverse()
    full_press.reports.reverse()
    assert render_as(full_press.digest("ja"), bundled) == first


def test_all_forms_are_made_of_one_look(
    full_press: Press, bundled: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = full_press.digest()
    alone = {form: render(digest, form, bundled) for form in FORMATS}
    looks: list[Digest] = []

    def look(digest: Digest, knowledge: Knowledge) -> ShownDigest:
        looks.append(digest)
        return show(digest, knowledge)

    monkeypatch.setattr(sys.modules["digest.render"], "show", look)
    assert render_forms(digest, FORMATS, bundled) == alone
    assert looks == [digest]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_day_says_so(press: Press, bundled: Knowledge, language: str) -> None:
    digest = press.digest(language)
    for form in ("html", "md"):
        assert bundled.phrases.say("no-story", language) in unescape(render(digest, form, bundled))
    assert json.loads(render(digest, "json", bundled))["stories"] == []


def test_the_summary_counts_new_stories_and_sources_read(
    full_press: Press, bundled: Knowledge
) -> None:
    page = Selector(render(full_press.digest("en"), "html", bundled))
    summary = page.css(".summary span::text").getall()
    assert summary[:2] == ["2 new; 2 of 3 sources read at 06:05", "1 update"]


def test_the_table_counts_stories_and_articles_of_each_tier(
    full_press: Press, bundled: Knowledge
) -> None:
    data = json.loads(render(full_press.digest(), "json", bundled))
    names = ("stories", "new", "updates", "articles")
    counts = {line["tier"]: tuple(line[name] for name in names) for line in data["tiers"]}
    assert counts == {
        "core": (1, 1, 0, 4),
        "related": (1, 1, 0, 1),
        "context": (1, 0, 1, 1),
        "off": (0, 0, 0, 1),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_title_carries_its_own_language(
    full_press: Press, bundled: Knowledge, language: str
) -> None:
    page = Selector(render(full_press.digest(language), "html", bundled))
    assert page.xpath("/html/@lang").get() == language
    assert page.css("h3.headline a::text").get() == LEADS[language]
    for link in page.css("main article a"):
        japanese = bool(re.search("[ぁ-んァ-ン一-龯]", link.xpath("string()").get() or ""))
        assert link.attrib["lang"] == ("ja" if japanese else "fr")


def test_both_languages_stand_side_by_side_and_copies_are_folded(
    full_press: Press, bundled: Knowledge
) -> None:
    story = Selector(render(full_press.digest(), "html", bundled)).css("article.story")[0]
    columns = [column.css("a::text").getall() for column in story.css(".column")]
    assert columns == [[LEADS["fr"]], ["織物工場に県産の糸", LEADS["ja"]]]
    copies = story.css("details.copies")
    assert copies.css("a::text").getall() == ["Aichi : le gouverneur en visite chez les tisseurs"]
    assert "open" not in copies.attrib


def test_the_sentence_marks_its_names(full_press: Press, bundled: Knowledge) -> None:
    page = Selector(render(full_press.digest(), "html", bundled))
    quote = page.css("blockquote[lang=fr]")[0]
    assert quote.css("mark::text").getall() == ["Hideaki Ōmura", "Nagoya"]
    data = json.loads(render(full_press.digest(), "json", bundled))
    evidence = data["stories"][0]["articles"][0]["evidence"]
    marked = [evidence["text"][mark["start"] : mark["end"]] for mark in evidence["marks"]]
    assert marked == ["Hideaki Ōmura", "Nagoya"]
    text = full_press.readings[0].article.full_text
    assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_page_needs_nothing_from_anywhere(full_press: Press, bundled: Knowledge) -> None:
    text = render(full_press.digest(), "html", bundled)
    page = Selector(text)
    assert not page.xpath("//link | //script | //img | //@src | //@style")
    assert not re.search(r"url\((?!#side-)|@import|@font-face", text)
    style = page.xpath("//style/text()").get() or ""
    expected = b64encode(sha256(style.encode()).digest()).decode()
    policy = page.xpath("//meta[@http-equiv]/@content").get() or ""
    assert f"style-src 'sha256-{expected}'" in policy
    assert policy.startswith("default-src 'none'")


def test_a_page_has_an_outline_and_a_way_past_the_top(
    full_press: Press, bundled: Knowledge
) -> None:
    page = Selector(render(full_press.digest(), "html", bundled))
    levels = [int(item) for item in page.xpath("//*[starts-with(name(), 'h')]").re(r"^<h(\d)")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id").getall()
    assert len(ids) == len(set(ids))
    asked = page.xpath("//@aria-labelledby").getall()
    asked += [item[1:] for item in page.xpath("//@href").getall() if item.startswith("#")]
    assert set(asked) <= set(ids)
    assert page.css("body > a.skip::attr(href)").get() == "#stories"


def test_every_story_names_its_tier_in_words(full_press: Press, bundled: Knowledge) -> None:
    page = Selector(render(full_press.digest("ja"), "html", bundled))
    badges = page.css("article.story .kicker .badge::text").getall()
    assert badges == [bundled.phrases.say(f"tier-{tier}", "ja") for tier in list(Tier)[:3]]


def test_sources_that_need_a_look_are_named_with_since_when(
    full_press: Press, bundled: Knowledge
) -> None:
    page = Selector(render(full_press.digest("ja"), "html", bundled))
    lines = [" ".join(item.css("::text").getall()).split() for item in page.css(".sources li")]
    assert [line[0] for line in lines] == ["堀川新聞", "Le"]
    assert "2022年5月12日から" in " ".join(lines[1])


def test_reasons_name_things_in_the_readers_language(full_press: Press, bundled: Knowledge) -> None:
    data = json.loads(render(full_press.digest("ja"), "json", bundled))
    first, second = data["stories"][0]["reasons"]
    assert (first["code"], first["detail"]) == ("both-sides", ["region-aura", "aichi-pref"])
    assert bundled.entities["aichi-pref"].name("ja") in first["text"]
    assert bundled.phrases.say("tier-core", "ja") in second["text"]


def test_a_list_of_sectors_in_a_reason_is_in_the_readers_language(
    press: Press, bundled: Knowledge
) -> None:
    both = [bundled.sectors[key] for key in ("textile", "mountain")]
    listed = ", ".join(sector.label("en") for sector in both)
    press.tell("gazette", "Titre", reasons=(Reason("subject-sector", (listed,)),))
    data = json.loads(render(press.digest("ja"), "json", bundled))
    wanted = "、".join(sector.label("ja") for sector in both)
    assert wanted in data["stories"][0]["reasons"][0]["text"]


def test_a_role_is_that_of_the_articles_day(press: Press, bundled: Knowledge) -> None:
    named = {"Laurent Wauquiez": (TagKind.PERSON, "wauquiez-laurent")}
    text = "Laurent Wauquiez est venu."
    press.tell("gazette", "Avant", text, at="2024-09-04T12:00:00+02:00", named=named)
    press.tell("gazette", "Après", text, at="2024-09-05T12:00:00+02:00", named=named)
    before, after = (
        json.loads(render(press.digest("fr", day), "json", bundled))["stories"][0]["tags"][0]
        for day in (date(2024, 9, 4), date(2024, 9, 5))
    )
    assert before["role"] == "président de la Région Auvergne-Rhône-Alpes"
    assert after["role"] != before["role"]


def test_an_article_dated_by_day_shows_the_day_its_publisher_printed(
    press: Press, bundled: Knowledge
) -> None:
    press.tell("horikawa", "県民へ", at="2022-05-21T00:00:00+09:00", precision=Precision.DAY)
    data = json.loads(render(press.digest("fr"), "json", bundled))
    assert data["stories"][0]["articles"][0]["when"] == "21 mai 2022"


def test_the_data_holds_exactly_the_documented_fields(
    full_press: Press, bundled: Knowledge
) -> None:
    data = json.loads(render(full_press.digest(), "json", bundled))
    assert data["schema"] == "fildesoie/digest/1"
    assert data.keys() == get_type_hints(DigestData).keys()
    assert data["stories"][0].keys() == get_type_hints(StoryData).keys()
    assert data["stories"][0]["articles"][0]["dated"] == "2022-05-20T07:40:00+02:00"


def test_the_archive_links_every_day_newest_first(bundled: Knowledge) -> None:
    days = [date(2022, 4, 30), date(2022, 5, 1), date(2022, 5, 20)]
    page = Selector(render_archive(days, "fr", bundled))
    assert page.css(".days a::attr(href)").getall() == [
        "2022-05-20.html",
        "2022-05-01.html",
        "2022-04-30.html",
    ]
    assert page.css("h2::text").getall() == ["mai 2022", "avril 2022"]
    assert "1er mai 2022" in " ".join(page.css(".days ::text").getall())
