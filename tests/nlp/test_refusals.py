"""Known names that do not count where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from news.entity import EntityKind
from news.text import fold
from nlp.gazetteer import Gazetteer
from nlp.linking import link
from nlp.names import Name
from nlp.scene import Scene
from nlp.spans import MODEL

if TYPE_CHECKING:
    from knowledge import Knowledge


@pytest.mark.parametrize(
    ("text", "name", "known", "refused"),
    [
        ("バルセロナが快勝した。", "バルセロナ", False, ["club"]),
        ("名古屋が快勝した。", "名古屋", True, []),
        ("L'Occitanie a signé.", "Occitanie", True, []),
    ],
)
def test_a_city_abroad_is_a_club_where_the_model_says_so(
    knowledge: Knowledge, text: str, name: str, *, known: bool, refused: list[str]
) -> None:
    """Places of the two countries, and those with a government of ours, are judged by the rules."""
    start = text.index(name)
    names = (Name(start, start + len(name), EntityKind.ORGANISATION, MODEL),)
    hits = Gazetteer(knowledge.entities).hits(text, fold(text))
    language = "fr" if text.startswith("L") else "ja"
    found = link(Scene(text, language, None, tuple(hits), names, knowledge.entities))
    assert [item.known for item in found.linked] == [known]
    assert [reason.code for reason in found.rejected] == refused


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("短編「リヨンの雨」を上映した。", 0),
        ("題は『名古屋の手紙』。", 0),
        ("「リヨンの技術」と語った。", 1),
        ("「リヨンの雨は長い」。", 1),
        ("「リヨン」で会った。", 1),
    ],
)
def test_a_work_named_after_a_place_is_not_the_place(
    knowledge: Knowledge, text: str, linked: int
) -> None:
    hits = Gazetteer(knowledge.entities).hits(text, fold(text))
    found = link(Scene(text, "ja", None, tuple(hits), (), knowledge.entities))
    assert len(found.linked) == linked
