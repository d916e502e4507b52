"""Rows that a spreadsheet shows and does not run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
"""What a file begins with: without it, spreadsheets read accents and Japanese as something else."""
# A spreadsheet set to Japanese takes the full-width signs for the plain ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_RUNS) else text


def write_row(cells: Iterable[str]) -> str:
    """Cells as one line of RFC 4180, each made safe."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(map(safe_cell, cells))
    return buffer.getvalue()
