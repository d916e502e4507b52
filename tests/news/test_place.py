"""Places in a text: their sentence, and finding them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.analysis import TagKind
from news.article import Article
from news.place import follow, places_of, point_at
from news.review import Review, Subject, Verdict

NOW = datetime(2022, 5, 20, 8, tzinfo=UTC)
TITLE = "Une visite"
TEXT = "Le maire était là. M. Ōno, de Lyon, a signé.\n愛知県の知事が来た。名古屋でも会議があった。"


def article(text: str, revision: int = 1) -> Article:
    return Article("a", "s", "u", TITLE, text, "fr", None, NOW, revision=revision)


def added(surface: str) -> Review:
    text = article(TEXT).full_text
    start = text.index(surface)
    place = point_at(text, start, start + len(surface))
    return Review(
        *("r", "a", Subject.TAG, Verdict.ADDED, "akiko", NOW, TagKind.PLACE, "k"),
        place=place,
        revision=1,
    )


@pytest.mark.parametrize(
    ("surface", "sentence"),
    [
        ("visite", "Une visite"),
        ("Lyon", "M. Ōno, de Lyon, a signé."),
        ("maire", "Le maire était là."),
        ("愛知県", "愛知県の知事が来た。"),
        ("会議", "名古屋でも会議があった。"),
        ("signé.\n愛知", "M. Ōno, de Lyon, a signé.\n愛知県の知事が来た。"),
    ],
)
def test_a_place_is_proved_by_its_sentence(surface: str, sentence: str) -> None:
    text = article(TEXT).full_text
    start = text.index(surface)
    place = point_at(text, start, start + len(surface))
    assert (place.surface, place.sentence) == (surface, sentence)
    assert text[place.sentence_start :].startswith(sentence)


@given(st.text("aA.。 \n愛»", min_size=1), st.data())
def test_a_sentence_holds_its_place_exactly(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = point_at(text, start, end)
    assert text[place.start : place.end] == place.surface
    assert place.sentence == text[place.sentence_start :][: len(place.sentence)]
    assert place.sentence_start <= start
    assert end <= place.sentence_start + len(place.sentence)


def test_a_word_keeps_its_place_where_nothing_changed() -> None:
    word = added("Lyon")
    assert follow(word, article(TEXT)) is word
    assert follow(replace(word, place=None), article(TEXT, 2)).place is None


def test_a_place_follows_its_sentence() -> None:
    text = "Lyon ouvre. " + TEXT
    moved = follow(added("Lyon"), article(text, 2))
    assert moved.revision == 2
    assert moved.place is not None
    assert moved.place.sentence == "M. Ōno, de Lyon, a signé."
    assert article(text).full_text[moved.place.start : moved.place.end] == "Lyon"


def test_a_place_follows_its_words_when_the_sentence_changed() -> None:
    moved = follow(added("Lyon"), article("Les Lyonnais ! Tout se passe à Lyon.", 2))
    assert moved.place is not None
    assert moved.place.sentence == "Tout se passe à Lyon."


def test_the_sentence_counts_before_the_nearest_words() -> None:
    text = "Il y a Lyon, et puis Lyon. " + "Rien. " * 20 + "M. Ōno, de Lyon, a signé."
    moved = follow(added("Lyon"), article(text, 2))
    assert moved.place is not None
    assert moved.place.sentence == "M. Ōno, de Lyon, a signé."


def test_of_the_same_words_the_nearest_count() -> None:
    word = added("Lyon")
    assert word.place is not None
    before = len(article("").full_text)
    near = "Lyon ? " + "x" * (word.place.start - before - 7) + " Lyon ! À Lyon ?"
    moved = follow(word, article(near, 2))
    assert moved.place is not None
    assert moved.place.start == word.place.start + 1


def test_words_that_are_gone_keep_the_place_of_their_own_revision() -> None:
    word = added("Lyon")
    assert follow(word, article("Les Lyonnais sont là.", 2)) is word


def test_words_are_whole_where_the_script_has_words() -> None:
    assert list(places_of("Lyon, Lyonnais, à Lyon", "Lyon")) == [0, 18]
    assert list(places_of("東京都と京都", "京都")) == [1, 4]
    assert list(places_of("x", "")) == []
    assert list(places_of(" aLyon et Lyons.", "Lyon")) == []
    assert list(places_of("ma, a", "a")) == [4]
    assert list(places_of("Lyon, Lyon, Lyon", "Lyon")) == [0, 6, 12]
    assert list(places_of("京京", "京")) == [0, 1]
