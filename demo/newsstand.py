"""What each address of the sample press answers: pure, no sockets."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from hashlib import sha256

from demo.feeds import feed_type, render_broken, render_feed
from demo.outlets import Outlet, SampleArticle
from demo.pages import html_type, render_article, render_index, section_path
from demo.press import SamplePress
from news.url import canonical_url

_PLAIN = "text/plain; charset=utf-8"
_LEAST_GZIPPED = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    """It never comes; the client has to give up."""


@dataclass(frozen=True, slots=True)
class _Document:
    """What lies at an address."""

    outlet: Outlet
    content_type: str
    render: Callable[[], bytes]
    modified: datetime | None = None
    status: int = 200
    hangs: bool = False


class Newsstand:
    """All addresses of a sample press.

    Addresses are looked up in their canonical form: tracking parameters and a missing slash
    change nothing, as on most sites.
    """

    def __init__(self, press: SamplePress) -> None:
        self._documents: dict[str, _Document] = {}
        for outlet in press.outlets.values():
            for path, document in _documents(press, outlet):
                self._documents[canonical_url(f"http://{outlet.host}{path}")] = document

    def answer(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET of an absolute address; names of headers in lower case."""
        try:
            document = self._documents.get(canonical_url(url))
        except ValueError:
            return Answer(400, b"Not an address.\n", {"content-type": _PLAIN})
        if document is None:
            return Answer(404, b"Nothing is published here.\n", {"content-type": _PLAIN})
        if document.hangs:
            return Answer(0, hangs=True)
        return _answer(document, headers)


def _answer(document: _Document, headers: Mapping[str, str]) -> Answer:
    body = document.render()
    answered = {"content-type": document.content_type}
    if document.status != 200:  # noqa: PLR2004 - OK
        return Answer(document.status, body, answered)
    answered |= _validators(document, body)
    if _is_known(answered, headers):
        return Answer(304, b"", answered)
    if document.outlet.site.gzip and len(body) >= _LEAST_GZIPPED:
        answered["vary"] = "Accept-Encoding"
        if "gzip" in headers.get("accept-encoding", ""):
            answered["content-encoding"] = "gzip"
            body = gzip.compress(body, mtime=0)
    return Answer(200, body, answered)


def _validators(document: _Document, body: bytes) -> dict[str, str]:
    site = document.outlet.site
    found = {}
    if site.etag:
        digest = sha256(body).hexdigest()[:20]
        found["etag"] = f'W/"{digest}"' if site.gzip else f'"{digest}"'
    if site.last_modified and document.modified:
        found["last-modified"] = format_datetime(document.modified.astimezone(UTC), usegmt=True)
    return found


def _is_known(answered: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether the client has it already; an entity tag outweighs a date (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        known = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return answered.get("etag", "none").removeprefix("W/") in known
    if "if-modified-since" in headers and "last-modified" in answered:
        try:
            since = parsedate_to_datetime(headers["if-modified-since"])
        except ValueError:
            return False
        return parsedate_to_datetime(answered["last-modified"]) <= since
    return False


def _documents(press: SamplePress, outlet: Outlet) -> list[tuple[str, _Document]]:
    """Path and document of everything an outlet publishes."""
    articles = press.of(outlet.id)
    last = max((article.modified for article in articles), default=None)
    page = partial(_Document, outlet, html_type(outlet))
    found = [("/", page(partial(render_index, outlet, articles), last))]
    for section in outlet.sections:
        within = [article for article in articles if article.section == section]
        path = section_path(outlet, section)
        found.append((path, page(partial(render_index, outlet, within, section), last)))
    about = "/mentions-legales" if outlet.language == "fr" else "/about"
    found.append((about, page(partial(render_index, outlet, (), outlet.tagline))))
    found.append((outlet.site.feed, _announcement(outlet, articles, last)))
    if outlet.site.robots:
        found.append(("/robots.txt", _Document(outlet, _PLAIN, partial(_robots, outlet))))
    for article in articles:
        render = partial(render_article, press, article)
        path = article.url.removeprefix(outlet.home.rstrip("/"))
        found.append((path, page(render, article.modified, hangs=article.hangs)))
    return found


def _announcement(
    outlet: Outlet, articles: tuple[SampleArticle, ...], last: datetime | None
) -> _Document:
    """The feed, sitemap or listing page, with its fault if it has one."""
    if outlet.format == "listing":
        return _Document(outlet, html_type(outlet), partial(render_index, outlet, articles), last)
    if outlet.fault == "http-500":
        return _Document(outlet, "text/html", lambda: b"<h1>Internal Server Error</h1>", status=500)
    feed = partial(render_feed, outlet, articles)
    if outlet.fault == "broken-feed":
        return _Document(outlet, feed_type(outlet), lambda: render_broken(feed()), last)
    return _Document(outlet, feed_type(outlet), feed, last)


def _robots(outlet: Outlet) -> bytes:
    site = outlet.site
    lines = ["User-agent: *", f"Disallow: {site.disallow}"]
    if site.crawl_delay:
        lines.append(f"Crawl-delay: {site.crawl_delay}")
    if outlet.format == "news-sitemap":
        lines.extend(("", f"Sitemap: {outlet.feed_url}"))
    return "\n".join((*lines, "")).encode("ascii")
