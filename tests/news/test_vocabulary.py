"""What the records tell of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from news.analysis import Analysis, Reason, Relevance, Tier
from news.article import Article, Precision, Published, Timeliness, permitted
from news.digest import Digest, DigestStory
from news.errors import CollectionError
from news.page import Page
from news.reading import Reading
from news.report import SourceState
from news.source import Source, SourceKind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ARTICLE = Article("a", "s", "https://presse.example/a", "Titre", "Texte.", "fr", None, NOON)


def reading(language: str) -> Reading:
    found = Analysis("a", 1, "test", language, 0.9, (), Relevance(Tier.CORE, 7.0, ()))
    return Reading(ARTICLE, found)


def test_a_reason_tells_its_particulars_and_points_where_it_has_any() -> None:
    assert str(Reason("both-sides", ("Lyon", "Aichi"), 4.0)) == "both-sides: Lyon, Aichi (+4)"
    assert str(Reason("kitchen", ("bouchon",), -1.5)) == "kitchen: bouchon (-1.5)"
    assert str(Reason("model")) == "model"


@pytest.mark.parametrize(
    ("age", "timeliness"),
    [
        (timedelta(days=-1, microseconds=-1), Timeliness.FUTURE),
        (timedelta(days=-1), Timeliness.CURRENT),
        (timedelta(days=730), Timeliness.CURRENT),
        (timedelta(days=730, microseconds=1), Timeliness.OLD),
    ],
)
def test_an_article_is_of_its_time(age: timedelta, timeliness: Timeliness) -> None:
    dated = replace(ARTICLE, published=Published(NOON - age, Precision.INSTANT, "json-ld"))
    assert dated.timeliness is timeliness


def test_of_a_reserved_article_no_words_are_kept() -> None:
    assert permitted(ARTICLE) is ARTICLE
    reserved = replace(ARTICLE, reserved=True)
    assert permitted(reserved) == replace(reserved, text="")


def test_a_story_tells_its_languages_those_of_copies_included() -> None:
    lead, copy = reading("ja"), reading("fr")
    story = DigestStory("1", Tier.CORE, 1.0, lead, (lead, lead), (copy,), update=False)
    assert story.languages == ("fr", "ja")


@pytest.mark.parametrize(("days", "first"), [(1, date(2026, 11, 21)), (7, date(2026, 11, 15))])
def test_a_digest_tells_the_days_up_to_its_own(days: int, first: date) -> None:
    digest = Digest(date(2026, 11, 21), "fr", "Europe/Paris", NOON, (), 0, 0, (), days=days)
    assert digest.first_day == first


def test_a_page_says_what_it_is_without_parameters() -> None:
    address, headers = "https://presse.example/", {"content-type": " Text/HTML ; charset=x"}
    page = Page(address, address, 200, b"", NOON, headers)
    assert page.content_type == "text/html"
    assert replace(page, headers={}).content_type == ""


def test_the_first_host_counts_for_its_sisters() -> None:
    alone = Source("s", "S", "fr", "FR", "Europe/Paris", SourceKind.FEED, ())
    assert alone.sisters == {}
    hosts = ("presse.example", "journal.example", "gazette.example")
    assert replace(alone, hosts=hosts).sisters == {
        "journal.example": "presse.example",
        "gazette.example": "presse.example",
    }


def test_a_page_that_could_not_be_had_says_in_which_state() -> None:
    error = CollectionError(SourceState.TIMEOUT, "no answer in 30 s", "try later")
    assert (error.state, error.remedy) == (SourceState.TIMEOUT, "try later")
