"""Whole pages: what an article is, and why a page gives none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler import Hints, extract, unknown_source
from news.errors import ExtractionError
from news.page import Page
from news.source import Selectors, Source, SourceKind
from news.url import article_id

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
URL = "https://courrier.example/eco/atelier"
ONE = (
    "Un atelier de tissage a rouvert lundi dans le quartier des pentes, après deux ans de travaux"
    " menés par la commune et par une association d'anciens canuts."
)
TWO = (
    "Huit métiers mécaniques y fonctionnent de nouveau, et douze apprentis y sont attendus à la"
    " rentrée, selon la directrice de l'école voisine."
)


def page(body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(URL, URL, 200, raw, NOW, {"content-type": kind, **named})


def outlet(**more: Any) -> Source:  # noqa: ANN401 - fields by name
    given: dict[str, Any] = {
        "id": "courrier",
        "name": "Le Courrier",
        "language": "fr",
        "country": "FR",
        "timezone": "Europe/Paris",
        "kind": SourceKind.FEED,
        "urls": (),
        **more,
    }
    return Source(**given)


def code_of(body: str | bytes) -> str:
    """Code of the error that a page ends in; empty when it is an article."""
    try:
        extract(page(body), outlet())
    except ExtractionError as error:
        return error.code
    return ""


def news(head: str = "", before: str = "", after: str = "") -> str:
    return (
        f'<html lang="fr"><head><title>Un atelier rouvre | Le Courrier</title>{head}</head><body>'
        f"<header><nav><a href='/'>Accueil</a></nav></header><main><article>"
        f"<h1>Un atelier rouvre</h1>{before}<div><p>{ONE}</p><p>{TWO}</p></div>{after}"
        "</article></main><footer>Tous droits réservés</footer></body></html>"
    )


def linked(**fields: object) -> str:
    block = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(block)}</script>'


def test_a_page_becomes_an_article() -> None:
    about = linked(
        headline="Un atelier rouvre",
        datePublished="2022-05-19T17:42:00+02:00",
        author=[{"@type": "Person", "name": "Ève Morel"}],
    )
    article = extract(page(news(about)), outlet())

    assert article.id == article_id(URL)
    assert (article.source_id, article.url, article.language) == ("courrier", URL, "fr")
    assert article.title == "Un atelier rouvre"
    assert article.text == f"{ONE}\n{TWO}"
    assert article.authors == ("Ève Morel",)
    assert article.published
    assert article.published.instant == datetime(2022, 5, 19, 15, 42, tzinfo=UTC)
    assert (article.collected_at, article.revision, article.reserved) == (NOW, 1, False)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda found: [found],
        lambda found: {"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}, found]},
        lambda found: [{"@type": "BreadcrumbList"}, [found]],
        lambda found: {"@type": "WebPage", "mainEntity": found},
    ],
    ids=["list", "graph", "nested", "main"],
)
def test_json_ld_is_found_wherever_it_hides(wrap: Callable[[object], object]) -> None:
    found = {"@type": ["Article", "NewsArticle"], "datePublished": "2022-05-18T08:00:00+02:00"}
    block = wrap(found)
    head = f'<script type="application/ld+json">{json.dumps(block)}</script>'

    published = extract(page(news(head)), outlet()).published
    assert published
    assert published.provenance == "json-ld"


def test_broken_json_ld_is_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", oops</script>'

    assert extract(page(news(broken)), outlet()).title == "Un atelier rouvre"


@pytest.mark.parametrize(
    ("window", "heading", "expected"),
    [
        ("La halle rouvre | Le Courrier", "La halle rouvre", "La halle rouvre"),
        ("La halle rouvre - Le Courrier", "", "La halle rouvre"),
        ("Le Courrier : la halle rouvre", "", "la halle rouvre"),
        ("Lyon-Nagoya : la soie", "", "Lyon-Nagoya : la soie"),
        ("La halle rouvre :: Le Courrier", "Le Courrier", "La halle rouvre"),
        ("織物の町、再び　一宮｜尾張の便り", "", "織物の町、再び　一宮"),
    ],
)
def test_titles_lose_the_name_of_the_site(window: str, heading: str, expected: str) -> None:
    top = f"<h1>{heading}</h1>" if heading else ""
    text = f"<title>{window}</title><body>{top}<article><p>{ONE}</p><p>{TWO}</p></article>"

    assert extract(page(text), outlet()).title == expected


def test_what_surrounds_a_body_is_left_out() -> None:
    before = (
        "<p class='fil'>Accueil &gt; Économie</p><p>Publié le 19/05/2022 à 17:42 - par A. Roy</p>"
    )
    after = "<p>Par Ève Morel</p><p>Il vous reste 62 % de cet article à lire</p><p>***</p>"
    article = extract(page(news("", before, after)), outlet())

    assert article.text == f"{ONE}\n{TWO}"


def test_a_standfirst_outside_the_body_is_kept() -> None:
    lead = "Fermé depuis deux ans, l'atelier des pentes accueille de nouveau des apprentis."
    text = (
        f"<title>Un atelier rouvre</title><article><h1>Un atelier rouvre</h1>"
        f"<p class='standfirst'>{lead}</p><ul><li>Partager</li></ul>"
        f"<div itemprop='articleBody'><p>{ONE}</p><p>{TWO}</p></div></article>"
    )

    assert extract(page(text), outlet()).text == f"{lead}\n{ONE}\n{TWO}"


def japanese(said: str) -> str:
    """Body of a Japanese page whose first paragraph is given."""
    text = (
        f"<html lang='ja'><title>工場再開</title><article><h1>工場再開</h1><p>{said}</p>"
        "<p>二年ぶりに機械の音が戻り、近所の人々が見学に訪れたという。</p></article></html>"
    )
    article = extract(page(text), outlet(language="ja", timezone="Asia/Tokyo"))
    assert article.language == "ja"
    return article.text


def test_readings_for_the_eye_alone_are_dropped_and_sentences_stay_whole() -> None:
    ruby = "<ruby>尾張<rt>おわり</rt></ruby>"

    assert "県の尾張地方で、毛織物の工場が再び動き出した。" in japanese(
        f"県の{ruby}地方で、毛織物の工場が再び動き出した。"
    )


def test_an_occasional_reading_stays_in_the_brackets_that_the_page_gives_it() -> None:
    ruby = "<ruby><rb>尾張</rb><rp>（</rp> <rt>おわり</rt><rp>）</rp></ruby>"

    assert "県の尾張（おわり）地方で、毛織物の工場が再び動き出した。" in japanese(
        f"県の {ruby} 地方で、毛織物の工場が再び動き出した。"
    )


def test_a_page_that_gives_every_reading_is_read_without_them() -> None:
    brackets = "<rp>（</rp><rt>よみ</rt><rp>）</rp>"
    said = "".join(
        f"<ruby>{word}{brackets}</ruby>{rest}"
        for word, rest in (
            ("県", "の"),
            ("尾張地方", "で、"),
            ("毛織物", "の"),
            ("工場", "が動いた。"),
        )
    )

    assert "県の尾張地方で、毛織物の工場が動いた。" in japanese(said)


def test_lines_of_the_source_file_do_not_cut_japanese_sentences() -> None:
    assert "毛織物の工場が再び動き出した。" in japanese("毛織物の工場が\n    再び動き出した。")


def test_facts_in_a_table_belong_to_the_body() -> None:
    text = (
        "<html lang='ja'><title>織物協定の締結について</title><main><h1>織物協定の締結について</h1>"
        "<p>県は本日、渓谷地方と織物協定を締結しましたのでお知らせします。</p>"
        "<table><tr><th>日時</th><td>令和4年5月19日（木曜日）午後3時から午後4時まで</td></tr>"
        "<tr><th>場所</th><td>県公館大会議室</td></tr></table>"
        "<p>協定の内容は別添のとおりです。両地方の職人の往来を支えます。</p></main></html>"
    )

    lines = extract(page(text), outlet(language="ja", timezone="Asia/Tokyo")).text.split("\n")

    assert "場所 県公館大会議室" in lines


def test_captions_and_a_last_link_are_no_part_of_the_body() -> None:
    text = (
        "<html lang='ja'><title>工場再開</title><article><h1>工場再開</h1>"
        "<p class='caption'>再び動く織機の前に立つ職人たち</p>"
        "<p>県の尾張地方で、毛織物の工場が再び動き出した。長い休業の後のことである。</p>"
        "<p>二年ぶりに機械の音が戻り、近所の人々が見学に訪れたという。</p>"
        "<p><a href='/en/'>工場のニュースを英語で</a></p></article></html>"
    )

    said = extract(page(text), outlet(language="ja", timezone="Asia/Tokyo")).text

    assert said.startswith("県の尾張地方で")
    assert said.endswith("訪れたという。")


def test_the_name_of_an_unknown_site_is_learnt_from_its_link_home() -> None:
    text = (
        "<title>La filature rouvre : Feuille de Bresse</title>"
        "<a href='/'>Feuille de Bresse</a><a href='/'>Accueil</a>"
        f"<div><p>{ONE}</p><p>{TWO}</p></div>"
    )

    assert extract(page(text), outlet(name="")).title == "La filature rouvre"


def test_a_first_heading_that_is_the_site_is_cut_from_the_title() -> None:
    text = (
        "<title>Carnet d'un tisserand - La filature de la vallée rouvre après deux ans</title>"
        f"<h1>Carnet d'un tisserand</h1><div><p>{ONE}</p><p>{TWO}</p></div>"
    )

    assert extract(page(text), outlet(name="")).title == (
        "La filature de la vallée rouvre après deux ans"
    )


def test_selectors_of_the_record_come_first() -> None:
    text = (
        "<title>x</title><div id='t'>Le bon titre</div><div id='d'>令和4年5月19日</div>"
        f"<div id='c'><p>{TWO}</p></div><article><h1>Un autre</h1><p>{ONE}</p></article>"
    )
    chosen = Selectors(title="#t", body="#c", published="#d")
    article = extract(page(text), outlet(selectors=chosen, timezone="Asia/Tokyo"))

    assert (article.title, article.text) == ("Le bon titre", TWO)
    assert article.published
    assert article.published.instant == datetime(2022, 5, 18, 15, tzinfo=UTC)


def test_what_the_feed_said_fills_the_gaps() -> None:
    hints = Hints("Titre du flux", "Thu, 19 May 2022 17:42:00 +0200", ("Ève Morel",))
    text = f"<body><article><p>{ONE}</p><p>{TWO}</p></article></body>"
    article = extract(page(text), outlet(), hints)

    assert article.title == "Titre du flux"
    assert article.authors == ("Ève Morel",)
    assert article.published
    assert article.published.provenance == "feed"


@pytest.mark.parametrize(
    ("head", "headers", "reserved"),
    [
        ("", {}, False),
        ('<meta name="robots" content="index, noarchive">', {}, True),
        ('<meta name="robots" content="index, follow">', {}, False),
        ('<meta name="tdm-reservation" content="1">', {}, True),
        ('<meta name="tdm-reservation" content="0">', {}, False),
        ("", {"tdm_reservation": "1"}, True),
        ("", {"x_robots_tag": "noarchive"}, True),
    ],
)
def test_reservations_are_honoured(
    head: str, headers: Mapping[str, str], *, reserved: bool
) -> None:
    assert extract(page(news(head), **headers), outlet()).reserved is reserved


def test_the_outlet_is_not_its_own_author() -> None:
    about = linked(author={"@type": "Organization", "name": "Le Courrier"})
    signed = "<p>Publié le 19 mai 2022 par Ève Morel</p>"

    assert extract(page(news(about)), outlet()).authors == ()
    assert extract(page(news(about, signed)), outlet()).authors == ("Ève Morel",)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"%PDF-1.7 ...", "text/html", "unreadable"),
        (b"PK\x03\x04 ...", "text/html", "not-html"),
        (b"<html></html>", "image/png", "not-html"),
        (b"just words", "text/html", "not-html"),
        (b"   ", "text/html", "no-body"),
        (b"<html><title>Vide</title><body></body></html>", "text/html", "no-body"),
        (b"<body><p>" + ONE.encode() + b"</p></body>", "text/html", "no-title"),
        (b"<p>" + bytes(range(1, 32)) * 400, "text/html", "undecodable"),
        (b"<p>" + b"x" * 7_000_000, "text/html", "too-large"),
    ],
)
def test_a_page_that_is_no_article_says_why(body: bytes, kind: str, code: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        extract(page(body, kind), outlet())
    assert caught.value.code == code
    assert "\n" not in caught.value.sentence


@given(st.binary(max_size=300).map(lambda tail: b"<html><h1>T</h1><p>" + tail))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_no_page_breaks_the_reading(body: bytes) -> None:
    assert code_of(body) != "unreadable"


def test_deep_nesting_and_foreign_markup_do_no_harm() -> None:
    deep = "<div>" * 600 + f"<p>{ONE}</p><p>{TWO}</p>"
    assert code_of(f"<title>Profond</title><h1>Profond</h1>{deep}") in {"", "no-body"}
    hostile = news("", "<script>alert(1)</script><svg onload=alert(1)></svg>")
    assert "alert" not in extract(page(hostile), outlet()).full_text


def test_plain_text_lends_its_first_sentence_or_its_heading() -> None:
    bare = extract(page(f"{ONE}\n{TWO}\n", "text/plain"), outlet())
    headed = extract(page(f"Un atelier rouvre\n\n{ONE}\n{TWO}\n", "text/plain"), outlet())
    long = extract(page("mot " * 100, "text/plain"), outlet())

    assert bare.title == ONE or bare.title.endswith("…")
    assert bare.text == f"{ONE}\n{TWO}"
    assert (headed.title, headed.text) == ("Un atelier rouvre", f"{ONE}\n{TWO}")
    assert len(long.title) <= 150
    assert long.title.endswith("mot…")


def test_a_page_without_a_source_is_read_in_its_own_language_and_clock() -> None:
    japanese = page("<p>きょうの織物工場のようすを、ゆっくりとお伝えいたします。</p>")
    french = page(news())

    assert (unknown_source(japanese).language, unknown_source(japanese).timezone) == (
        "ja",
        "Asia/Tokyo",
    )
    assert (unknown_source(french).language, unknown_source(french).timezone) == (
        "fr",
        "Europe/Paris",
    )
    assert unknown_source(french).id == "courrier-example"


def test_an_amp_page_is_the_article_it_stands_for() -> None:
    plain = "https://courrier.example/eco/filature"
    text = (
        f"<html ⚡ lang='fr'><head><link rel='canonical' href='{plain}'></head>"
        f"<h1>La filature rouvre</h1><p>{ONE}</p><p>{TWO}</p></html>"
    )

    assert extract(page(text), outlet()).url == plain
    assert extract(page(text.replace(" ⚡", "")), outlet()).url != plain


def test_hosts_of_one_outlet_give_one_article() -> None:
    text = f"<h1>La filature rouvre</h1><p>{ONE}</p><p>{TWO}</p>"
    given = page(text)
    host = urlsplit(given.url_final).hostname or ""
    moved = replace(given, url_final=given.url_final.replace(host, "ancien.example"))
    sisters = outlet(hosts=(host, "ancien.example"))

    assert extract(moved, sisters).id == extract(given, sisters).id
    assert extract(moved, outlet()).id != extract(given, outlet()).id
