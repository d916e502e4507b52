"""Revisions of an article and what each changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from news.url import article_id
from review.difference import Change, Fate, compare, shorten
from storage import Query, Store

Page = Any  # lxml tells nothing of its types
FRENCH = article_id("https://courrier-presquile.example/fr")
TEXTS = st.text("ab é。知事\n\r名ガラ1", max_size=40)


@given(TEXTS, TEXTS)
def test_the_changes_are_the_two_texts(old: str, new: str) -> None:
    changes = compare(old, new)
    assert "".join(change.text for change in changes if change.fate is not Fate.NEW) == old
    assert "".join(change.text for change in changes if change.fate is not Fate.GONE) == new


@pytest.mark.parametrize(
    ("old", "new", "gone", "added"),
    [
        ("Le maire signe à Lyon.", "La maire signe à Lyon.", ["Le"], ["La"]),
        ("大村知事がリヨンを訪れた。", "大村知事がパリを訪れた。", ["リヨン"], ["パリ"]),
        ("水素で協力する。", "水素で協力しない。", ["する"], ["しない"]),
        ("a\nb\nc", "a\nc", ["b\n"], []),
        ("même", "même", [], []),
    ],
)
def test_words_and_runs_change_as_a_whole(
    old: str, new: str, gone: list[str], added: list[str]
) -> None:
    changes = compare(old, new)
    assert [change.text for change in changes if change.fate is Fate.GONE] == gone
    assert [change.text for change in changes if change.fate is Fate.NEW] == added


def test_a_long_stretch_that_stayed_is_cut() -> None:
    long = "x" * 1000
    (first, _, last) = shorten(
        [Change(Fate.SAME, long), Change(Fate.NEW, "n"), Change(Fate.SAME, long)]
    )
    assert first.text.startswith("[…] x")
    assert last.text.endswith("x […]")
    assert len(first.text) + len(last.text) < 300


def test_texts_that_are_too_long_to_compare_change_whole() -> None:
    old, new = "a " * 3000, "b " * 3000
    assert [change.text for change in compare(old, new)] == [old, new]


def test_the_page_tells_what_changed(
    sit: Callable[[str], TestClient], fresh: Store, parse: Callable[[str], Page]
) -> None:
    article = fresh.readings(Query(ids=(FRENCH,)))[0].article
    fresh.keep_article(replace(article, title="Aichi à Lyon <b>", text=article.text + " Voilà."))
    assert [item.revision for item in fresh.revisions(FRENCH)] == [1, 2]
    page = parse(sit("Aki").get(f"/articles/{FRENCH}/revisions?lang=en").text)
    headings = [item.text_content() for item in page.cssselect(".revised h2")]
    assert [text[:10] for text in headings] == ["Revision 2", "Revision 1"]
    assert [item.text_content() for item in page.cssselect("div.change ins")] == [" Voilà."]
    assert "<b>" in page.cssselect("h3.change")[0].text_content()
    assert sit("Aki").get("/articles/none/revisions").status_code == 404
    assert fresh.revisions("none") == []
