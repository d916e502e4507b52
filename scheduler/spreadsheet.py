"""Cells that a spreadsheet shows and does not run."""

from __future__ import annotations

# A spreadsheet set to Japanese takes the full-width signs for the plain ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_RUNS) else text
