"""What is given away of an article and of an analyst's word: everything in its own column."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from news.analysis import Analysis, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article, Precision, Published, Timeliness
from news.export import COLUMNS, REVIEW_COLUMNS, record, row, said, said_row
from news.reading import Reading
from news.review import Review, Subject, Verdict
from news.source import Rights, Source, SourceKind

AT = datetime(2022, 5, 20, 8, tzinfo=UTC)
SOURCE = Source(
    "gazette", "La Gazette", "fr", "FR", "Europe/Paris", SourceKind.FEED, ("https://g.example/",)
)
ARTICLE = Article(
    id="a1",
    source_id="gazette",
    url="https://g.example/1",
    title="Lyon et Aichi",
    text="Un texte.",
    language="fr",
    published=Published(AT, Precision.INSTANT, "feed"),
    collected_at=AT,
)
WORD = Review(
    "r1", "a1", Subject.TAG, Verdict.CORRECTED, "Aya", AT, TagKind.PERSON, "x y", "x-y",
    "X Y", "une note", corrected_kind=TagKind.ORGANISATION,
)  # fmt: skip


def tag(kind: TagKind, label: str) -> Tag:
    return Tag(kind, label.lower(), label, True, 0.9, (), Reason("alias"), "m")  # noqa: FBT003 - a dataclass


def reading(article: Article = ARTICLE) -> Reading:
    tags = (tag(TagKind.PLACE, "Lyon"), tag(TagKind.PLACE, "Aichi"), tag(TagKind.SECTOR, "Energy"))
    analysis = Analysis("a1", 1, "m", "fr", 0.9, tags, Relevance(Tier.CORE, 5.0, ()))
    return Reading(article, analysis, (), "s1", "a0")


def test_an_article_is_a_record_and_a_row() -> None:
    told = record(reading(), SOURCE)
    assert dict(zip(COLUMNS, row(told), strict=True)) == {
        "id": "a1", "date": AT.isoformat(), "tier": "core", "language": "fr",
        "source": "gazette", "title": "Lyon et Aichi", "url": "https://g.example/1",
        "reserved": "0", "people": "", "organisations": "", "places": "Lyon; Aichi",
        "sectors": "Energy", "story": "s1", "near_duplicate_of": "a0",
    }  # fmt: skip
    assert told["tags"][2] == {
        "kind": "sector", "key": "energy", "label": "Energy", "known": True, "score": 0.9,
        "verdict": None,
    }  # fmt: skip
    confirmed = replace(WORD, verdict=Verdict.ACCEPTED, kind=TagKind.PLACE, key="lyon")
    judged = record(replace(reading(), reviews=(confirmed,)), SOURCE)
    assert judged["tags"][0]["verdict"] == "accepted"


def test_what_a_publisher_reserves_is_not_given_away() -> None:
    assert record(reading(), replace(SOURCE, rights=Rights.LINK))["title"] == ""
    assert record(reading(), None)["title"] == "Lyon et Aichi"
    reserved = record(reading(replace(ARTICLE, reserved=True)), SOURCE)
    assert (reserved["tags"], row(reserved)[COLUMNS.index("reserved")]) == ([], "1")


def test_a_word_is_a_record_and_a_row() -> None:
    told = said(WORD, stands=True)
    assert dict(zip(REVIEW_COLUMNS, said_row(told), strict=True)) == {
        "id": "r1", "article": "a1", "at": AT.isoformat(), "who": "Aya", "verdict": "corrected",
        "subject": "tag", "kind": "person", "key": "x y", "corrected_to": "x-y",
        "corrected_kind": "organisation", "label": "X Y", "note": "une note", "withdraws": "",
        "stands": "1",
    }  # fmt: skip
    tier = replace(WORD, subject=Subject.TIER, kind=None, corrected_kind=None)
    withdrawn = said(tier, stands=False)
    assert (withdrawn["kind"], withdrawn["corrected_kind"]) == ("", "")
    assert said_row(withdrawn)[-1] == "0"


@pytest.mark.parametrize(
    ("year", "timeliness"),
    [(2022, Timeliness.CURRENT), (2002, Timeliness.OLD), (2024, Timeliness.FUTURE)],
)
def test_a_glimpse_is_as_timely_as_its_article(year: int, timeliness: Timeliness) -> None:
    article = replace(ARTICLE, published=Published(AT.replace(year=year), Precision.DAY, "text"))
    assert reading(article).glimpse.timeliness is article.timeliness is timeliness
