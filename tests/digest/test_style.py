"""The style sheet: ink that can be read, by day and by night."""

from __future__ import annotations

import re

import pytest

from digest.as_html import _style

AA = 4.5
"""Least contrast of text, WCAG 2 level AA."""


def palettes() -> list[dict[str, str]]:
    """The colours of paper by day, of the screen by night, of print; each over the one before."""
    found: list[dict[str, str]] = []
    colours: dict[str, str] = {}
    for block in re.findall(r":root \{(.*?)\}", _style(), flags=re.DOTALL):
        colours = colours | dict(re.findall(r"--(\w+): (#[0-9a-f]+)", block))
        found.append(colours)
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", palettes(), ids=["day", "night", "print"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "thread"])
def test_every_ink_can_be_read(palette: dict[str, str], ink: str) -> None:
    assert contrast(palette[ink], palette["paper"]) >= AA


@pytest.mark.parametrize("palette", palettes(), ids=["day", "night", "print"])
def test_marked_words_can_be_read(palette: dict[str, str]) -> None:
    assert contrast(palette["ink"], palette["mark"]) >= AA
