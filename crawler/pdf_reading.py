"""A program of its own: a PDF document on standard input, its text as JSON on standard output.

Parsers of PDF can be made to run and to grow without end, so this one has a process with limits of
time and memory, and may die without harm. Only the standard library and the parser are known here.
"""

from __future__ import annotations

import io
import json
import logging
import re
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MEMORY = 700_000_000
CPU_SECONDS = 8
MOST_PAGES = 40
MOST_LETTERS = 300_000
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_ENDS = tuple("。．！？!?.:：")
# A line that begins so is no continuation of the one before.
_BEGINS = re.compile(
    r"\s*(?:[・●○■□◆◇※◎▶→]|[0-9０-９]{1,2}[\s　.．、）)]|[（(][0-9０-９]{1,2}[）)]|[①-⑳])"
)
_SAME_SIZE = 0.15


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    text: str
    right: float
    size: float


def read(body: bytes) -> dict[str, Any]:
    """Title, largest line of the first page, and paragraphs; or a code and a message."""
    from pdfminer.high_level import extract_pages  # noqa: PLC0415 (after the limits are set)
    from pdfminer.pdfdocument import (  # noqa: PLC0415 (the same)
        PDFDocument,
        PDFEncryptionError,
        PDFPasswordIncorrect,
    )
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415 (the same)

    try:
        document = PDFDocument(PDFParser(io.BytesIO(body)))
        if not document.is_extractable:
            return {"code": "encrypted", "message": "its publisher forbids taking text out of it"}
        pages = [
            list(_lines(page)) for page in extract_pages(io.BytesIO(body), maxpages=MOST_PAGES)
        ]
    except (PDFEncryptionError, PDFPasswordIncorrect) as error:
        return {"code": "encrypted", "message": str(error) or "a password is needed"}
    first = next((lines for lines in pages if lines), [])
    if not first:
        return {"code": "no-text", "message": f"{len(pages)} pages hold pictures but no text"}
    return {
        "title": _title(document.info),
        "headline": max(first, key=lambda line: line.size).text,
        "paragraphs": [part for lines in pages for part in paragraphs(lines)],
    }


def paragraphs(lines: list[Line]) -> Iterator[str]:
    """Lines joined where one runs on: it reaches the right edge and does not end a sentence."""
    edge = max((line.right for line in lines), default=0.0)
    text, last = "", None
    for line in lines:
        if last is not None and _runs_on(last, line, edge):
            text = _join(text, line.text)
        else:
            if text:
                yield text
            text = line.text
        last = line
    if text:
        yield text


def _runs_on(last: Line, line: Line, edge: float) -> bool:
    full = last.right >= edge - 2.5 * last.size
    alike = abs(last.size - line.size) <= _SAME_SIZE * max(last.size, line.size)
    return full and alike and not last.text.endswith(_ENDS) and not _BEGINS.match(line.text)


def _join(text: str, more: str) -> str:
    if text.endswith("-") and more[:1].islower():
        return text[:-1] + more
    wide = _WIDE.match(text[-1:]) or _WIDE.match(more[:1])
    return text + ("" if wide else " ") + more


def _lines(page: Any) -> Iterator[Line]:  # noqa: ANN401 (the parser's tree has no common type)
    from pdfminer.layout import LTTextBox  # noqa: PLC0415 (after the limits are set)

    for box in page:
        if isinstance(box, LTTextBox):
            for line in box:
                text = " ".join(line.get_text().split())
                if text:
                    yield Line(text, line.x1, min(line.height, line.width))


def _title(info: list[dict[str, Any]]) -> str:
    from pdfminer.utils import decode_text  # noqa: PLC0415 (after the limits are set)

    raw = info[0].get("Title") if info else None
    return " ".join(decode_text(raw).split()) if isinstance(raw, bytes) else ""


def main() -> None:
    """Read one document within the limits and tell what it holds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable(logging.CRITICAL)
    try:
        found = read(sys.stdin.buffer.read())
    except MemoryError:
        found = {"code": "too-large", "message": "it grows beyond the memory it is given"}
    except Exception as error:  # noqa: BLE001 - whatever the parser raises is this document's
        message = " ".join(str(error).split())[:120]
        found = {"code": "unreadable", "message": f"{type(error).__name__}: {message}"}
    letters = 0
    kept = []
    for part in found.get("paragraphs", ()):
        letters += len(part)
        if letters > MOST_LETTERS:
            break
        kept.append(part)
    sys.stdout.buffer.write(json.dumps({**found, "paragraphs": kept}).encode())


if __name__ == "__main__":
    main()
