"""Hostile cases that need more than one crawl, or a server of a special kind; by their number.

The other cases stand where their matter is: 1 to 4, 8 and 11 to 13 in test_collect.py, 7 in
test_case_07.py, 10 also in test_announcements.py, 14 also in test_encoding.py; what stock Scrapy
does is seen in test_stock.py.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from news.circuit import LONGEST_REST
from news.health import Look, due, judge, rested
from news.report import SourceReport, SourceState
from news.source import SourceKind

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

NOW = datetime(2022, 5, 20, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RSS = "http://courrier.example/rss"


def test_case_05_not_modified_for_ever_is_found_out(press: Press) -> None:
    source = press.source("courrier")
    press.feed(RSS, ("http://courrier.example/a", "Le premier"), ETag='"v1"')
    press.page("http://courrier.example/a", "Le premier")
    press.page("http://courrier.example/b", "Le deuxième")
    first = press.crawl(source, now=NOW)
    # From here on the feed has news, and the server denies it.
    press.feed(
        RSS,
        ("http://courrier.example/b", "Le deuxième"),
        ("http://courrier.example/a", "Le premier"),
        ETag='"v1"',
    )
    press.replies[RSS] = replace(press.replies[RSS], always_304=True)
    day1 = press.crawl(source, now=NOW + DAY, visits=first.visits)
    assert day1.states == {"courrier": SourceState.UNCHANGED}
    assert day1.reports[0].notes == ()

    visits = first.visits | day1.visits
    day2 = press.crawl(source, now=NOW + 2 * DAY, visits=visits)

    assert day2.titles == {"Le deuxième"}
    assert day2.reports[0].sound
    (note,) = day2.reports[0].notes
    assert (note.url, note.state) == (RSS, SourceState.VALIDATORS_LIE)
    assert day2.visits[RSS].distrusted_since == NOW + 2 * DAY

    visits |= day2.visits
    press.log.clear()
    day3 = press.crawl(source, now=NOW + 3 * DAY, visits=visits)
    asked = next(line for line in press.log if line.url == RSS)
    assert "if-none-match" not in asked.headers
    assert "2022-05-22" in day3.reports[0].notes[0].detail


def test_case_05_the_same_bytes_are_noticed_and_not_read_twice(press: Press) -> None:
    source = press.source("courrier")
    press.feed(RSS, ("http://courrier.example/a", "Seul"), ETag='"v1"')
    press.replies[RSS] = replace(press.replies[RSS], never_304=True)
    press.page("http://courrier.example/a", "Seul")
    first = press.crawl(source, now=NOW)

    second = press.crawl(source, now=NOW + DAY, visits=first.visits)

    (report,) = second.reports
    assert (report.state, report.sound, report.listed) == (SourceState.UNCHANGED, True, 0)
    assert [note.state for note in report.notes] == [SourceState.VALIDATORS_LIE]


def test_case_06_a_source_that_fails_ten_runs_rests_and_recovers(press: Press) -> None:
    source = press.source("courrier")
    press.reply(RSS, status=500)
    looks: list[Look] = []

    def run(day: int) -> SourceReport:
        """What the daily job makes of one day."""
        now = NOW + day * DAY
        if not due(looks, now):
            report = rested(looks[0].report)
        else:
            report = judge(source, press.crawl(source, now=now).reports[0], looks, now)
        looks.insert(0, Look(now, report))
        return report

    failing = [run(day) for day in range(40)]
    assert {report.state for report in failing} == {SourceState.HTTP_ERROR}
    assert {report.since for report in failing} == {NOW}
    asked = [day for day, report in enumerate(failing) if report.asked]
    assert asked == [*range(10), 11, 15, 22, 29, 36], "ten runs, then 2, 4, 7, 7, 7 days"
    assert failing[-1].circuit.until == NOW + 36 * DAY + LONGEST_REST

    fresh = "Fri, 01 Jul 2022 17:42:00 +0200"
    press.feed(RSS, ("http://courrier.example/a", "De retour"), date=fresh)
    press.page("http://courrier.example/a", "De retour")
    assert not run(42).asked
    recovered = run(43)
    assert (recovered.state, recovered.new) == (SourceState.OK, 1)
    assert (recovered.circuit.strikes, recovered.circuit.until) == (0, None)
    assert run(44).asked


def test_case_09_an_endless_and_a_dripping_body_are_cut(press: Press) -> None:
    press.reply("http://sansfin.example/rss", b"<rss>" * 2000)
    endless = replace(press.replies["http://sansfin.example/rss"], endless=True)
    press.replies["http://sansfin.example/rss"] = endless
    press.reply("http://goutte.example/rss", drip=0.1)
    began = time.monotonic()

    crawled = press.crawl(
        press.source("sansfin"), press.source("goutte"), timeout_seconds=2.0, max_bytes=500_000
    )

    assert crawled.states == {"sansfin": SourceState.TOO_LARGE, "goutte": SourceState.TIMEOUT}
    assert time.monotonic() - began < 10
    assert crawled.peak_kib < 50_000


def test_case_10_entities_of_feeds_and_sitemaps_neither_expand_nor_read(press: Press) -> None:
    grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{grow}]>'
    thief = '<!DOCTYPE x [<!ENTITY e11 SYSTEM "file:///etc/passwd">]>'
    forms = {
        "rss": '{0}<rss version="2.0"><channel><item><title>&e11;</title></item></channel></rss>',
        "plan": "{0}<urlset><url><loc>http://plan.example/&e11;</loc></url></urlset>",
    }
    kinds = {"rss": SourceKind.FEED, "plan": SourceKind.SITEMAP}
    sources = []
    for name, form in forms.items():
        for what, prolog in {"bombe": bomb, "vol": thief}.items():
            url = f"http://{what}-{name}.example/x.xml"
            press.reply(url, form.format(prolog))
            sources.append(press.source(f"{what}-{name}", url, kind=kinds[name]))
    began = time.monotonic()

    crawled = press.crawl(*sources)

    assert set(crawled.states.values()) == {SourceState.PARSE_ERROR}
    assert "root:" not in repr(crawled)
    assert crawled.peak_kib < 50_000
    assert time.monotonic() - began < 4, "four documents, a second each, with the process"


@pytest.fixture
def inside() -> Iterator[tuple[int, list[str]]]:
    """A server on the loopback address of IPv6, and what it was asked."""
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_words: object) -> None:
            return

    class Inside(ThreadingHTTPServer):
        address_family = socket.AF_INET6

    server = Inside(("::1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("address", ["::1", "::ffff:127.0.0.1", "127.0.0.1", "fd00::1", "fe80::1"])
def test_case_11_a_name_of_ipv6_that_leads_inside_is_refused(
    press: Press, inside: tuple[int, list[str]], address: str
) -> None:
    port, asked = inside
    source = press.source("six", f"http://six.example:{port}/rss")

    crawled = press.crawl(source, proxy="", names={"six.example": (address,)})

    assert crawled.states == {"six": SourceState.FORBIDDEN_ADDRESS}
    assert asked == []
    assert press.log == []


def test_case_11_a_name_of_ipv6_is_reached_where_that_is_allowed(
    press: Press, inside: tuple[int, list[str]]
) -> None:
    port, asked = inside
    source = press.source("six", f"http://six.example:{port}/rss")

    press.crawl(source, proxy="", allow_private=True, names={"six.example": ("::1",)})

    assert asked == ["/robots.txt", "/rss"]


def test_case_13_a_redirect_loop_ends_after_five_hops(press: Press) -> None:
    for number in range(10):
        location = {"Location": f"http://boucle.example/{(number + 1) % 10}"}
        press.reply(f"http://boucle.example/{number}", status=302, headers=location)

    crawled = press.crawl(press.source("boucle", "http://boucle.example/0"))

    assert crawled.states == {"boucle": SourceState.HTTP_ERROR}
    assert len(press.asked("boucle.example/")) - len(press.asked("robots.txt")) == 6


TITLES = {"fr": "Un été à Échirolles", "ja": "愛知県の織物"}
LINES = {
    "fr": "Les élèves ont été reçus à la préfecture après l'été. ",
    "ja": "愛知県の織物工場では、毎朝早くから機械の音が響く。",
}


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "iso2022_jp", "iso-8859-1"])
@pytest.mark.parametrize("claim", ["", "; charset=utf-8", "right"])
def test_case_14_feed_and_page_in_any_encoding_behind_any_header(
    press: Press, codec: str, claim: str
) -> None:
    language = "fr" if codec == "iso-8859-1" else "ja"
    line, title = LINES[language], TITLES[language] + "①髙" * (codec == "cp932")
    named = {"cp932": "shift_jis", "euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp"}
    charset = f"; charset={named.get(codec, codec)}" if claim == "right" else claim
    feed = (
        f'<rss version="2.0"><channel><item><title>{title}</title><link>http://code.example/a'
        "</link><pubDate>Thu, 19 May 2022 17:42:00 +0200</pubDate></item></channel></rss>"
    )
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{line * 6}</p></article></body></html>"
    )
    for url, text, kind in (
        ("http://code.example/rss", feed, "application/xml"),
        ("http://code.example/a", page, "text/html"),
    ):
        press.reply(url, text.encode(codec), headers={"Content-Type": kind + charset})

    crawled = press.crawl(press.source("code", language=language))

    (article,) = [item.article for item in crawled.deliveries if item.article]
    assert article.title == title
    assert line.strip() in article.text
