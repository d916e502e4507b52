"""Hundreds of small outlets of every kind on loopback, some of them broken: a server for soaks.

`python many.py SOURCES` serves them as an HTTP proxy, in a process of its own, and prints its
port. It is told of a new round, and tells what it was asked, under the host `control.example`.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

FIRST, EACH = 4, 2
"""Articles of an outlet in the first round, and how many each further round adds."""
KINDS = ("rss", "atom", "sitemap", "listing")
FAULTS = (
    "http-error",
    "html-instead-of-feed",
    "parse-error",
    "timeout",
    "robots-refused",
    "too-large",
    "forbidden-address",
    "empty-but-valid",
)
FAULTY = 20
"""One outlet in so many is broken: five in a hundred."""
WORDS = (
    "La filature reprend le travail après trois ans de silence, et les métiers battent.",
    "Le conseil a voté les crédits de la halle, que les marchands attendaient depuis longtemps.",
    "Les apprentis sont venus de la vallée voisine avec leurs navettes et leurs cahiers.",
    "On y teint encore la soie à la garance, dans des cuves que la rivière alimente.",
)
MENU = "".join(f'<li><a href="/rubrique/{n}">Rubrique {n}</a></li>' for n in range(40))


def host_of(number: int) -> str:
    """The host of an outlet."""
    return f"s{number:03}.example"


def kind_of(number: int) -> str:
    """How an outlet announces its articles; broken ones do so by a feed."""
    return "rss" if fault_of(number) else KINDS[number % len(KINDS)]


def fault_of(number: int) -> str:
    """The state that an outlet ends in; empty for a sound one."""
    return FAULTS[number // FAULTY % len(FAULTS)] if number % FAULTY == FAULTY - 1 else ""


def articles_in(round_number: int) -> int:
    """How many articles a sound outlet has published by a round; the first is 1."""
    return FIRST + EACH * (round_number - 1)


@dataclass
class Answer:
    """What is said to one question."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    extra: dict[str, str] = field(default_factory=dict)
    hang: float = 0.0


def announcement(host: str, kind: str, count: int) -> Answer:
    """The feed, sitemap or listing of an outlet with so many articles."""
    links = [f"http://{host}/article/{number}" for number in range(count, 0, -1)]
    xml = "application/xml; charset=utf-8"
    day = "2022-05-20T05:00:00Z"
    if kind == "sitemap":
        rows = "".join(f"<url><loc>{link}</loc><lastmod>{day}</lastmod></url>" for link in links)
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        return Answer(f"<urlset {space}>{rows}</urlset>".encode(), xml)
    if kind == "atom":
        rows = "".join(
            f'<entry><title>{title(link)}</title><id>{link}</id><link href="{link}"/>'
            f"<updated>{day}</updated></entry>"
            for link in links
        )
        space = 'xmlns="http://www.w3.org/2005/Atom"'
        return Answer(f"<feed {space}><title>x</title>{rows}</feed>".encode(), xml)
    if kind == "listing":
        rows = "".join(f'<li><a href="{link}">{title(link)}</a></li>' for link in links)
        return Answer(f"<html><body><main><ul>{rows}</ul></main></body></html>".encode())
    rows = "".join(
        f"<item><title>{title(link)}</title><link>{link}</link>"
        "<pubDate>Fri, 20 May 2022 05:00:00 GMT</pubDate></item>"
        for link in links
    )
    return Answer(f'<rss version="2.0"><channel>{rows}</channel></rss>'.encode(), xml)


def title(link: str) -> str:
    """The headline of an article."""
    parts = urlsplit(link)
    return f"La halle {parts.hostname} et sa foire numéro {parts.path.rpartition('/')[2]}"


def article(link: str) -> Answer:
    """An article's page: twenty kilobytes, a third of them text."""
    text = "".join(f"<p>{title(link)} ({n}). {' '.join(WORDS)}</p>" for n in range(8))
    script = f"<script>var stock = {json.dumps(['x' * 60] * 150)}</script>"
    return Answer(
        f'<html lang="fr"><head><title>{title(link)}</title>{script}</head><body><nav><ul>{MENU}'
        f"</ul></nav><article><h1>{title(link)}</h1>{text}</article><footer>{MENU}</footer>"
        "</body></html>".encode()
    )


BROKEN: dict[str, Callable[[str], Answer]] = {
    "http-error": lambda _host: Answer(b"", status=500),
    "html-instead-of-feed": lambda host: article(f"http://{host}/x"),
    "parse-error": lambda _host: Answer(b"<rss><channel><item><title>Coup"),
    "timeout": lambda _host: Answer(b"", hang=60),
    "robots-refused": lambda host: announcement(host, "rss", 3),
    "too-large": lambda _host: Answer(
        gzip.compress(b"\0" * 60_000_000), extra={"Content-Encoding": "gzip"}
    ),
    "forbidden-address": lambda _host: Answer(
        b"", status=302, extra={"Location": "file:///etc/passwd"}
    ),
    "empty-but-valid": lambda host: announcement(host, "rss", 0),
}


class Many:
    """Answers for all hosts; knows the round and what it was asked."""

    def __init__(self) -> None:
        self.round = 1
        self.asked: list[tuple[float, str]] = []
        self._made: dict[str, Answer] = {}

    def answer(self, url: str) -> Answer:
        """What is said to a question."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host == "control.example":
            return self._control(parts.path)
        if parts.path.startswith("/article/"):
            self.asked.append((time.monotonic(), url))
            return (
                self._made.setdefault(url, article(url))
                if url not in self._made
                else self._made[url]
            )
        number = int(host[1:4])
        fault = fault_of(number)
        if parts.path == "/robots.txt":
            refused = fault == "robots-refused"
            rules = b"User-agent: *\nDisallow: /\n" if refused else b"User-agent: *\nDisallow: /x\n"
            return Answer(rules, "text/plain")
        if parts.path != "/news":
            return Answer(b"", status=404)
        self.asked.append((time.monotonic(), url))
        if fault:
            return BROKEN[fault](host)
        return announcement(host, kind_of(number), articles_in(self.round))

    def _control(self, path: str) -> Answer:
        if path.startswith("/round/"):
            self.round = int(path.rpartition("/")[2])
        told = json.dumps(self.asked).encode()
        self.asked.clear()
        return Answer(told, "application/json")


async def converse(many: Many, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer the questions of one connection, one after the other."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            answer = many.answer(head.split(b" ", 2)[1].decode())
            await asyncio.sleep(answer.hang)
            extra = "".join(f"{name}: {value}\r\n" for name, value in answer.extra.items())
            writer.write(
                f"HTTP/1.1 {answer.status} X\r\nContent-Type: {answer.kind}\r\n{extra}"
                f"Content-Length: {len(answer.body)}\r\n\r\n".encode()
                + answer.body
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
        writer.close()


async def serve() -> None:
    """Serve on a free port, which is printed, until standard input closes."""
    many = Many()
    server = await asyncio.start_server(
        lambda reader, writer: converse(many, reader, writer), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - read by whoever started it
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
