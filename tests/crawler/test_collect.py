"""Whole crawls of a small press on loopback, each in a process of its own."""

from __future__ import annotations

import gzip
import socket
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from news.page import Visit
from news.report import SourceState
from news.source import Expectation, Selectors, SourceKind

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

AGENT = "fildesoie-test/1 (+mailto:redaction@courrier.example)"


def test_a_feed_and_its_articles_come_through_the_proxy(press: Press) -> None:
    press.feed(
        "http://courrier.example/rss",
        ("http://courrier.example/soie", "La soie revient"),
        ("http://courrier.example/metier", "Un métier d'avenir"),
    )
    press.page("http://courrier.example/soie", "La soie revient")
    press.page("http://courrier.example/metier", "Un métier d'avenir")

    crawled = press.crawl(press.source("courrier"))

    (report,) = crawled.reports
    assert (report.state, report.sound) == (SourceState.OK, True)
    assert (report.listed, report.new, report.pages) == (2, 2, 3)
    assert crawled.titles == {"La soie revient", "Un métier d'avenir"}
    assert press.asked("robots.txt") == ["http://courrier.example/robots.txt"]
    agents = {asked.headers["user-agent"] for asked in press.log}
    assert agents == {AGENT}
    assert crawled.said == ""
    assert not any("cookie" in asked.headers or "referer" in asked.headers for asked in press.log)


def test_each_kind_of_trouble_is_told_by_its_own_state(press: Press) -> None:
    press.feed("http://bon.example/rss", ("http://bon.example/a", "Tout va bien"))
    press.page("http://bon.example/a", "Tout va bien")
    press.reply("http://panne.example/rss", status=500)
    press.reply("http://casse.example/rss", b"<rss><channel><item><title>Coup")
    press.page("http://page.example/rss", "Le flux a disparu")
    press.feed("http://vide.example/rss")
    press.reply("http://lourd.example/rss", b"x" * 1_200_000)
    press.reply("http://lent.example/rss", hang=6)
    press.reply("http://goutte.example/rss", drip=0.1)
    press.reply(
        "http://boucle.example/rss", status=302, headers={"Location": "http://boucle.example/rss"}
    )
    bomb = '<!DOCTYPE rss [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss version="2.0"><channel/></rss>'
    press.reply("http://bombe.example/rss", bomb.encode())
    expected = {
        "bon": SourceState.OK,
        "panne": SourceState.HTTP_ERROR,
        "casse": SourceState.PARSE_ERROR,
        "page": SourceState.HTML_INSTEAD,
        "vide": SourceState.EMPTY,
        "lourd": SourceState.TOO_LARGE,
        "lent": SourceState.TIMEOUT,
        "goutte": SourceState.TIMEOUT,
        "boucle": SourceState.HTTP_ERROR,
        "bombe": SourceState.PARSE_ERROR,
    }

    crawled = press.crawl(*(press.source(name) for name in expected), concurrency=16)

    assert crawled.states == expected
    assert crawled.titles == {"Tout va bien"}
    assert len(press.asked("boucle.example/rss")) == 6
    for report in crawled.reports:
        sick = not report.state.healthy
        assert [fault.state for fault in report.faults] == [report.state] * sick
        assert all(fault.detail and "\n" not in fault.detail for fault in report.faults)


def test_one_page_that_hangs_is_a_fault_and_the_source_stays_sound(press: Press) -> None:
    press.feed(
        "http://times.example/rss",
        ("http://times.example/pend", "Cette page pend"),
        ("http://times.example/b", "Le pont"),
    )
    press.reply("http://times.example/pend", hang=8)
    press.page("http://times.example/b", "Le pont")

    crawled = press.crawl(press.source("times"), timeout_seconds=1.0)

    (report,) = crawled.reports
    assert report.state is SourceState.OK
    assert not report.sound
    assert [(fault.url, fault.state) for fault in report.faults] == [
        ("http://times.example/pend", SourceState.TIMEOUT)
    ]
    assert report.new == 1


def test_case_01_robots_rules_are_obeyed_counted_and_named(press: Press) -> None:
    press.reply("http://courrier.example/robots.txt", b"User-agent: *\nDisallow: /abonnes/\n")
    press.feed(
        "http://courrier.example/rss",
        ("http://courrier.example/abonnes/x", "Pour abonnés"),
        ("http://courrier.example/libre", "Pour tous"),
    )
    press.page("http://courrier.example/libre", "Pour tous")
    press.page("http://courrier.example/abonnes/x", "Pour abonnés")
    press.reply("http://ferme.example/robots.txt", b"User-agent: *\nDisallow: /\n")

    crawled = press.crawl(press.source("courrier"), press.source("ferme"))

    first, closed = crawled.reports
    assert (first.state, first.robots_blocked, first.new) == (SourceState.OK, 1, 1)
    assert [fault.state for fault in first.faults] == [SourceState.ROBOTS_REFUSED]
    assert press.asked("/abonnes/") == []
    assert (closed.state, closed.robots_blocked) == (SourceState.ROBOTS_REFUSED, 1)
    assert press.asked("ferme.example/rss") == []


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({"status": 503}, SourceState.HTTP_ERROR),
        ({"status": 500}, SourceState.HTTP_ERROR),
        ({"hang": 5}, SourceState.TIMEOUT),
    ],
    ids=["503", "500", "silence"],
)
def test_case_02_a_host_whose_robots_cannot_be_had_is_left_alone(
    press: Press, answer: dict[str, Any], state: SourceState
) -> None:
    press.reply("http://muet.example/robots.txt", **answer)
    press.feed("http://muet.example/rss", ("http://muet.example/a", "Jamais lu"))

    crawled = press.crawl(press.source("muet"), timeout_seconds=1.0)

    assert crawled.states == {"muet": state}
    assert "robots.txt" in crawled.reports[0].faults[0].detail
    assert press.asked("/rss") == []


def test_cases_03_and_04_crawl_delay_and_retry_after_pace_their_host_alone(press: Press) -> None:
    press.reply("http://posee.example/robots.txt", b"User-agent: *\nCrawl-delay: 3\n")
    press.feed("http://posee.example/rss", ("http://posee.example/a", "Un"))
    press.page("http://posee.example/a", "Un")
    press.feed("http://occupe.example/rss")
    wait = {"Retry-After": "7"}
    press.reply("http://occupe.example/rss", status=429, headers=wait, once=True)
    press.feed("http://vif.example/rss", ("http://vif.example/a", "Vite"))
    press.page("http://vif.example/a", "Vite")

    crawled = press.crawl(*(press.source(name) for name in ("posee", "occupe", "vif")))

    assert all(report.sound for report in crawled.reports)
    paced = [asked.at for asked in press.log if "posee" in asked.url]
    assert len(paced) == 4, "robots.txt, the feed, the page, tdmrep.json"
    assert min(later - earlier for earlier, later in pairwise(paced)) >= 3.0
    first, second = (asked.at for asked in press.log if asked.url.endswith("occupe.example/rss"))
    assert second - first >= 7.0
    quick = [asked.at for asked in press.log if "vif" in asked.url]
    assert quick[-1] - quick[0] < 2.0


def test_one_host_is_never_asked_twice_at_once_even_by_two_spiders(press: Press) -> None:
    press.feed(
        "http://hote.example/rss",
        ("http://hote.example/1", "Lent"),
        ("http://hote.example/2", "Lent"),
    )
    page = b'<main><a href="/3">Trois</a><a href="/4">Quatre</a></main>'
    press.reply("http://hote.example/liste", page, headers={"Content-Type": "text/html"})
    for number in range(1, 5):
        press.page(f"http://hote.example/{number}", "Lent", hang=0.3)
    sources = [
        press.source("flux", "http://hote.example/rss"),
        press.source("liste", "http://hote.example/liste", kind=SourceKind.LISTING),
    ]

    press.crawl(*sources)

    times = [asked.at for asked in press.log if asked.url[-1].isdecimal()]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in pairwise(times)) >= 0.3
    assert len(press.asked("robots.txt")) == 1


def test_case_05_a_second_run_asks_only_for_what_changed(press: Press) -> None:
    press.feed(
        "http://courrier.example/rss",
        ("http://courrier.example/a", "Déjà lu"),
        ETag='"v1"',
        Last_Modified="Thu, 19 May 2022 15:42:00 GMT",
    )
    press.page("http://courrier.example/a", "Déjà lu")
    first = press.crawl(press.source("courrier"))
    press.log.clear()

    second = press.crawl(press.source("courrier"), visits=first.visits)

    assert second.states == {"courrier": SourceState.UNCHANGED}
    assert second.reports[0].sound
    assert press.asked("/a") == []
    assert second.visits["http://courrier.example/rss"].etag == '"v1"'
    asked = next(asked for asked in press.log if asked.url.endswith("/rss"))
    assert asked.headers["if-modified-since"] == "Thu, 19 May 2022 15:42:00 GMT"


def test_validators_are_kept_only_when_nothing_is_left_to_ask(press: Press) -> None:
    press.feed(
        "http://courrier.example/rss",
        ("http://courrier.example/a", "Lu"),
        ("http://courrier.example/b", "En panne"),
        ETag='"v1"',
    )
    press.page("http://courrier.example/a", "Lu")
    press.reply("http://courrier.example/b", status=500)

    first = press.crawl(press.source("courrier"))
    press.page("http://courrier.example/b", "En panne")
    press.log.clear()
    second = press.crawl(press.source("courrier"), visits=first.visits)

    assert first.visits["http://courrier.example/rss"].etag == ""
    assert second.titles == {"En panne"}
    assert press.asked("/a") == []
    assert second.reports[0].unchanged == 1
    assert second.visits["http://courrier.example/rss"].etag == '"v1"'


def test_a_page_is_asked_again_when_the_feed_says_it_was_updated(press: Press) -> None:
    entry = (
        "<entry><title>{0}</title><id>http://echo.example/{0}</id>"
        '<link href="http://echo.example/{0}"/><published>2022-05-18T08:00:00Z</published>'
        "<updated>{1}</updated></entry>"
    )
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Écho</title>'
        + entry.format("change", "2022-05-20T05:00:00Z")
        + entry.format("meme", "2022-05-18T08:00:00Z")
        + "</feed>"
    )
    press.reply("http://echo.example/rss", feed.encode())
    press.page("http://echo.example/change", "Mis à jour")
    seen = datetime(2022, 5, 19, 6, 0, tzinfo=UTC)
    visits = {
        f"https://echo.example/{name}": Visit(f"https://echo.example/{name}", seen, 200)
        for name in ("change", "meme")
    }

    crawled = press.crawl(press.source("echo"), visits=visits)

    assert press.asked("/change") == ["http://echo.example/change"]
    assert press.asked("/meme") == []
    assert (crawled.reports[0].new, crawled.reports[0].unchanged) == (1, 1)


def test_sitemaps_and_listings_are_followed(press: Press) -> None:
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<sitemap><loc>http://volcans.example/news.xml</loc></sitemap></sitemapindex>"
    )
    news = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>http://volcans.example/lave</loc><news:news><news:publication_date>"
        "2022-05-19T06:00:00+02:00</news:publication_date><news:title>La lave</news:title>"
        "</news:news></url></urlset>"
    )
    press.reply("http://volcans.example/index.xml", index.encode())
    press.reply("http://volcans.example/news.xml", gzip.compress(news.encode()))
    press.page("http://volcans.example/lave", "La lave")
    listing = (
        '<nav><a href="/mentions">Mentions</a></nav><ul><li class="n"><a href="/2022/foire">'
        "La foire</a></li></ul>"
    )
    press.reply("http://regards.example/", listing.encode(), headers={"Content-Type": "text/html"})
    press.page("http://regards.example/2022/foire", "La foire")
    sources = [
        press.source("volcans", "http://volcans.example/index.xml", kind=SourceKind.SITEMAP),
        press.source(
            "regards",
            "http://regards.example/",
            kind=SourceKind.LISTING,
            selectors=Selectors(item="li.n"),
        ),
    ]

    crawled = press.crawl(*sources)

    assert crawled.titles == {"La lave", "La foire"}
    assert [report.listed for report in crawled.reports] == [1, 1]
    lava = next(item.article for item in crawled.deliveries if item.source_id == "volcans")
    assert press.asked("/mentions") == []
    assert crawled.reports[0].sound
    assert lava is None or lava.published


def test_case_13_a_calendar_trap_ends_at_the_cap_and_goes_on_next_time(press: Press) -> None:
    urls = [f"http://agenda.example/jour/{number}" for number in range(1000)]
    press.feed("http://agenda.example/rss", *((url, f"Jour {url[-3:]}") for url in urls), ETag="v1")
    for url in urls:
        press.page(url, f"Au programme du jour {url.rpartition('/')[2]}")

    crawled = press.crawl(press.source("agenda"), max_pages_per_source=15)

    assert len(press.asked("/jour/")) == 15
    assert crawled.reports[0].listed == 1000
    assert crawled.visits["http://agenda.example/rss"].etag == ""


def test_the_time_budget_ends_a_crawl_and_says_what_was_left(press: Press) -> None:
    press.feed(
        "http://long.example/rss",
        *((f"http://long.example/{number}", f"Page {number}") for number in range(30)),
    )
    for number in range(30):
        press.page(f"http://long.example/{number}", f"Page numéro {number}")
    press.reply("http://pend.example/rss", hang=30)

    crawled = press.crawl(
        press.source("long"),
        press.source("pend"),
        budget_seconds=3.0,
        delay_seconds=0.5,
        timeout_seconds=20.0,
    )

    long, hanging = crawled.reports
    assert long.state is SourceState.OK
    assert 0 < long.new < 10
    assert {fault.state for fault in long.faults} == {SourceState.TIMEOUT}
    assert long.new + len(long.faults) == 30
    assert hanging.state is SourceState.TIMEOUT


def test_case_08_a_gzip_bomb_is_dropped_and_memory_stays_flat(press: Press) -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, 9)
    press.reply("http://bombe.example/rss", bomb, headers={"Content-Encoding": "gzip"})
    press.reply("http://plan.example/s.xml.gz", bomb)
    sources = [
        press.source("bombe"),
        press.source("plan", "http://plan.example/s.xml.gz", kind=SourceKind.SITEMAP),
    ]

    crawled = press.crawl(*sources)

    assert crawled.states == {"bombe": SourceState.TOO_LARGE, "plan": SourceState.TOO_LARGE}
    assert crawled.peak_kib < 50_000


def test_cases_11_and_12_private_addresses_are_refused_before_connecting(press: Press) -> None:
    port = press.server.server_address[1]
    press.feed("/rss", ("http://127.0.0.1/a", "Jamais"))
    hosts = {
        "chiffres": "127.0.0.1",
        "hexa": "0x7f.1",
        "entier": "2130706433",
        "court": "127.1",
        "six": "[::1]",
        "nuage": "169.254.169.254",
        "nom": "localhost",
    }
    sources = [press.source(name, f"http://{host}:{port}/rss") for name, host in hosts.items()]
    sources.append(press.source("fichier", "file:///etc/passwd"))
    sources.append(press.source("donnees", "data:text/xml,<rss/>"))

    crawled = press.crawl(*sources, proxy="")

    assert set(crawled.states.values()) == {SourceState.FORBIDDEN_ADDRESS}
    assert len(crawled.states) == 9
    assert press.log == []


def test_case_11_a_name_that_leads_inside_is_refused_when_it_is_resolved(press: Press) -> None:
    # The machine's own name is one that no rule on literals knows, and it leads to loopback or
    # to a private address.
    port = press.server.server_address[1]
    name = socket.gethostname()
    crawled = press.crawl(press.source("moi", f"http://{name}:{port}/rss"), proxy="")

    assert crawled.states == {"moi": SourceState.FORBIDDEN_ADDRESS}
    assert press.log == []


def test_cases_11_and_12_redirects_are_judged_hop_by_hop(press: Press) -> None:
    for name, target in {
        "dedans": "http://127.0.0.1/secret",
        "entier": "http://2130706433/secret",
        "fichier": "file:///etc/passwd",
        "donnees": "data:text/html,x",
    }.items():
        press.reply(f"http://{name}.example/rss", status=302, headers={"Location": target})
    press.reply(
        "http://ancien.example/rss", status=301, headers={"Location": "http://neuf.example/rss"}
    )
    press.reply("http://neuf.example/robots.txt", b"User-agent: *\nDisallow: /rss\n")
    names = ("dedans", "entier", "fichier", "donnees", "ancien")

    crawled = press.crawl(*(press.source(name) for name in names))

    inside = SourceState.FORBIDDEN_ADDRESS
    assert crawled.states == {
        "dedans": inside,
        "entier": inside,
        "fichier": inside,
        "donnees": inside,
        "ancien": SourceState.ROBOTS_REFUSED,
    }
    assert press.asked("secret") == []


def test_case_11_private_addresses_may_be_allowed(press: Press) -> None:
    url = f"{press.address}/rss"
    press.feed("/rss", (f"{press.address}/a", "Chez nous"))
    press.page("/a", "Chez nous")

    crawled = press.crawl(press.source("intranet", url), proxy="", allow_private=True)

    assert crawled.states == {"intranet": SourceState.OK}
    assert crawled.titles == {"Chez nous"}


def test_a_store_that_breaks_ends_the_crawl_with_its_own_error(press: Press) -> None:
    press.feed("http://courrier.example/rss", ("http://courrier.example/a", "Perdu"))
    press.page("http://courrier.example/a", "Perdu")

    crawled = press.crawl(press.source("courrier"), broken_store=True)

    assert crawled.error == "no space left on device"


def test_one_article_in_two_feeds_is_asked_for_once(press: Press) -> None:
    press.feed("http://une.example/rss", ("http://une.example/a?utm_source=rss", "Seul"))
    press.feed("http://une.example/eco", ("http://www.une.example/a/", "Seul"))
    press.page("http://une.example/a?utm_source=rss", "Seul")
    press.page("http://www.une.example/a/", "Seul")
    urls = ("http://une.example/rss", "http://une.example/eco")

    crawled = press.crawl(press.source("une", urls=urls))

    assert len(press.asked("/a")) == 1
    assert (crawled.reports[0].listed, crawled.reports[0].new) == (2, 1)


def test_fields_that_a_source_used_to_give_are_missed(press: Press) -> None:
    press.feed("http://courrier.example/rss", ("http://courrier.example/a", "Anonyme"))
    press.page("http://courrier.example/a", "Anonyme")
    outlet = press.source("courrier", expectation=Expectation(fields=("published", "authors")))

    crawled = press.crawl(outlet)

    (fault,) = crawled.reports[0].faults
    assert fault.state is SourceState.EXTRACTION_ERROR
    assert "authors" in fault.detail
    assert "published" not in fault.detail
    assert crawled.reports[0].new == 1


def test_addresses_that_a_person_names_are_read_as_articles(press: Press) -> None:
    press.page("http://courrier.example/a", "Lu sur demande")
    urls = ("http://courrier.example/a", "http://courrier.example/absent")
    seen = Visit("https://courrier.example/a", datetime(2022, 5, 19, tzinfo=UTC), 200)

    crawled = press.crawl(
        press.source("demande", kind=SourceKind.ADDRESS, urls=urls),
        press.source("rien", kind=SourceKind.ADDRESS, urls=("http://rien.example/a",)),
        visits={seen.url: seen},
    )

    first, nothing = crawled.reports
    assert crawled.titles == {"Lu sur demande"}
    assert (first.state, first.new) == (SourceState.OK, 1)
    assert [fault.url for fault in first.faults] == ["http://courrier.example/absent"]
    assert nothing.state is SourceState.HTTP_ERROR
