"""The words that people are shown."""

from __future__ import annotations

import re

import pytest

from knowledge import Phrases, load
from knowledge.phrases import LANGUAGES, PLACEHOLDER, Phrase


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load().phrases


def test_every_phrase_has_three_languages_and_the_same_placeholders(phrases: Phrases) -> None:
    assert len(phrases.table) > 200
    for code, phrase in phrases.table.items():
        assert set(phrase.texts) == set(LANGUAGES), code
        forms = [*phrase.texts.values(), *phrase.singular.values()]
        assert len({frozenset(PLACEHOLDER.findall(form)) for form in forms}) == 1, code


def test_each_language_is_written_in_its_own_writing(phrases: Phrases) -> None:
    kana = re.compile(r"[\u3041-\u30ff]")
    for code, phrase in phrases.table.items():
        assert not kana.search(phrase.texts["fr"] + phrase.texts["en"]), code


def test_french_keeps_its_marks_on_the_line(phrases: Phrases) -> None:
    for code, phrase in phrases.table.items():
        assert not re.search(r" [:;?!»%]|« ", phrase.texts["fr"]), code


def test_particulars_are_filled_in(phrases: Phrases) -> None:
    assert phrases.say("sources-summary", "fr", "12", "15", "17").startswith("12 nouveaux")
    assert phrases.say("since", "ja", "5月19日") == "5月19日から"
    assert phrases.say("since", "en", "19 May") == "since 19 May"


def test_braces_in_particulars_are_left_alone(phrases: Phrases) -> None:
    assert phrases.say("since", "en", "{0} {1} {name}") == "since {0} {1} {name}"


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("fr", "0", "0 article"),
        ("fr", "1", "1 article"),
        ("fr", "2", "2 articles"),
        ("en", "0", "0 articles"),
        ("en", "1", "1 article"),
        ("ja", "1", "記事1本"),
    ],
)
def test_singular_follows_the_language(
    phrases: Phrases, language: str, number: str, said: str
) -> None:
    assert phrases.say("articles-count", language, number) == said


def test_an_unknown_language_is_answered_in_english(phrases: Phrases) -> None:
    assert phrases.say("people", "de") == "People"


def test_an_unknown_code_says_itself_and_its_particulars(phrases: Phrases) -> None:
    assert "no-such-code" not in phrases
    assert phrases.say("no-such-code", "fr") == "no-such-code"
    assert phrases.say("no-such-code", "fr", "a", "b") == "no-such-code: a, b"


def test_a_missing_particular_is_empty() -> None:
    texts = {"fr": "{0} et {1}", "ja": "{0}と{1}", "en": "{0} and {1}"}
    phrases = Phrases({"pair": Phrase(texts, {})})
    assert phrases.say("pair", "fr", "a") == "a et "
    assert phrases.say("pair", "ja", "a", "b", "c") == "aとb"
