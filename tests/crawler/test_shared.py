"""Floors measured on real pages and feeds beside the project; figures are in the docs."""

from __future__ import annotations

import gzip
import json
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crawler import extract, unknown_source
from crawler.encoding import decode
from crawler.feeds import parse_feed
from crawler.sitemaps import parse_sitemap
from news.errors import CollectionError, ExtractionError
from news.page import Page

pytestmark = pytest.mark.shared
NOW = datetime.now(UTC)


def test_every_real_page_gives_an_article_or_a_typed_reason(shared_data: Path) -> None:
    codes: list[str] = []
    read, days, right = 0, 0, 0
    for notes in sorted((shared_data / "pages").glob("*/*.json")):
        gold = json.loads(notes.read_text(encoding="utf-8"))
        body = gzip.decompress(notes.with_suffix(".html.gz").read_bytes())
        url = gold["url"] or "https://unknown.example/"
        page = Page(url, url, 200, body, NOW, {"content-type": "text/html"})
        source = unknown_source(page)
        try:
            article = extract(page, source)
        except ExtractionError as error:
            codes.append(error.code)
            continue
        read += 1
        if gold["published_date_local"]:
            days += 1
            local = article.published and article.published.instant.astimezone(source.zone)
            right += bool(local) and str(local)[:10] == gold["published_date_local"][:10]
    assert "unreadable" not in codes
    assert read >= 60
    assert right / days >= 0.9


def entries_of(kind: str, text: str) -> int:
    """Entries of a document, counted without a parser: tags outside comments and CDATA."""
    bare = re.sub(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", "", text, flags=re.DOTALL)
    tag = {"atom": "entry", "sitemap": "(?:url|sitemap)"}.get(kind, "item")
    return len(re.findall(rf"<(?:\w+:)?{tag}[\s>]", bare))


def test_every_real_feed_gives_its_entries_or_a_typed_reason_in_time(shared_data: Path) -> None:
    lines = (shared_data / "feeds" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    read, states, wrong = 0, [], {}
    for line in map(json.loads, lines):
        body = (shared_data / "feeds" / line["file"]).read_bytes()
        parse = parse_sitemap if "sitemap" in line["kind"] else parse_feed
        began = time.monotonic()
        try:
            listing = parse(body, "https://unknown.example/feed", ZoneInfo("Europe/Paris"))
        except CollectionError as error:
            states.append(error.state)
        else:
            read += bool(listing.items or listing.nested)
            expected = entries_of(line["kind"], decode(body).text)
            if listing.entries != expected:
                wrong[line["id"]] = (listing.entries, expected)
        assert time.monotonic() - began < 2, line["file"]
    assert len(lines) == 81
    assert not any(state.healthy for state in states)
    assert read >= 60
    assert not wrong
