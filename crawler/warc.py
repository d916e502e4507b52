"""The archive of pages: what was fetched, as WARC 1.1 (ISO 28500), one file a day.

Each record is a gzip member of its own and is written at once, so that a file can be read at any
time, also after the process was killed; what a broken write leaves is cut off before the next one.
Pages whose publisher reserves them are not kept.
"""

from __future__ import annotations

import base64
import fcntl
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

from crawler.document import Document
from crawler.encoding import decode
from crawler.ports import Delivery
from crawler.rights import is_reserved
from news.errors import ExtractionError, StoreError
from news.page import Page

SOURCE, ASKED, HINTS = "Soie-Source", "Soie-Asked", "Soie-Hints"
"""Fields of our own: whose page it is, how it was asked for, what was announced of it."""
_SOUND = range(200, 300)
_CHUNK = 1 << 20
# The body is kept as it is read, decompressed and in one piece.
_OF_THE_WIRE = frozenset(("content-encoding", "transfer-encoding", "content-length"))


class PageArchive:
    """Keeps pages in a folder, but for those that say what must not be kept."""

    def __init__(self, folder: Path, holds: Callable[[str], bool] = lambda _: False) -> None:
        self._folder = folder
        self._holds = holds
        self._mended: set[Path] = set()

    def keep(self, delivery: Delivery) -> bool:
        """Keep the page of an answer; False for what is not to be kept.

        Raises:
            StoreError: when the file cannot be written; it holds what it held before.
        """
        page = delivery.page
        if (
            page.status not in _SOUND
            or _reserved(delivery)
            or any(map(self._holds, _said(delivery)))
        ):
            return False
        path = self._folder / f"pages-{page.fetched_at.astimezone(UTC).date()}.warc.gz"
        try:
            self._append(path, _response(delivery))
        except OSError as error:
            raise StoreError(
                f"{path}: the page cannot be kept ({error.strerror})",
                "make room, name another archive.folder, or set archive.keep = false",
            ) from error
        return True

    def _append(self, path: Path, record: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if path not in self._mended:
                os.ftruncate(handle, sound_length(path))
                self._mended.add(path)
            end = os.lseek(handle, 0, os.SEEK_END)
            try:
                _write(handle, record if end else _opening(path.name) + record)
            except OSError:
                os.ftruncate(handle, end)
                raise
        finally:
            os.close(handle)


def sound_length(path: Path, begin: int = 0) -> int:
    """Length of the part of a file that consists of whole gzip members, seen from one of them."""
    sound = position = begin
    unpack = zlib.decompressobj(wbits=31)
    with path.open("rb") as stream:
        stream.seek(begin)
        while rest := stream.read(_CHUNK):
            while rest:
                try:
                    unpack.decompress(rest)
                except zlib.error:
                    return sound
                left = unpack.unused_data
                position += len(rest) - len(left)
                rest = left
                if unpack.eof:
                    sound = position
                    unpack = zlib.decompressobj(wbits=31)
    return sound


def _said(delivery: Delivery) -> Iterator[str]:
    """Everything that a record would say."""
    page, hints, article = delivery.page, delivery.hints, delivery.article
    yield from (page.url_asked, page.url_final, words_of(page.body, page.headers))
    yield from map(str, asdict(hints).values() if hints else ())
    if article:
        yield article.full_text


def words_of(body: bytes, headers: Mapping[str, str]) -> str:
    """What a page says, with its markup; nothing where it is no text."""
    try:
        return unescape(decode(body, headers.get("content-type", "")).text)
    except ExtractionError:
        return ""


def _reserved(delivery: Delivery) -> bool:
    if delivery.article is not None:
        return delivery.article.reserved
    try:
        text = decode(delivery.page.body, delivery.page.headers.get("content-type", "")).text
        return is_reserved(Document(text), delivery.page)
    except ExtractionError:
        return is_reserved(None, delivery.page)


def _write(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _opening(name: str) -> bytes:
    body = b"software: fildesoie\r\nformat: WARC File Format 1.1\r\n"
    fields = {
        "WARC-Type": "warcinfo",
        "WARC-Date": _stamp(datetime.now(UTC)),
        "WARC-Filename": name,
        "Content-Type": "application/warc-fields",
    }
    return _record(fields, body)


def _response(delivery: Delivery) -> bytes:
    page = delivery.page
    fields = {
        "WARC-Type": "response",
        "WARC-Date": _stamp(page.fetched_at),
        "WARC-Target-URI": page.url_final,
        "WARC-Payload-Digest": f"sha256:{base64.b32encode(sha256(page.body).digest()).decode()}",
        "Content-Type": "application/http;msgtype=response",
        SOURCE: delivery.source_id,
        ASKED: page.url_asked,
    }
    if delivery.hints is not None:
        fields[HINTS] = json.dumps(asdict(delivery.hints))
    return _record(fields, _answer(page))


def _answer(page: Page) -> bytes:
    phrase = HTTPStatus(page.status).phrase if page.status in set(HTTPStatus) else ""
    headers = {name: value for name, value in page.headers.items() if name not in _OF_THE_WIRE}
    headers["content-length"] = str(len(page.body))
    head = f"HTTP/1.1 {page.status} {phrase}\r\n{_lines(headers)}\r\n"
    return head.encode("latin-1", "replace") + page.body


def _record(fields: Mapping[str, str], body: bytes) -> bytes:
    named = {
        **fields,
        "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
        "Content-Length": str(len(body)),
    }
    head = f"WARC/1.1\r\n{_lines(named)}\r\n"
    return gzip.compress(head.encode() + body + b"\r\n\r\n", 6)


def _lines(fields: Mapping[str, str]) -> str:
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items())


def _stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
