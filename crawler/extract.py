"""From one page to one article: pure, whatever the page holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urljoin, urlsplit

from crawler.authors import find_authors
from crawler.bodies import find_body
from crawler.document import Document
from crawler.documents import is_pdf, published_in, read_pdf
from crawler.encoding import Decoded, decode
from crawler.jsonld import Declared, declared_article
from crawler.plain_text import split_text
from crawler.ports import Hints
from crawler.publication import Witness, find_publication
from crawler.rights import is_reserved
from crawler.titles import Place, find_title
from news.article import Article
from news.errors import ExtractionError
from news.page import Page
from news.source import Source
from news.url import article_id

_LARGEST = 6_000_000
_LARGEST_DOCUMENT = 12_000_000
_HTML_TYPES = frozenset(("", "text/html", "application/xhtml+xml", "application/octet-stream"))
_XML_TYPES = frozenset(("text/xml", "application/xml"))
_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
_FILES = "https://file.invalid"


def extract(page: Page, source: Source, hints: Hints | None = None) -> Article:
    """The article on a page.

    Args:
        page: the bytes as served, with the address and the headers.
        source: its record: zone, language and, where they are given, selectors.
        hints: what the feed or sitemap said of the article.

    Returns:
        Revision 1 of the article; the store knows whether it is a later one.

    Raises:
        ExtractionError: with its code: `not-html`, `undecodable`, `no-title`, `no-body`,
            `too-large`, `unreadable`, and of a PDF document `encrypted`, `no-text`.
    """
    if is_pdf(page):
        return _from_pdf(page, source, hints or Hints())
    _refuse_other_kinds(page)
    decoded = decode(page.body, page.headers.get("content-type", ""))
    if page.content_type == "text/plain":
        return _from_plain_text(page, source, decoded, hints or Hints())
    try:
        return _from_html(page, source, decoded, hints or Hints())
    except ExtractionError:
        raise
    # A page is anybody's bytes and five libraries read it: whatever they raise is one page's.
    except Exception as error:
        kind = type(error).__name__
        raise ExtractionError(
            "unreadable",
            f"{page.url_final}: reading failed ({kind}: {str(error)[:120]})",
            "keep the page and report it: reading should never fail",
        ) from error


def public_address(page: Page, declared: str = "", *, amp: bool = False) -> str:
    """The address an article is known by.

    The one it was fetched from; for a file and for an AMP page, which must name the page it stands
    for, the one the page gives as its own; else one under the reserved name `file.invalid` that is
    made of its path.
    """
    if amp and urlsplit(declared).scheme in {"http", "https"}:
        return declared
    if urlsplit(page.url_final).scheme in {"http", "https"}:
        return page.url_final
    if urlsplit(declared).scheme in {"http", "https"}:
        return declared
    return _FILES + quote(urlsplit(page.url_final).path)


def _refuse_other_kinds(page: Page) -> None:
    where = page.url_final
    if len(page.body) > _LARGEST:
        raise ExtractionError("too-large", f"{where}: {len(page.body)} bytes are no article")
    if not page.body.strip():
        raise ExtractionError("no-body", f"{where}: the answer is empty")
    kind = page.content_type
    known = kind in _HTML_TYPES or kind in _XML_TYPES or kind == "text/plain"
    if not known or page.body.startswith(_MAGIC):
        raise ExtractionError(
            "not-html",
            f"{where}: a file of kind {kind or 'unknown'}, not a page",
            "give the address of the page that carries the text",
        )


def _from_plain_text(page: Page, source: Source, decoded: Decoded, hints: Hints) -> Article:
    title, text = split_text(decoded.text)
    url = public_address(page)
    return Article(
        id=article_id(url, source.sisters),
        source_id=source.id,
        url=url,
        title=hints.title or title,
        text=text,
        language=source.language,
        published=None,
        collected_at=page.fetched_at,
        authors=hints.authors,
    )


def _from_pdf(page: Page, source: Source, hints: Hints) -> Article:
    if len(page.body) > _LARGEST_DOCUMENT:
        raise ExtractionError("too-large", f"{page.url_final}: {len(page.body)} bytes")
    found = read_pdf(page.body, page.url_final)
    url = public_address(page)
    return Article(
        id=article_id(url, source.sisters),
        source_id=source.id,
        url=url,
        title=hints.title or found.title,
        text="\n".join(found.paragraphs),
        language=source.language,
        published=published_in(found, hints, source),
        collected_at=page.fetched_at,
        authors=hints.authors,
        reserved=is_reserved(None, page),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    page: Page
    source: Source
    document: Document
    declared: Declared
    hints: Hints


def _from_html(page: Page, source: Source, decoded: Decoded, hints: Hints) -> Article:
    if "<" not in decoded.text:
        raise ExtractionError("not-html", f"{page.url_final}: no markup in the answer")
    document = Document(decoded.text)
    reading = _Reading(page, source, document, declared_article(document), hints)
    title = _title(reading)
    text = find_body(document, title, reading.declared.body, source.selectors.body)
    if not text:
        raise ExtractionError("no-body", f"{page.url_final}: no text found under the headline")
    url = public_address(page, urljoin(page.url_final, document.address), amp=document.is_amp)
    article = Article(
        id=article_id(url, source.sisters),
        source_id=source.id,
        url=url,
        title=title,
        text=text,
        language=document.language or source.language,
        published=find_publication(_witness(reading, decoded.text, url)),
        collected_at=page.fetched_at,
    )
    authors = find_authors(document, reading.declared.authors, hints.authors, source.name)
    return replace(article, authors=authors, reserved=is_reserved(document, page))


def _title(reading: _Reading) -> str:
    source = reading.source
    headline = reading.declared.headline
    host = urlsplit(reading.page.url_final).hostname or ""
    place = Place(source.name, host, source.selectors.title)
    title = find_title(reading.document, headline, place)
    title = title or reading.hints.title
    if not title:
        raise ExtractionError("no-title", f"{reading.page.url_final}: no headline found")
    return title


def _witness(reading: _Reading, text: str, url: str) -> Witness:
    return Witness(
        document=reading.document,
        text=text,
        url=url,
        json_ld=reading.declared.published,
        zone=reading.source.zone,
        now=reading.page.fetched_at,
        hints=reading.hints,
        css=reading.source.selectors.published,
    )
