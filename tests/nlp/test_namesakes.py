"""Japanese and Latin writings of one unknown name: likeness, glosses, and stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from news.analysis import TagKind
from nlp.namesakes import bind_namesakes
from nlp.transliteration import alike, romanised

if TYPE_CHECKING:
    from tests.nlp.conftest import Write

PAIRS = {
    "ジャン＝ピエール・ルフェーヴル": "Jean-Pierre Lefebvre",
    "アンヌ＝ソフィー・レアル・ダルヴァン": "Anne-Sophie Réal d'Arvan",
    "グザヴィエ・ド・モンゴルフィエ": "Xavier de Montgolfier",
    "ﾁﾎﾞｰ･ﾏﾙｼｬﾝ": "Thibault Marchand",
    "ユーグ・カルパンティエ": "Hugues Carpentier",
    "ヴェルコール・ロボティクス": "Vercors Robotics",
    "寺沢浩二": "Kōji Terasawa",
    "大野一樹": "Oono Kazuki",
    "東条順": "Jun Tōjō",
    "三好精密機工": "Miyoshi Seimitsu Kikō",
}


@pytest.mark.parametrize(("japanese", "latin"), PAIRS.items())
def test_two_writings_of_one_name_are_alike(japanese: str, latin: str) -> None:
    assert alike(japanese, latin)


def test_writings_of_different_names_are_not() -> None:
    wrong = [pair for pair in permutations(PAIRS, 2) if alike(pair[0], PAIRS[pair[1]])]
    assert wrong == []
    assert not alike("リュカ", "Luca")  # too few consonants to tell
    assert not alike("Jean Dupont", "Jean Dupont")


def test_a_reading_is_romanised_with_short_vowels() -> None:
    assert romanised("東条") == "tojo"
    assert romanised("八田") == "hatta"
    assert romanised("京本俊") == "kyomotoshun"


def test_names_of_one_story_in_two_scripts_are_one(write: Write) -> None:
    when = datetime(2024, 11, 12, 8, tzinfo=UTC)
    french = write("À Lyon", "Hugues Carpentier et Jean Roux.", "fr", {"Hugues Carpentier": "h?"})
    japanese = write("リヨン", "ユーグ・カルパンティエ氏。", "ja", {"ユーグ・カルパンティエ": "h?"})
    apart = [french.reading("a", when), japanese.reading("b", when)]
    assert bind_namesakes(apart) == apart
    told = [replace(reading, story_id="s") for reading in apart]
    one, other = bind_namesakes(told)
    assert one == told[0]
    (tag,) = other.analysis.of_kind(TagKind.PERSON)
    assert (tag.key, tag.label) == ("Hugues Carpentier", "Hugues Carpentier")
    assert tag.mentions[0].surface == "ユーグ・カルパンティエ"


def test_a_name_that_two_would_fit_stays_alone(write: Write) -> None:
    when = datetime(2024, 11, 12, 8, tzinfo=UTC)
    names = {"Hugues Carpentier": "h?", "Hugo Carpentier": "h?"}
    french = write("À Lyon", "Hugues Carpentier et Hugo Carpentier.", "fr", names)
    japanese = write("リヨン", "ユーグ・カルパンティエ氏。", "ja", {"ユーグ・カルパンティエ": "h?"})
    told = [
        replace(item.reading(item.document.title, when), story_id="s")
        for item in (french, japanese)
    ]
    assert bind_namesakes(told) == told
