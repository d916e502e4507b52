"""The bundled sample press: it loads, it is large and varied enough, it is told consistently."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from demo import CLOCK, EXPECTED_FAULTS, FIRST_DAY, LAST_DAY, SampleArticle, SamplePress
from demo.sites import SITES
from news.analysis import Tier
from news.report import SourceState


def test_is_large_enough(press: SamplePress) -> None:
    healthy = press.healthy
    assert len(healthy) >= 150
    assert sum(article.language == "fr" for article in healthy) >= 80
    assert sum(article.language == "ja" for article in healthy) >= 70
    outlets = {article.outlet_id for article in healthy}
    assert len(outlets) == 15
    assert {press.outlets[outlet].language for outlet in outlets} == {"fr", "ja"}


def test_every_site_has_its_outlet(press: SamplePress) -> None:
    assert set(press.outlets) == set(SITES)


def test_every_kind_of_publication_is_there(press: SamplePress) -> None:
    sound = [outlet for outlet in press.outlets.values() if not outlet.fault]
    formats = {"rss2", "rss1", "atom", "news-sitemap", "listing"}
    assert {outlet.format for outlet in sound} == formats
    assert {outlet.encoding for outlet in sound} == {"utf-8", "shift_jis", "euc-jp", "iso-8859-1"}
    assert {outlet.metadata for outlet in sound} == {"json-ld", "open-graph", "none"}
    assert {outlet.site.charset for outlet in sound} == {"header", "meta", "both"}


def test_stories_cross_the_languages(press: SamplePress) -> None:
    told = defaultdict(set)
    for article in press.healthy:
        told[article.story].add(article.language)
    assert sum(languages == {"fr", "ja"} for languages in told.values()) >= 8


def test_all_tiers_and_traps_are_there(press: SamplePress) -> None:
    least = {Tier.CORE: 35, Tier.RELATED: 15, Tier.CONTEXT: 25, Tier.OFF: 40}
    for tier, number in least.items():
        assert sum(article.tier is tier for article in press.healthy) >= number
    assert len({article.lookalike for article in press.healthy} - {""}) >= 6


def test_the_window_is_covered(press: SamplePress) -> None:
    days = {article.published.date() for article in press.healthy}
    assert min(days) == FIRST_DAY
    assert max(days) == LAST_DAY
    assert len(days) == 14
    assert all(article.modified < CLOCK for article in press.articles)
    assert any(article.updated for article in press.healthy)


def test_copies_share_their_words_and_others_do_not(press: SamplePress) -> None:
    by_key = {article.key: article for article in press.articles}
    copies = [article for article in press.articles if article.near_duplicate_of]
    assert len(copies) >= 6
    for copy in copies:
        original = by_key[copy.near_duplicate_of]
        assert copy.language == original.language
        assert _shared(copy, original) > 0.5, copy.key


def _shared(one: SampleArticle, other: SampleArticle) -> float:
    """Share of the shorter text's character 8-grams that the other has."""
    texts = [re.sub(r"\s+", "", article.text) for article in (one, other)]
    grams = [{text[i : i + 8] for i in range(len(text) - 7)} for text in texts]
    return len(grams[0] & grams[1]) / min(map(len, grams))


def test_each_fault_is_where_it_is_expected(press: SamplePress) -> None:
    hanging = [article.outlet_id for article in press.articles if article.hangs]
    refused = [a.outlet_id for a in press.articles if a.url.split("/")[3] == "abonnes"]
    faults = {outlet.id: outlet.fault for outlet in press.outlets.values() if outlet.fault}
    assert hanging == ["yahagi-times"]
    assert refused == ["courrier-presquile"]
    assert faults == {"radio-forez": "http-500", "reveil-dombes": "broken-feed"}
    assert dict(EXPECTED_FAULTS) == {
        "yahagi-times": SourceState.TIMEOUT,
        "courrier-presquile": SourceState.ROBOTS_REFUSED,
        "radio-forez": SourceState.HTTP_ERROR,
        "reveil-dombes": SourceState.PARSE_ERROR,
    }


def test_expectations_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        EXPECTED_FAULTS["radio-forez"] = SourceState.OK  # type: ignore[index]  # the point


def test_articles_have_ids_of_their_own_and_stand_newest_first(press: SamplePress) -> None:
    assert len({article.id for article in press.articles}) == len(press.articles)
    for outlet in press.outlets:
        instants = [article.published for article in press.of(outlet)]
        assert instants == sorted(instants, reverse=True)


def test_excerpts_are_shorter_than_the_text(press: SamplePress) -> None:
    for article in press.articles:
        assert 5 < len(article.excerpt) < len(article.paragraphs[0])
        assert article.text.startswith(article.excerpt.removesuffix("…"))
