"""A small press on loopback, and a way to crawl it in a process of its own."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from select import select
from typing import Any

import pytest

from crawler import CrawlOptions, Delivery
from news.page import Visit
from news.report import SourceReport, SourceState
from news.source import Source, SourceKind

NOW = datetime(2022, 5, 20, 6, 0, tzinfo=UTC)
AGENT = "fildesoie-test/1 (+mailto:redaction@courrier.example)"
LONGEST_CRAWL = 40
CHILD = str(Path(__file__).with_name("crawl_once.py"))
PARAGRAPH = (
    "Les ateliers de tissage de la vallée ont reçu hier une délégation venue étudier leurs métiers"
    " à tisser, leurs teintures et la formation de leurs apprentis."
)


@dataclass
class Reply:
    """What the press answers to one address."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: float = 0.0
    """Seconds of silence before the answer."""
    drip: float = 0.0
    """Seconds between single bytes of an answer without end."""
    endless: bool = False
    """Whether the body goes on for ever, as fast as it is taken."""
    always_304: bool = False
    """Whether every conditional question is answered "not modified", whatever has changed."""
    never_304: bool = False
    """Whether none is."""


MISSING = Reply(status=404)


@dataclass(frozen=True)
class Asked:
    """One line of the server's log."""

    url: str
    at: float
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Crawled:
    """What a crawl gave, carried out of its process."""

    reports: tuple[SourceReport, ...]
    deliveries: tuple[Delivery, ...]
    error: str
    peak_kib: int
    """Growth of the child's memory while it crawled."""
    said: str
    """What the child printed."""

    @property
    def states(self) -> dict[str, SourceState]:
        """State by source."""
        return {report.source_id: report.state for report in self.reports}

    @property
    def titles(self) -> set[str]:
        """Titles of all articles delivered."""
        return {item.article.title for item in self.deliveries if item.article}

    @property
    def visits(self) -> dict[str, Visit]:
        """What a store would remember, by address."""
        return {item.visit.url: item.visit for item in self.deliveries}


class Crawlers:
    """The process that carries out crawls."""

    def __init__(self, child: subprocess.Popen[bytes], said: Path) -> None:
        self.child = child
        self.said = said

    def carry_out(self, plan: bytes) -> Crawled:
        """Carry out one plan; what it printed comes back with the result."""
        assert self.child.stdin
        assert self.child.stdout
        before = self.said.stat().st_size
        self.child.stdin.write(plan.hex().encode() + b"\n")
        self.child.stdin.flush()
        answered, _, _ = select([self.child.stdout], [], [], LONGEST_CRAWL)
        assert answered, f"the crawl did not come back within {LONGEST_CRAWL} s"
        result = bytes.fromhex(self.child.stdout.readline().decode())
        said = self.said.read_bytes()[before:].decode()
        assert result, said
        reports, deliveries, error, peak = pickle.loads(result)  # noqa: S301 - our own child's
        return Crawled(reports, deliveries, error, peak, said)


class Press:
    """Answers as a proxy for any host, and as an origin for its own address."""

    def __init__(self, crawlers: Crawlers) -> None:
        self.crawlers = crawlers
        self.replies: dict[str, Reply] = {}
        self.once: dict[str, Reply] = {}
        self.log: list[Asked] = []
        self.closing = threading.Event()
        press = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                press.answer(self)

            def log_message(self, *_words: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))
        self.thread.start()

    @property
    def address(self) -> str:
        """Where it listens; also the address of the proxy."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def asked(self, fragment: str = "") -> list[str]:
        """Addresses asked for, in order, that hold a fragment."""
        return [asked.url for asked in self.log if fragment in asked.url]

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Write the question down and answer it."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.log.append(Asked(request.path, time.monotonic(), headers))
        reply = self.once.pop(request.path, None) or self.replies.get(request.path, MISSING)
        etag = reply.headers.get("ETag")
        if etag and not reply.never_304 and headers.get("if-none-match") == etag:
            reply = Reply(status=304)
        if reply.always_304 and {"if-none-match", "if-modified-since"} & headers.keys():
            reply = Reply(status=304)
        self.closing.wait(reply.hang)
        try:
            self.send(request, reply)
        except (BrokenPipeError, ConnectionResetError):
            request.close_connection = True

    def send(self, request: BaseHTTPRequestHandler, reply: Reply) -> None:
        """Say a reply."""
        request.send_response(reply.status)
        for name, value in reply.headers.items():
            request.send_header(name, value)
        if reply.drip:
            request.close_connection = True
            request.end_headers()
            while not self.closing.wait(reply.drip):
                request.wfile.write(b"a")
                request.wfile.flush()
            return
        if reply.endless:
            request.close_connection = True
            request.end_headers()
            while not self.closing.is_set():
                request.wfile.write(reply.body)
            return
        body = b"" if reply.status == 304 else reply.body
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def feed(
        self,
        url: str,
        *items: tuple[str, str],
        date: str = "Thu, 19 May 2022 17:42:00 +0200",
        **headers: str,
    ) -> None:
        """Publish an RSS feed of (address, title) pairs."""
        entries = "".join(
            f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"
            for link, title in items
        )
        text = f'<?xml version="1.0"?><rss version="2.0"><channel>{entries}</channel></rss>'
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {"Content-Type": "application/rss+xml"}
        self.reply(url, text, headers=kind | named)

    def page(self, url: str, title: str, **more: Any) -> None:  # noqa: ANN401 - fields by name
        """Publish an article with a headline and two paragraphs."""
        text = (
            f'<html lang="fr"><head><title>{title}</title></head><body><article><h1>{title}</h1>'
            f"<p>{PARAGRAPH}</p><p>{title}. {PARAGRAPH}</p></article></body></html>"
        )
        self.reply(url, text, headers={"Content-Type": "text/html; charset=utf-8"}, **more)

    def reply(self, url: str, body: str | bytes = b"", status: int = 200, **more: Any) -> None:  # noqa: ANN401 - fields by name
        """Answer an address so; with `once=True`, only the first question."""
        raw = body.encode() if isinstance(body, str) else body
        shelf = self.once if more.pop("once", False) else self.replies
        shelf[url] = Reply(raw, status, **more)

    def source(self, name: str, url: str = "", **more: Any) -> Source:  # noqa: ANN401 - fields by name
        """The record of a fictional outlet whose host is `<name>.example`."""
        given = {
            "id": name,
            "name": name.title(),
            "language": "fr",
            "country": "FR",
            "timezone": "Europe/Paris",
            "kind": SourceKind.FEED,
            "urls": (url or f"http://{name}.example/rss",),
        }
        return Source(**(given | more))

    def crawl(self, *sources: Source, **changes: Any) -> Crawled:  # noqa: ANN401 - fields by name
        """Crawl in a fresh process, because a reactor starts once in each.

        `visits` are what it remembers, `broken_store` makes it forget, `now` is its clock,
        `names` are addresses by name; all else are options.
        """
        now = changes.pop("now", NOW)
        names = changes.pop("names", {})
        visits = changes.pop("visits", {})
        broken = changes.pop("broken_store", False)
        options = CrawlOptions(
            **{
                "user_agent": AGENT,
                "proxy": self.address,
                "delay_seconds": 0.0,
                "timeout_seconds": 3.0,
                "budget_seconds": 25.0,
                "max_bytes": 1_000_000,
                **changes,
            }
        )
        plan = pickle.dumps((sources, options, visits, broken, now, names))
        return self.crawlers.carry_out(plan)

    def close(self) -> None:
        """Let go of whoever still waits, and stop."""
        self.closing.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture(scope="session")
def crawlers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawlers]:
    said = tmp_path_factory.mktemp("crawlers") / "stderr"
    with said.open("wb") as stderr:
        child = subprocess.Popen(
            [sys.executable, CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr
        )
        with child:
            yield Crawlers(child, said)


@pytest.fixture
def press(crawlers: Crawlers) -> Iterator[Press]:
    served = Press(crawlers)
    try:
        yield served
    finally:
        served.close()
