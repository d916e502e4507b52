"""The archive of pages: standard tools read it, kills do it no harm, it gives back the same."""

from __future__ import annotations

import gzip
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from crawler import Delivery, Hints, PageArchive, Saved, extract, read_pages
from crawler.warc import sound_length
from news.errors import ExtractionError, StoreError
from news.page import Page, Visit
from news.source import SourceKind

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

NOW = datetime(2022, 5, 20, 6, 0, 0, 123456, tzinfo=UTC)
NAME = "pages-2022-05-20.warc.gz"
BODY = "<html><title>L'été</title><p>愛知</p></html>".encode() * 50


def delivery(number: int = 0, **facts: object) -> Delivery:
    url = f"http://courrier.example/{number}"
    headers = {"content-type": "text/html; charset=utf-8", "x-odd": "é", "content-encoding": "br"}
    page = Page(f"{url}?a=é", url, 200, BODY, NOW, headers)
    page = replace(page, **facts)  # type: ignore[arg-type] # fields by name
    return Delivery("courrier", page, Visit(url, NOW, 200), hints=Hints(title="愛"))


def saved(path: Path) -> list[Saved]:
    found = list(read_pages(path, datetime.now(UTC)))
    assert not [each for each in found if isinstance(each, ExtractionError)], found
    return [each for each in found if isinstance(each, Saved)]


def test_what_is_kept_comes_back_byte_for_byte(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path)
    for number in range(3):
        assert archive.keep(delivery(number))

    back = saved(tmp_path / NAME)

    assert [each.page.url_final[-1] for each in back] == ["0", "1", "2"]
    assert {each.page.body for each in back} == {BODY}
    assert {each.page.fetched_at for each in back} == {NOW}
    assert {(each.source_id, each.hints) for each in back} == {("courrier", Hints(title="愛"))}
    assert back[0].page.url_asked == "http://courrier.example/0?a=é"
    assert back[0].page.headers["x-odd"] == "é"


def test_standard_tools_find_sound_records_each_a_gzip_member(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path)
    for number in range(2):
        archive.keep(delivery(number))
    with (tmp_path / NAME).open("rb") as stream:
        kinds = [record.record_type for record in ArchiveIterator(stream)]
    assert kinds == [WarcRecordType.warcinfo, WarcRecordType.response, WarcRecordType.response]
    with (tmp_path / NAME).open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            digest = record.headers["WARC-Payload-Digest"]
            assert digest.startswith("sha256:")
            assert record.verify_payload_digest()
    assert gzip.decompress((tmp_path / NAME).read_bytes()).startswith(b"WARC/1.1\r\n")


def test_what_may_not_or_need_not_be_kept_is_not(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path)
    noarchive = b"<html><meta name='robots' content='noarchive'><p>x</p></html>"
    refused = (
        delivery(status=304),
        delivery(status=404),
        delivery(body=noarchive),
        delivery(headers={"tdm-reservation": "1"}),
        delivery(headers={"x-robots-tag": "noarchive"}),
        delivery(reservation="1"),
    )
    assert [archive.keep(each) for each in refused] == [False] * len(refused)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_end_is_cut_off_before_the_next_record(tmp_path: Path) -> None:
    PageArchive(tmp_path).keep(delivery(0))
    path = tmp_path / NAME
    whole = path.stat().st_size
    PageArchive(tmp_path).keep(delivery(1))
    os.truncate(path, path.stat().st_size - 7)
    assert sound_length(path) == whole

    PageArchive(tmp_path).keep(delivery(2))

    assert [each.page.url_final[-1] for each in saved(path)] == ["0", "2"]


KEEPER = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from crawler import Delivery, Hints, PageArchive
from news.page import Page, Visit
archive = PageArchive(Path(sys.argv[1]))
now = datetime(2022, 5, 20, 6, tzinfo=UTC)
for number in range(1_000_000):
    url = f"http://courrier.example/{number}"
    page = Page(url, url, 200, b"<p>x</p>" * 5000, now, {"content-type": "text/html"})
    archive.keep(Delivery("courrier", page, Visit(url, now, 200), hints=Hints()))
"""


def test_a_killed_run_leaves_a_file_that_is_read_and_continued(tmp_path: Path) -> None:
    path = tmp_path / NAME
    for _ in range(2):
        before = path.stat().st_size if path.exists() else 0
        with subprocess.Popen([sys.executable, "-c", KEEPER, str(tmp_path)]) as child:
            deadline = time.monotonic() + 30
            while not path.exists() or path.stat().st_size < before + 20_000:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            child.send_signal(signal.SIGKILL)
    PageArchive(tmp_path).keep(delivery(7))
    urls = [each.page.url_final for each in saved(path)]
    assert urls[-1] == "http://courrier.example/7"
    assert urls.count("http://courrier.example/0") == 2


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    archive = PageArchive(tmp_path)
    archive.keep(delivery(0))
    size = (tmp_path / NAME).stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, before[1]))
    try:
        with pytest.raises(StoreError, match="pages-2022-05-20"):
            archive.keep(delivery(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert (tmp_path / NAME).stat().st_size == size
    assert len(saved(tmp_path / NAME)) == 1


def test_a_crawl_read_back_gives_the_same_articles(press: Press, tmp_path: Path) -> None:
    shift_jis = (
        "<html><title>愛知の織物</title><article><p>" + "職人の朝は早い。" * 30 + "</p></article>"
    )
    press.feed("http://courrier.example/rss", ("http://courrier.example/a", "L'été à Lyon"))
    press.page("http://courrier.example/a", "L'été à Lyon")
    listing = '<main><a href="/b">織物の町</a></main>'
    press.reply("http://orimono.example/", listing, headers={"Content-Type": "text/html"})
    press.reply(
        "http://orimono.example/b",
        gzip.compress(shift_jis.encode("cp932")),
        headers={"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip"},
    )
    urls = ("http://courrier.example/rss",)
    outlet = press.source("courrier", urls=urls)
    listed = press.source(
        "orimono", "http://orimono.example/", kind=SourceKind.LISTING, language="ja"
    )
    crawled = press.crawl(outlet, listed)
    archive = PageArchive(tmp_path)
    for each in crawled.deliveries:
        archive.keep(each)

    sources = {source.id: source for source in (outlet, listed)}
    (path,) = tmp_path.iterdir()
    again = [extract(each.page, sources[each.source_id], each.hints) for each in saved(path)]

    first = [each.article for each in crawled.deliveries if each.article]
    assert {article.title for article in first} == {"L'été à Lyon", "愛知の織物"}
    assert again == first
    assert [article.content_hash for article in again] == [item.content_hash for item in first]
