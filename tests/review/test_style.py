"""The style sheet: readable contrasts in both schemes, nothing fetched, every class it needs."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import review

_CSS = (Path(review.__file__).parent / "static/desk.css").read_text(encoding="utf-8")
_SCHEMES = {
    "light": _CSS[: _CSS.index("prefers-color-scheme: dark")],
    "dark": _CSS[_CSS.index("prefers-color-scheme: dark") : _CSS.index("box-sizing")],
}
_GROUNDS = ("paper", "sheet", "soft")
_TEXTS = (
    *("ink", "quiet", "link", "vermilion", "core", "related", "context", "off"),
    *("good", "fair", "bad"),
)
_MARKED = ("person", "organisation", "place", "sector", "office", "hit")


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_texts_reach_the_contrast_of_wcag_aa(scheme: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", _SCHEMES[scheme]))
    pairs = [*product(_TEXTS, _GROUNDS[:2]), ("ink", "soft"), ("quiet", "soft")]
    pairs += [("ink", ground) for ground in _MARKED]
    poor = {
        pair: round(found, 2)
        for pair in pairs
        if (found := _contrast(colours[pair[0]], colours[pair[1]])) < 4.5
    }
    assert poor == {}
    assert _contrast("#ffffff", colours["indigo"]) > 4.5
    assert _contrast("#ffffff", colours["act"]) > 4.5


def test_the_style_sheet_fetches_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face", _CSS)


def test_the_style_sheet_serves_focus_print_phone_and_dark() -> None:
    for part in (
        ":focus-visible",
        "@media print",
        "max-width: 40rem",
        "forced-colors",
        ":lang(ja)",
    ):
        assert part in _CSS
