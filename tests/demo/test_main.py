"""`python -m demo`: its records of sources, and the server it starts."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from parsel import Selector

from demo import SamplePress
from demo.pages import render_article, render_index
from demo.records import source_records
from knowledge.shelf import read_shelf
from knowledge.source import read_source
from news.source import Source, SourceKind

_COMMAND = (sys.executable, "-m", "demo")


@pytest.fixture
def sources(press: SamplePress, tmp_path: Path) -> Mapping[str, Source]:
    """The records, read by the loader they are written for."""
    path = tmp_path / "sample.toml"
    path.write_text(source_records(press), encoding="utf-8")
    return read_shelf([path], read_source).entries


def test_records_are_sources(press: SamplePress, sources: Mapping[str, Source]) -> None:
    assert set(sources) == set(press.outlets)
    for source in sources.values():
        assert list(source.urls) == [press.outlets[source.id].feed_url]
        assert source.zone.key == press.outlets[source.id].timezone


def test_selectors_of_listings_match_their_pages(
    press: SamplePress, sources: Mapping[str, Source]
) -> None:
    listings = [s for s in sources.values() if s.kind is SourceKind.LISTING]
    assert len(listings) == 2
    for source in listings:
        outlet, articles = press.outlets[source.id], press.of(source.id)
        index = Selector(text=render_index(outlet, articles).decode())
        items = index.css(source.selectors.item)
        assert [item.css("a::text").get() for item in items] == [a.title for a in articles]
        for article in articles:
            page = Selector(text=render_article(press, article).decode())
            assert page.css(source.selectors.title).xpath("string(.)").get() == article.title
            body = page.css(source.selectors.body).css("p::text").getall()
            assert body == list(article.paragraphs)
            assert "年5月" in (said := page.css(source.selectors.published).get() or "") or (
                "mai 2022" in said
            )


def test_the_command_prints_the_records(press: SamplePress) -> None:
    done = subprocess.run((*_COMMAND, "--sources"), capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == source_records(press)


def test_the_command_serves_until_interrupted(press: SamplePress) -> None:
    with subprocess.Popen(_COMMAND, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        proxy = process.stdout.readline().split()[-1]
        connection = HTTPConnection(urlsplit(proxy).netloc, timeout=5)
        connection.request("GET", press.healthy[0].url)
        assert connection.getresponse().read() == render_article(press, press.healthy[0])
        connection.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
