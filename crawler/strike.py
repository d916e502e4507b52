"""Taking pages out of the archive: the files are written again without them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from crawler.warc import ASKED, HINTS, words_of

_CHUNK = 1 << 20
_NAMES = "pages-*.warc.gz"


def strike_pages(
    folder: Path,
    holds: Callable[[str], bool],
    addresses: Collection[str] = (),
    *,
    dry_run: bool = False,
) -> int:
    """Take out the pages whose words are not to be kept.

    Args:
        folder: of the archive; nothing else may write there meanwhile.
        holds: whether a page, decoded, says what must not be kept.
        addresses: of pages that go whatever they say: documents in which words cannot be seen.
        dry_run: whether only to count.

    Returns:
        How many pages.
    """
    struck = 0
    for path in sorted(folder.glob(_NAMES)):
        with path.open("rb") as stream:
            records = [
                (start, end, _is_struck(text, holds, addresses))
                for start, end, text in _members(stream)
            ]
            here = sum(gone for *_, gone in records)
            if here and not dry_run:
                _write_again(
                    path, stream, [(start, end) for start, end, gone in records if not gone]
                )
        struck += here
    return struck


def _write_again(path: Path, stream: BinaryIO, kept: Iterable[tuple[int, int]]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as target:
        for start, end in kept:
            stream.seek(start)
            target.write(stream.read(end - start))
    fresh.replace(path)


def _is_struck(record: bytes, holds: Callable[[str], bool], addresses: Collection[str]) -> bool:
    head, _, rest = record.partition(b"\r\n\r\n")
    fields = _fields(head)
    if fields.get("warc-type") != "response":
        return False
    asked = {fields.get("warc-target-uri", ""), fields.get(ASKED.lower(), "")}
    if asked & set(addresses):
        return True
    answer, _, body = rest.partition(b"\r\n\r\n")
    hints = json.loads(fields.get(HINTS.lower()) or "{}")
    said = [*asked, *map(str, hints.values()), words_of(body, _fields(answer))]
    return any(map(holds, said))


def _fields(head: bytes) -> dict[str, str]:
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _members(stream: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Where each record lies, and what it says; what a broken write left is passed over."""
    start = 0
    while True:
        unpack, pieces, end = zlib.decompressobj(wbits=31), [], start
        while not unpack.eof:
            stream.seek(end)
            piece = stream.read(_CHUNK)
            if not piece:
                return
            try:
                pieces.append(unpack.decompress(piece))
            except zlib.error:
                return
            end += len(piece) - len(unpack.unused_data)
        yield start, end, b"".join(pieces)
        start = end
