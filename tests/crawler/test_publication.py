"""Which witness of the publication is believed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crawler.document import Document
from crawler.ports import Hints
from crawler.publication import Witness, find_publication
from news.article import Precision, Published

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


def find(page: str, **more: Any) -> Published | None:  # noqa: ANN401 - fields by name
    given: dict[str, Any] = {
        "document": Document(page),
        "text": page,
        "url": "https://shinpo.example/a",
        "json_ld": "",
        "zone": TOKYO,
        "now": NOW,
        "hints": Hints(),
        **more,
    }
    return find_publication(Witness(**given))


META = '<meta property="article:published_time" content="2022-05-18T10:00:00+09:00">'
PRINTED = "<h1>見出し</h1><p class='date'>令和4年5月17日 午後3時</p><p>本文</p>"


def test_witnesses_in_their_order() -> None:
    page = f"<head>{META}</head><body>{PRINTED}</body>"
    by_ld = find(page, json_ld="2022-05-19T09:00:00+09:00")
    by_meta = find(page)
    by_text = find(f"<body>{PRINTED}</body>")
    assert by_ld
    assert by_meta
    assert by_text

    assert (by_ld.provenance, by_ld.instant.day) == ("json-ld", 19)
    assert (by_meta.provenance, by_meta.instant.day) == ("meta", 18)
    assert by_text.provenance == "text"
    assert by_text.instant == datetime(2022, 5, 17, 6, tzinfo=UTC)


def test_no_date_lies_in_the_future() -> None:
    published = find(f"<head>{META}</head>", json_ld="2022-05-23T09:00:00+09:00")
    assert published

    assert published.provenance == "meta"


def test_a_page_that_knows_no_date_but_a_future_one_is_misdated() -> None:
    ahead = find("<h1>t</h1>", json_ld="2023-05-23T09:00:00+09:00")
    event = find("<h1>t</h1><p>開催日：2022年6月1日</p>")
    assert ahead

    assert ahead.instant == datetime(2023, 5, 23, tzinfo=UTC)
    assert event is None


def test_a_day_on_the_page_is_sharpened_by_a_feed_that_agrees() -> None:
    page = "<h1>見出し</h1><p>2022年5月19日</p>"
    same = find(page, hints=Hints(published="2022-05-19T08:15:00+09:00"))
    other = find(page, hints=Hints(published="2022-05-18T08:15:00+09:00"))
    assert same
    assert other

    assert (same.precision, same.provenance) == (Precision.INSTANT, "feed")
    assert (other.precision, other.provenance) == (Precision.DAY, "text")


def test_a_label_may_stand_in_the_cell_before_the_date() -> None:
    facts = "<dl><dt>開催日</dt><dd>2022年6月1日</dd><dt>発表日</dt><dd>令和4年5月17日</dd></dl>"
    published = find(f"<h1>見出し</h1>{facts}")
    assert published

    assert published.instant == datetime(2022, 5, 16, 15, tzinfo=UTC)


def test_the_date_of_publication_wins_over_that_of_an_update() -> None:
    published = find("<h1>t</h1><p>更新日：2022年5月19日</p><p>公開日：2022年5月12日</p>")
    assert published

    assert published.instant == datetime(2022, 5, 11, 15, tzinfo=UTC)


def test_dates_of_other_articles_do_not_count() -> None:
    other = "<aside><time datetime='2022-05-01T08:00:00+09:00'>1日</time></aside>"
    published = find(f"{other}<h1>t</h1><p class='date'>2022年5月12日</p>")
    assert published

    assert published.instant == datetime(2022, 5, 11, 15, tzinfo=UTC)


def test_the_address_speaks_last_but_one_and_silence_is_allowed() -> None:
    by_url = find("<h1>t</h1>", url="https://shinpo.example/2022/05/11/a")
    assert by_url

    assert (by_url.provenance, by_url.precision) == ("url", Precision.DAY)
    assert find("<h1>t</h1><p>rien</p>") is None
