"""How the word lists of the rules are written: as prose, so that a person can read and add."""

from __future__ import annotations


def listed(text: str) -> tuple[str, ...]:
    """The words of a list."""
    return tuple(text.split())
