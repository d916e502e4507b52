"""Cues stand alone, in the boundaries of their writing."""

from __future__ import annotations

import pytest

from news.text import fold
from nlp.cues import Lexicon, inflections


def _found(cue: str, text: str, *, inflect: bool) -> bool:
    return bool(Lexicon([(cue, "x")], inflect=inflect).find(fold(text).text))


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        ("véhicule électrique", "des véhicules électriques"),
        ("industriel", "une filière industrielle, des groupes industriels"),
        ("régional", "les élus régionaux"),
        ("agriculteur", "une agricultrice"),
        ("start-up", "trois startups et une start up"),
        ("hydrogène", "L’HYDROGENE vert"),
    ],
)
def test_a_french_cue_matches_its_simple_forms(cue: str, text: str) -> None:
    assert _found(cue, text, inflect=True)


@pytest.mark.parametrize(
    ("cue", "text"),
    [("sport", "le transport"), ("art", "article"), ("vin", "vingt provinces")],
)
def test_a_french_cue_is_a_whole_word(cue: str, text: str) -> None:
    assert not _found(cue, text, inflect=True)


def test_katakana_needs_katakana_boundaries() -> None:
    assert _found("リフト", "新しいリフトを", inflect=False)
    assert _found("リフト", "ﾘﾌﾄを", inflect=False)
    assert not _found("リフト", "フォークリフトを", inflect=False)
    assert not _found("レース", "レースコースで", inflect=False)


def test_latin_inside_japanese_needs_latin_boundaries() -> None:
    assert _found("AI", "生成ＡＩで", inflect=False)
    assert not _found("AI", "CHAINで", inflect=False)


def test_the_longest_hit_silences_what_it_covers() -> None:
    lexicon = Lexicon([("moteur", "car"), ("moteur de la croissance", None)], inflect=True)
    hits = lexicon.find(fold("le moteur de la croissance et un moteur").text)
    assert [(hit.form, hit.labels) for hit in hits] == [
        ("moteur de la croissance", ()),
        ("moteur", ("car",)),
    ]


def test_an_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([], inflect=True).find("texte") == ()


def test_function_words_are_not_inflected() -> None:
    assert inflections("chef de la") == {"chef de la", "chefs de la", "chefe de la", "chefes de la"}
