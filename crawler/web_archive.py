"""Web archives (WARC): the pages in one file, ours and those of others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.ports import Hints
from crawler.warc import ASKED, HINTS, SOURCE, sound_length
from news.errors import ExtractionError
from news.page import Page

LARGEST = 20_000_000
"""Bytes of the largest page that is read."""
_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_SOUND = range(200, 300)
_GZIP, _END = b"\x1f\x8b", b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Saved:
    """A page from a file, with what the file says of it."""

    page: Page
    source_id: str = ""
    """Whose page it is; empty where the file does not say."""
    hints: Hints | None = None
    """What was announced of it when it was fetched."""


Wanted = Callable[[bytes, str], bool]
"""Says of a body, with its Content-Type, whether the page is wanted."""


@dataclass(slots=True)
class Sifted:
    """How many pages of an archive were looked at, and how many were wanted."""

    pages: int = 0
    wanted: int = 0


def read_web_archive(
    path: Path, now: datetime, wanted: Wanted | None = None, sifted: Sifted | None = None
) -> Iterator[Saved | ExtractionError]:
    """The pages in a web archive, in order; of ours those of articles.

    Args:
        path: `.warc` or `.warc.gz`.
        now: stands as the instant of fetching where a record gives none.
        wanted: asked of each page's bytes before anything else is done with it. Documents that
            are no pages, and what was announced under a title, are not judged by it alone.
        sifted: counts, for whoever wants to know.

    Yields:
        A page, or why one record gives none.

    Raises:
        ExtractionError: `unreadable`, after the pages before it, when the file is no web archive,
            is damaged, or ends in the middle of a record.
    """
    sifted = sifted or Sifted()
    last = -1
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, auto_decode="all"):
                if "WARC-Type" not in record.headers:
                    continue
                last = record.stream_pos
                if record.record_type is WarcRecordType.response and _is_page(record):
                    yield from _take(record, now, wanted, sifted)
        sound = last >= 0 and _ends_well(path, last)
    except (OSError, EOFError, ValueError) as error:
        raise ExtractionError("unreadable", f"{path}: {error}", "check the archive") from error
    if last < 0:
        raise ExtractionError("unreadable", f"{path}: holds no record", "check the archive")
    if not sound:
        raise ExtractionError(
            "unreadable", f"{path}: ends in the middle of a record", "fetch the archive anew"
        )


def _is_page(record: WarcRecord) -> bool:
    head = record.http_headers
    if not head or (head.status_code or 0) not in _SOUND:
        return False
    source = record.headers.get(SOURCE)
    # Of our own archive documents of any kind: they were articles when they were fetched.
    return bool(record.headers.get(HINTS)) if source else _kind(record).startswith(_TYPES)


def _kind(record: WarcRecord) -> str:
    return (record.http_headers.get("Content-Type") or "").lower()


def _take(
    record: WarcRecord, now: datetime, wanted: Wanted | None, sifted: Sifted
) -> Iterator[Saved | ExtractionError]:
    sifted.pages += 1
    if record.content_length > LARGEST:
        address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        yield ExtractionError("too-large", f"{address}: more than {LARGEST} bytes")
        return
    body = record.reader.read(LARGEST + 1)
    if wanted is None or _is_wanted(record, body, wanted):
        sifted.wanted += 1
        yield _saved(record, body, now)


def _is_wanted(record: WarcRecord, body: bytes, wanted: Wanted) -> bool:
    kind = _kind(record)
    if not kind.startswith(_TYPES) or wanted(body, kind):
        return True
    told = record.headers.get(HINTS)
    hints = _hints(told) if told else None
    return hints is not None and wanted(hints.title.encode("utf-8", "replace"), "")


def _saved(record: WarcRecord, body: bytes, now: datetime) -> Saved:
    headers = {name.lower(): value for name, value in record.http_headers.items()}
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    asked = record.headers.get(ASKED) or address
    status = record.http_headers.status_code or 0
    page = Page(asked, address, status, body, _fetched(record, now), headers)
    hints = record.headers.get(HINTS)
    return Saved(page, record.headers.get(SOURCE) or "", _hints(hints) if hints else None)


def _hints(text: str) -> Hints | None:
    try:
        found = json.loads(text)
        return Hints(**{**found, "authors": tuple(found.get("authors", ()))})
    except (ValueError, TypeError, AttributeError):
        return None


def _fetched(record: WarcRecord, now: datetime) -> datetime:
    try:
        stamp = datetime.fromisoformat(record.headers.get("WARC-Date") or "")
    except ValueError:
        return now
    return stamp.astimezone(UTC) if stamp.tzinfo else now


def _ends_well(path: Path, last: int) -> bool:
    """Whether a file is whole from its last record on; the reader of records does not say."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        if stream.read(2) == _GZIP:
            stream.seek(last)
            begin = last if stream.read(2) == _GZIP else 0
            return sound_length(path, begin) == size
        stream.seek(max(0, size - len(_END)))
        return stream.read() == _END
