"""Pages from files, folders and web archives: the way in for `ingest`."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from crawler.web_archive import LARGEST, Saved, read_web_archive
from news.errors import ExtractionError, UsageError
from news.page import Page

_HTML = (".html", ".htm", ".xhtml")
_SUFFIXES = (*_HTML, ".txt", ".warc")


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
    if len(body) > LARGEST:
        yield ExtractionError("too-large", f"{path}: more than {LARGEST} bytes")
        return
    kind = "text/plain" if _kind(path) == ".txt" else "text/html"
    address = _address_beside(path) or path.resolve().as_uri()
    yield Saved(Page(address, address, 200, body, now, {"content-type": kind}))


def _read_bytes(path: Path) -> bytes:
    if path.suffix.lower() != ".gz":
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    with gzip.open(path, "rb") as packed:
        return packed.read(LARGEST + 1)


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
    try:
        yield from read_web_archive(path, now)
    except ExtractionError as error:
        yield error
