"""Known people under a katakana spelling that the knowledge base does not hold."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from news.article import Article, Precision, Published
from news.text import fold_text
from nlp.heard import known_by_sound

if TYPE_CHECKING:
    from knowledge import Knowledge
    from nlp.reader import Reader
    from nlp.scene import Scene


def scene(knowledge: Knowledge, language: str = "ja") -> Scene:
    return cast("Scene", SimpleNamespace(language=language, entities=knowledge.entities))


@pytest.mark.parametrize(
    ("katakana", "label"),
    [
        ("ステファニー・ペルノ", "Stéphanie Pernod"),
        ("フィリップ・ムニエ", "Philippe Meunier"),
        ("ステファン・ベルナール", None),
        ("ペルノ", None),
        ("ステファニー・ド・ペルノ", None),
    ],
)
def test_every_part_must_sound_the_same(
    knowledge: Knowledge, katakana: str, label: str | None
) -> None:
    found = known_by_sound(scene(knowledge), fold_text(katakana))
    assert (found[0].label if found else None) == label
    assert known_by_sound(scene(knowledge, "fr"), fold_text(katakana)) is None


def test_nobody_known_in_japanese_is_guessed(knowledge: Knowledge) -> None:
    """Their spelling of record decides, not their sound."""
    assert known_by_sound(scene(knowledge), fold_text("ローラン・ボキエズ")) is None


@pytest.mark.models
def test_the_short_form_goes_with_the_full_one(reader: Reader) -> None:
    text = "リヨンのカトリーヌ・スタロンさんは18日、講演した。スタロンさんは水素の利用を説いた。"
    noon = datetime(2022, 5, 19, 12, tzinfo=UTC)
    published = Published(noon, Precision.INSTANT, "test")
    given = Article("a", "", "https://a.example/", "仏州幹部が来日", text, "ja", published, noon)
    (analysis,) = reader.read([given])
    tags = [tag for tag in analysis.tags if tag.label == "Catherine Staron"]
    assert [mention.surface for tag in tags for mention in tag.mentions] == [
        "カトリーヌ・スタロン",
        "スタロン",
    ]
    assert tags[0].why.code == "heard"
