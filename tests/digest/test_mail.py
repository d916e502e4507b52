"""The body of a mail: nothing loaded, nothing run, style in the elements, and plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from parsel import Selector

from digest import render_mail

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.digest.conftest import Press

SUBJECTS = {
    "fr": "Fil de Soie du 20 mai 2022 : 2 nouveaux, 1 suite",
    "ja": "フィル・ド・ソワ 2022年5月20日：新着2件、続報1件",
    "en": "Fil de Soie, 20 May 2022: 2 new, 1 update",
}


def spaced(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("language", SUBJECTS)
def test_the_subject_is_one_line_in_the_readers_language(
    full_press: Press, bundled: Knowledge, language: str
) -> None:
    body = render_mail(full_press.digest(language), bundled)
    assert spaced(body.subject) == SUBJECTS[language]
    assert Selector(body.html).xpath("/html/@lang").get() == language


@pytest.mark.parametrize("language", SUBJECTS)
def test_a_mail_loads_and_runs_nothing_and_needs_no_sheet(
    full_press: Press, bundled: Knowledge, language: str
) -> None:
    page = Selector(render_mail(full_press.digest(language), bundled).html)
    assert not page.xpath(
        "//style | //link | //script | //img | //svg | //iframe | //form | //object | //video"
    )
    assert not page.xpath("//@src | //@background | //@*[starts-with(name(), 'on')] | //@class")
    styles = page.xpath("//@style").getall()
    assert styles
    assert not re.search(r"url\(|expression|@import|var\(", " ".join(styles))


@pytest.mark.parametrize("language", SUBJECTS)
def test_japanese_breaks_where_it_may_and_has_its_own_faces(
    full_press: Press, bundled: Knowledge, language: str
) -> None:
    page = Selector(render_mail(full_press.digest(language), bundled).html)
    titles = page.xpath("//p[@lang = 'ja' and contains(., '大村知事')]/@style").getall()
    assert len(titles) == 1
    for wanted in ("Hiragino", "Noto Serif CJK JP", "line-break: strict", "auto-phrase"):
        assert wanted in titles[0]
    french = page.xpath("//p[@lang = 'fr']/@style").getall()
    assert not any("Hiragino" in style for style in french)


@pytest.mark.parametrize("language", SUBJECTS)
def test_both_parts_tell_every_article_of_the_day(
    full_press: Press, bundled: Knowledge, language: str
) -> None:
    digest = full_press.digest(language)
    body = render_mail(digest, bundled)
    links = set(Selector(body.html).xpath("//@href").getall())
    for story in digest.stories:
        for reading in story.readings:
            assert reading.article.url in links
            assert f"\n  {reading.article.url}\n" in body.text
            assert f"\n* {reading.article.title}\n" in body.text
    state = bundled.phrases.say("state-http-error", language)
    for part in (body.html, body.text):
        assert state in part


def test_plain_text_has_no_markup_and_no_trailing_space(
    full_press: Press, bundled: Knowledge
) -> None:
    text = render_mail(full_press.digest("ja"), bundled).text
    assert not re.search(r"<[a-z/]|&\w+;|\*\*|[ \t]$", text, re.MULTILINE)
    assert text.startswith("フィル・ド・ソワ 2022年5月20日（金）のまとめ\n")
    assert text.endswith("\n")


@pytest.mark.parametrize("language", SUBJECTS)
def test_an_empty_day_is_told_too(press: Press, bundled: Knowledge, language: str) -> None:
    body = render_mail(press.digest(language), bundled)
    assert bundled.phrases.say("no-story", language) in body.text
    assert bundled.phrases.say("fortnight-empty", language) in body.html
