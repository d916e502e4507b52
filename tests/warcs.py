"""Web archives made of the sample press among pages that are of no interest."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demo import SamplePress
from demo.pages import html_type, render_article
from news.analysis import Tier
from tests.soak.many import article as noise

DATE = "2022-05-19T15:42:00Z"


@dataclass(frozen=True, slots=True)
class Record:
    """One answer of a server."""

    url: str
    body: bytes
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    date: str = DATE

    def packed(self) -> Record:
        """The same as it is sent compressed."""
        return Record(
            self.url,
            gzip.compress(self.body, mtime=0),
            self.kind,
            {**self.headers, "Content-Encoding": "gzip"},
            self.date,
        )

    def member(self) -> bytes:
        """As it stands in an archive."""
        told = {"Content-Type": self.kind, "Content-Length": str(len(self.body)), **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        answer = f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + self.body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Date: {self.date}\r\nWARC-Target-URI: {self.url}\r\n"
            "WARC-Record-ID: <urn:uuid:12345678-0000-4000-8000-000000000000>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        return gzip.compress(head.encode() + answer + b"\r\n\r\n", 6, mtime=0)


def write_warc(path: Path, records: Iterable[Record]) -> Path:
    """An archive of these answers."""
    path.write_bytes(b"".join(record.member() for record in records))
    return path


def hits(press: SamplePress) -> list[Record]:
    """The articles of the sample press that are on the subject, as pages."""
    return [
        Record(item.url, render_article(press, item), html_type(press.outlets[item.outlet_id]))
        for item in press.healthy
        if item.tier is not Tier.OFF
    ]


def write_many(folder: Path, count: int, pages: int = 5, seed: int = 9) -> list[Path]:
    """So many archives, each with an article on the subject somewhere among other pages.

    Every third article is of an outlet that no catalogue knows; some stand in several archives.
    """
    lot = random.Random(seed)  # noqa: S311 - a lot that can be drawn again
    known = hits(SamplePress.load())
    return [
        write_warc(folder / f"CC-NEWS-{number:05}.warc.gz", _shuffled(number, pages, known, lot))
        for number in range(count)
    ]


def _shuffled(number: int, pages: int, known: Sequence[Record], lot: random.Random) -> list[Record]:
    links = [f"http://bruit-{number}.example/article/{page}" for page in range(pages - 1)]
    records = [Record(link, noise(link).body) for link in links]
    hit = known[number % len(known)]
    if number % 3 == 0:
        elsewhere = f"http://inconnu-{number}.example/article"
        hit = Record(elsewhere, hit.body, hit.kind)
    records.append(hit.packed() if number % 4 == 1 else hit)
    lot.shuffle(records)
    return records
