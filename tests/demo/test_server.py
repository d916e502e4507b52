"""The real server, asked over real sockets: pages, conditions, manners and faults."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable
from email.utils import format_datetime
from html import unescape
from http.client import HTTPConnection
from time import monotonic
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from demo import Newsroom, SamplePress, serve
from demo.pages import render_article, section_path
from demo.sites import SITES
from demo.strict import CODECS

Ask = Callable[..., tuple[int, dict[str, str], bytes]]


def test_every_article_is_published(press: SamplePress, ask: Ask) -> None:
    for article in press.articles:
        if not article.hangs:
            status, _headers, body = ask(article.url)
            assert status == 200
            assert body == render_article(press, article)


@pytest.mark.parametrize("outlet_id", SITES)
def test_fronts_and_sections_are_published(press: SamplePress, ask: Ask, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    paths = [section_path(outlet, section) for section in outlet.sections]
    for path in ("/", *paths):
        status, headers, body = ask(f"http://{outlet.host}{path}")
        assert status == 200
        assert headers["content-type"].startswith("text/html")
        assert outlet.name in unescape(body.decode(CODECS[outlet.encoding]))


def test_a_site_answers_to_its_host_name_too(press: SamplePress, newsroom: Newsroom) -> None:
    article = press.healthy[0]
    parts = urlsplit(article.url)
    connection = HTTPConnection(urlsplit(newsroom.proxy).netloc, timeout=5)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    connection.request("GET", path, headers={"Host": parts.netloc})
    assert connection.getresponse().read() == render_article(press, article)
    connection.close()


def test_one_connection_serves_many_questions(press: SamplePress, newsroom: Newsroom) -> None:
    connection = HTTPConnection(urlsplit(newsroom.proxy).netloc, timeout=5)
    for article in press.healthy[:20]:
        connection.request("GET", article.url)
        assert len(connection.getresponse().read()) > 500
    connection.close()


@pytest.mark.parametrize("outlet_id", SITES)
def test_what_is_known_is_not_sent_again(press: SamplePress, ask: Ask, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    page = next(article.url for article in press.of(outlet_id) if not article.hangs)
    urls = [page] if outlet.fault else [page, outlet.feed_url]
    for url in urls:
        _status, headers, _body = ask(url)
        assert ("etag" in headers) == outlet.site.etag
        assert ("last-modified" in headers) == outlet.site.last_modified
        for validator, condition in (
            ("etag", "If_None_Match"),
            ("last-modified", "If_Modified_Since"),
        ):
            if validator in headers:
                status, again, body = ask(url, **{condition: headers[validator]})
                assert (status, body) == (304, b"")
                assert again[validator] == headers[validator]


def test_what_changed_is_sent(press: SamplePress, ask: Ask) -> None:
    article = press.of("courrier-presquile")[0]
    early = format_datetime(article.published.replace(year=2021))
    assert ask(article.url, If_Modified_Since=early)[0] == 200
    assert ask(article.url, If_Modified_Since="yesterday")[0] == 200
    assert ask(article.url, If_None_Match='"other"')[0] == 200
    late = format_datetime(article.published.replace(year=2023))
    assert ask(article.url, If_Modified_Since=late)[0] == 304
    assert ask(article.url, If_None_Match='"other"', If_Modified_Since=late)[0] == 200


def test_bodies_are_compressed_on_demand(press: SamplePress, ask: Ask) -> None:
    plain, packed = press.of("meiko-keizai")[0].url, press.of("owari-mikawa")[0].url
    _status, headers, body = ask(plain, Accept_Encoding="gzip, deflate")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == ask(plain)[2]
    assert "content-encoding" not in ask(plain)[1]
    assert "content-encoding" not in ask(packed, Accept_Encoding="gzip")[1]


@pytest.mark.parametrize("outlet_id", SITES)
def test_robots(press: SamplePress, ask: Ask, outlet_id: str) -> None:
    outlet = press.outlets[outlet_id]
    status, _headers, body = ask(f"{outlet.home}robots.txt")
    assert status == (200 if outlet.site.robots else 404)
    if status == 200:
        rules = RobotFileParser()
        rules.parse(body.decode().splitlines())
        refused = [a for a in press.of(outlet_id) if not rules.can_fetch("soie", a.url)]
        assert len(refused) == (1 if outlet_id == "courrier-presquile" else 0)
        assert all(article not in press.healthy for article in refused)
        assert rules.can_fetch("soie", outlet.feed_url)
    assert (b"Crawl-delay: 0.2" in body) == (outlet_id == "carnets-levant")


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://courrier-presquile.example/nowhere", 404),
        ("http://stranger.example/", 404),
        ("http://www.courrier-presquile.example/", 200),
        ("http://radio-forez.example/infos.rss", 500),
        ("http://stranger.example:port/", 400),
    ],
)
def test_other_answers(ask: Ask, url: str, status: int) -> None:
    assert ask(url)[0] == status


def test_questions_that_are_not_answered(press: SamplePress, ask: Ask) -> None:
    assert ask(press.healthy[0].url, method="POST")[0] == 501
    status, headers, body = ask(press.healthy[0].url, method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 500


def test_the_log_remembers(press: SamplePress, newsroom: Newsroom, ask: Ask) -> None:
    before = len(newsroom.log)
    url = press.outlets["agence-lumen"].feed_url
    etag = ask(url, User_Agent="soie-test")[1]["etag"]
    ask(url, If_None_Match=etag)
    first, second = newsroom.log[before:]
    assert (first.method, first.url, first.status) == ("GET", url, 200)
    assert (first.user_agent, first.conditional) == ("soie-test", False)
    assert (second.status, second.conditional) == (304, True)
    assert first.at <= second.at


def _hanging(press: SamplePress) -> str:
    return next(article.url for article in press.articles if article.hangs)


def test_a_hanging_page_ends_with_the_client(press: SamplePress) -> None:
    with serve(press) as newsroom:
        threads = threading.active_count()
        connection = HTTPConnection(urlsplit(newsroom.proxy).netloc, timeout=0.3)
        connection.request("GET", _hanging(press))
        with pytest.raises(TimeoutError):
            connection.getresponse()
        assert threading.active_count() == threads + 1
        connection.close()
        _wait_for(lambda: threading.active_count() == threads)
        assert newsroom.log[-1].status == 0


def test_a_hanging_page_ends_with_the_server(press: SamplePress) -> None:
    threads = threading.active_count()
    with serve(press) as newsroom:
        host, port = urlsplit(newsroom.proxy).netloc.split(":")
        hanging = socket.create_connection((host, int(port)), timeout=5)
        idle = socket.create_connection((host, int(port)), timeout=5)
        hanging.sendall(f"GET {_hanging(press)} HTTP/1.1\r\n\r\n".encode())
        _wait_for(lambda: bool(newsroom.log))
        started = monotonic()
    assert monotonic() - started < 2
    assert threading.active_count() == threads
    assert hanging.recv(1) == b""
    hanging.close()
    idle.close()


def test_a_client_that_leaves_early_disturbs_nobody(
    press: SamplePress, capfd: pytest.CaptureFixture[str]
) -> None:
    with serve(press) as newsroom:
        host, port = urlsplit(newsroom.proxy).netloc.split(":")
        for _ in range(5):
            rude = socket.create_connection((host, int(port)), timeout=5)
            rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            rude.sendall(f"GET {press.healthy[0].url} HTTP/1.1\r\n\r\n".encode())
            rude.close()
        connection = HTTPConnection(host, int(port), timeout=5)
        connection.request("GET", press.healthy[0].url)
        assert connection.getresponse().status == 200
        connection.close()
    assert capfd.readouterr().err == ""


def _wait_for(condition: Callable[[], bool]) -> None:
    end = monotonic() + 3
    while not condition():
        assert monotonic() < end
        threading.Event().wait(0.01)
