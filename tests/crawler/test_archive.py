"""Files, folders and web archives as pages."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from crawler import Saved, extract, read_pages, unknown_source
from news.errors import ExtractionError, UsageError
from news.page import Page

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
TEXT = (
    "Un atelier de tissage a rouvert lundi dans le quartier des pentes, après deux ans de travaux"
    " menés par la commune et par une association."
)
HTML = f"<html lang='fr'><title>L'atelier</title><article><h1>L'atelier</h1><p>{TEXT}</p></article>"


def pages(path: Path) -> list[Page]:
    found = list(read_pages(path, NOW))
    assert all(isinstance(saved, Saved) for saved in found), found
    return [saved.page for saved in found if isinstance(saved, Saved)]


def test_a_folder_gives_its_pages_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "a.json").write_text('{"url": "https://courrier.example/a"}', encoding="utf-8")
    (tmp_path / "b" / "c.html.gz").write_bytes(gzip.compress(HTML.encode()))
    (tmp_path / "d.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "e.png").write_bytes(b"\x89PNG")

    found = pages(tmp_path)

    assert [page.content_type for page in found] == ["text/html", "text/html", "text/plain"]
    assert found[0].url_final == "https://courrier.example/a"
    assert [page.body for page in found[:2]] == [HTML.encode()] * 2
    assert {page.fetched_at for page in found} == {NOW}


def test_a_file_without_address_gets_a_stable_one(tmp_path: Path) -> None:
    path = tmp_path / "communiqué.txt"
    path.write_text(TEXT, encoding="utf-8")
    (first,) = pages(path)
    (second,) = pages(path)

    one, two = (extract(page, unknown_source(page)) for page in (first, second))

    assert one.id == two.id
    assert one.url.startswith("https://file.invalid/")
    assert one.language == "fr"


def test_a_file_is_known_by_the_address_its_page_names(tmp_path: Path) -> None:
    link = "<link rel='canonical' href='https://courrier.example/atelier'>"
    (tmp_path / "a.html").write_text(HTML.replace("<article>", f"{link}<article>"), "utf-8")
    (page,) = pages(tmp_path)

    assert extract(page, unknown_source(page)).url == "https://courrier.example/atelier"


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_its_pages(tmp_path: Path, *, packed: bool) -> None:
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    with path.open("wb") as stream:
        target = GzipWriter(stream) if packed else stream
        for kind, status in (
            ("text/html", "200 OK"),
            ("image/png", "200 OK"),
            ("text/html", "404 X"),
        ):
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers["WARC-Target-URI"] = "https://courrier.example/atelier"
            record.headers["WARC-Date"] = "2022-05-19T15:42:00Z"
            head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: x\r\n\r\n"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            record.set_bytes_content(head.encode() + HTML.encode())
            record.write(target)
        if packed:
            target.close()

    (page,) = pages(path)

    assert page.url_final == "https://courrier.example/atelier"
    assert (page.body, page.status) == (HTML.encode(), 200)
    assert page.fetched_at == datetime(2022, 5, 19, 15, 42, tzinfo=UTC)
    assert page.headers["etag"] == "x"


def test_damaged_files_are_typed_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(b"\x1f\x8bnot gzip")
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"x" * 30_000_000))
    (tmp_path / "c.warc.gz").write_bytes(b"\x1f\x8bnot gzip either")

    found = list(read_pages(tmp_path, NOW))

    codes = [item.code for item in found if isinstance(item, ExtractionError)]
    assert codes == ["unreadable", "too-large", "unreadable"]


@pytest.mark.parametrize("name", ["absent", "photo.png"])
def test_a_path_that_is_no_page_is_a_usage_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")

    with pytest.raises(UsageError, match=name):
        list(read_pages(tmp_path / name, NOW))


def test_an_archive_without_a_record_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.warc").write_bytes(b"WARC/1.0\r\nbroken")

    (error,) = read_pages(tmp_path / "broken.warc", NOW)

    assert isinstance(error, ExtractionError)
    assert error.code == "unreadable"
    assert "broken.warc: holds no record" in error.sentence
