"""How much of an article a digest gives away, in every form. Case 25: reserved articles."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest

from digest import render
from news.analysis import Reason, TagKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge import Knowledge
    from news.digest import Digest
    from tests.digest.conftest import Press

    RenderAs = Callable[[Digest, Knowledge], str]

TEXT = "La canuserie Belgrade-Tissot ouvre à Nagoya. Une phrase que nul ne cite."
NAMED = {"Nagoya": (TagKind.PLACE, "nagoya")}
QUOTE = "La canuserie Belgrade-Tissot ouvre à Nagoya."


@pytest.mark.parametrize(
    ("source", "given"),
    [("gazette", {"title", "quote", "author"}), ("depeche", {"title"}), ("muet", set())],
)
def test_rights_of_the_source_decide(
    press: Press, bundled: Knowledge, render_as: RenderAs, source: str, given: set[str]
) -> None:
    address = f"https://{source}.example/ouverture"
    press.tell(source, "Titre rare", TEXT, named=NAMED, authors=("Ondine Vitrail",), url=address)
    text = flat(render_as(press.digest(), bundled))
    signs = {"title": "Titre rare", "quote": QUOTE, "author": "Ondine Vitrail"}
    assert {name for name, sign in signs.items() if sign in text} == given
    assert address in text
    assert bundled.sources[source].name in text
    assert "Une phrase que nul ne cite" not in text


def flat(text: str) -> str:
    """Without the marks of Markdown, bold and highlighted names of HTML, written once or twice."""
    text = unescape(unescape(text))
    return re.sub(r"\\|\*\*|</?(?:mark|b)\b[^>]*>", "", text)


def test_a_reserved_article_gives_title_and_link_only(
    press: Press, bundled: Knowledge, render_as: RenderAs
) -> None:
    reasons = (Reason("in-title", ("Zinzolin",)),)
    press.tell("gazette", "Titre rare", TEXT, named=NAMED, reserved=True, reasons=reasons)
    text = render_as(press.digest(), bundled)
    assert "Titre rare" in text
    assert "https://gazette.example/1" in text
    for absent in ("canuserie", "Nagoya", "Zinzolin"):
        assert absent not in text


def test_a_reserved_article_of_a_link_source_gives_the_link_only(
    press: Press, bundled: Knowledge, render_as: RenderAs
) -> None:
    press.tell("muet", "Titre rare", TEXT, named=NAMED, reserved=True)
    assert "Titre rare" not in render_as(press.digest(), bundled)


def test_a_source_that_is_no_longer_known_is_never_quoted(press: Press, bundled: Knowledge) -> None:
    press.tell("gazette", "Titre rare", TEXT, named=NAMED)
    text = render(press.digest(), "md", replace(bundled, sources={}))
    assert "Titre rare" in text
    assert "canuserie" not in text


def test_copies_are_never_quoted(press: Press, bundled: Knowledge) -> None:
    first = press.tell("dauphin", "Original", "Un mot de Nagoya.", named=NAMED, story="s")
    press.tell("gazette", "Copie", TEXT, named=NAMED, story="s", copy_of=first)
    text = render(press.digest(), "html", bundled)
    assert "Copie" in text
    assert "canuserie" not in text
