"""PDF documents: their text, and where article pages link them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.announced import Announced
from crawler.any_date import read_date
from crawler.document import Document, flatten
from crawler.encoding import decode
from crawler.ports import Hints
from news.article import Article, Published
from news.errors import ExtractionError
from news.page import Page
from news.source import Source
from news.text import is_cjk

_PROGRAM = Path(__file__).with_name("pdf_reading.py")
_SECONDS = 30
_MOST = 5
_DATED_LINES = 12
_TELLING = 12
_MAGIC = b"%PDF-"
_HEAD = 1024
# What links to documents say of the file and not of its content.
_FILE_WORDS = re.compile(
    r"[\[［(（【<]?\s*(?:pdf|ＰＤＦ)\s*(?:ファイル|形式|版|文書)?\s*(?:[／/:：,、\s]*[\d.,]+\s*[kKmMＫＭ]?[bBＢ]?(?:yte)?s?)?"
    r"\s*[\]］)）】>]?|(?:télécharger|ouvrir|download|ダウンロード|別ウィンドウ(?:で開く)?|新しいウィンドウで開きます)",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"^Microsoft |\.(?:docx?|pptx?|xlsx?|jtdc?|pdf|indd)\b|^\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What a PDF document says."""

    title: str
    """Its own title, else its largest line; empty when it has neither."""
    paragraphs: tuple[str, ...]


def is_pdf(page: Page) -> bool:
    """Whether an answer is a PDF document, whatever the server calls it."""
    return _MAGIC in page.body[:_HEAD] and b"<html" not in page.body[:_HEAD].lower()


def read_pdf(body: bytes, where: str) -> DocumentText:
    """The text of a PDF document, read in a process of its own.

    Args:
        body: the document.
        where: its address, for errors.

    Raises:
        ExtractionError: `encrypted`, `no-text` (pictures of pages), `too-large` (beyond the limits
            of time and memory) or `unreadable`.
    """
    command = [sys.executable, "-P", str(_PROGRAM)]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of the document is on the command line
            command, input=body, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ExtractionError("too-large", f"{where}: reading took too long") from error
    if done.returncode < 0 or not done.stdout:
        raise ExtractionError("too-large", f"{where}: reading went beyond its limits")
    found = json.loads(done.stdout)
    if "code" in found:
        raise ExtractionError(found["code"], f"{where}: {found['message']}")
    title = "" if _FILE_NAME.search(found["title"]) else found["title"]
    return DocumentText(title or found["headline"], tuple(found["paragraphs"]))


def published_in(text: DocumentText, hints: Hints, source: Source) -> Published | None:
    """When a document was published: as the page that links it says, else its first dated line."""
    if hints.published:
        written = read_date(hints.published)
        if written is not None:
            return written.published(source.zone, hints.provenance)
    for line in text.paragraphs[:_DATED_LINES]:
        written = read_date(line)
        if written is not None:
            return written.published(source.zone, "text")
    return None


def linked_documents(page: Page, article: Article | None, source: Source) -> tuple[Announced, ...]:
    """The PDF documents that an article page links on its own host, with what is said of them."""
    if not source.documents or is_pdf(page):
        return ()
    try:
        document = Document(decode(page.body, page.headers.get("content-type", "")).text)
    except (ExtractionError, ValueError):
        return ()
    title = article.title if article else next(document.texts("//h1 | //title"), "")
    day = _say(article.published) if article and article.published else ""
    found: dict[str, Announced] = {}
    for url, label in _links(document, page, source):
        hints = Hints(_headline(label, title), day, provenance="page")
        found.setdefault(url, Announced(url, hints))
    return tuple(found.values())[:_MOST]


def _links(document: Document, page: Page, source: Source) -> Iterator[tuple[str, str]]:
    hosts = {_host(page.url_final), *source.hosts}
    for href, label in document.links():
        try:
            url = urldefrag(urljoin(page.url_final, href)).url
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.path.lower().endswith(".pdf") and _host(url) in hosts:
            yield url, flatten(label.replace("\n", " "))


def _headline(label: str, title: str) -> str:
    """The link's words when they tell something, else the page's title."""
    told = flatten(_FILE_WORDS.sub(" ", label))
    weight = sum(2 if is_cjk(char) else 1 for char in told)
    return told if weight >= _TELLING else title


def _say(published: Published) -> str:
    return published.instant.isoformat()


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
