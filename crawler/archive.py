"""Pages from files, folders and web archives: the way in for `ingest`."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.ports import Hints
from crawler.warc import ASKED, HINTS, SOURCE
from news.errors import ExtractionError, UsageError
from news.page import Page

_HTML = (".html", ".htm", ".xhtml")
_SUFFIXES = (*_HTML, ".txt", ".warc")
_LARGEST = 20_000_000
_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_SOUND = range(200, 300)


@dataclass(frozen=True, slots=True)
class Saved:
    """A page from a file, with what the file says of it."""

    page: Page
    source_id: str = ""
    """Whose page it is; empty where the file does not say."""
    hints: Hints | None = None
    """What was announced of it when it was fetched."""


def read_pages(path: Path, now: datetime) -> Iterator[Saved | ExtractionError]:
    """The pages in a file, in all files of a folder and its folders, or in a web archive.

    Kinds: `.html`, `.htm`, `.xhtml`, `.txt`, `.warc`, each also with `.gz` behind. A file
    `<name>.json` beside `<name>.html` may name the page's address under `url`. Of our own archive
    the pages of articles are given, not the feeds and listings that announced them.

    Args:
        path: file or folder.
        now: stands as the instant of fetching for files, which do not know theirs.

    Yields:
        A page, or the reason why a file gives none.

    Raises:
        UsageError: when the path does not exist or is a file of another kind.
    """
    if path.is_dir():
        for found in sorted(path.rglob("*")):
            if found.is_file() and _kind(found):
                yield from _read_file(found, now)
    elif not path.exists():
        raise UsageError(f"{path}: no such file or folder", "give the path of an existing one")
    elif not _kind(path):
        known = ", ".join(_SUFFIXES)
        raise UsageError(f"{path}: not a page", f"give a file ending in {known}, or a folder")
    else:
        yield from _read_file(path, now)


def _kind(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return next((suffix for suffix in _SUFFIXES if name.endswith(suffix)), "")


def _read_file(path: Path, now: datetime) -> Iterator[Saved | ExtractionError]:
    if _kind(path) == ".warc":
        yield from _read_archive(path, now)
        return
    try:
        body = _read_bytes(path)
    except (OSError, EOFError, zlib.error) as error:
        yield ExtractionError("unreadable", f"{path}: {error}", "check the file")
        return
    if len(body) > _LARGEST:
        yield ExtractionError("too-large", f"{path}: more than {_LARGEST} bytes")
        return
    kind = "text/plain" if _kind(path) == ".txt" else "text/html"
    address = _address_beside(path) or path.resolve().as_uri()
    yield Saved(Page(address, address, 200, body, now, {"content-type": kind}))


def _read_bytes(path: Path) -> bytes:
    if path.suffix.lower() != ".gz":
        with path.open("rb") as stream:
            return stream.read(_LARGEST + 1)
    with gzip.open(path, "rb") as packed:
        return packed.read(_LARGEST + 1)


def _address_beside(path: Path) -> str:
    name = path.name.removesuffix(".gz")
    notes = path.with_name(name.rpartition(".")[0] + ".json")
    try:
        found = json.loads(notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    address = found.get("url") if isinstance(found, dict) else None
    return address if isinstance(address, str) and address.startswith("http") else ""


def _read_archive(path: Path, now: datetime) -> Iterator[Saved | ExtractionError]:
    found = False
    try:
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream, auto_decode="all"):
                found = found or "WARC-Type" in record.headers
                if record.record_type is not WarcRecordType.response:
                    continue
                page = _read_record(record, now)
                if page is not None:
                    yield page
    except (OSError, EOFError, ValueError) as error:
        yield ExtractionError("unreadable", f"{path}: {error}", "check the archive")
        return
    if not found:
        yield ExtractionError("unreadable", f"{path}: holds no record", "check the archive")


def _read_record(record: WarcRecord, now: datetime) -> Saved | ExtractionError | None:
    source = record.headers.get(SOURCE) or ""
    hints = record.headers.get(HINTS)
    if source and not hints:
        return None
    headers = {name.lower(): value for name, value in (record.http_headers or {}).items()}
    status = (record.http_headers.status_code if record.http_headers else None) or 0
    kind = headers.get("content-type", "").lower()
    # Of our own archive documents of any kind: they were articles when they were fetched.
    if status not in _SOUND or not (source or kind.startswith(_TYPES)):
        return None
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    if record.content_length > _LARGEST:
        return ExtractionError("too-large", f"{address}: more than {_LARGEST} bytes")
    body = record.reader.read(_LARGEST + 1)
    asked = record.headers.get(ASKED) or address
    page = Page(asked, address, status, body, _fetched(record, now), headers)
    return Saved(page, source, _hints(hints) if hints else None)


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
