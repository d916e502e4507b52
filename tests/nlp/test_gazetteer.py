"""Known names are found as whole words, the longest first, at their place in the original."""

import pytest

from news.entity import Entity, EntityKind
from news.text import fold
from nlp.gazetteer import Gazetteer, Hit

ENTITIES = {
    entity.id: entity
    for entity in (
        Entity("kyoto", EntityKind.PLACE, "Kyoto", {"ja": "京都"}),
        Entity("aichi", EntityKind.PLACE, "Aichi", {"ja": "愛知県"}, ("愛知",)),
        Entity("aichi-pref", EntityKind.ORGANISATION, "Préfecture d'Aichi", {"ja": "愛知県"}),
        Entity("lyon", EntityKind.PLACE, "Lyon", {"ja": "リヨン"}),
        Entity("aura", EntityKind.PLACE, "Auvergne-Rhône-Alpes", {}, ("AURA",)),
        Entity("rhone", EntityKind.PLACE, "Rhône", {}),
        Entity("omura", EntityKind.PERSON, "Hideaki Ōmura", {"ja": "大村秀章"}, (), ("大村",)),
        Entity("toyota", EntityKind.ORGANISATION, "Toyota", {"ja": "トヨタ"}),
        Entity("recherche", EntityKind.ORGANISATION, "Ministère de la Recherche", {}),
    )
}
GAZETTEER = Gazetteer(ENTITIES)


def hits(text: str, edges: frozenset[int] | None = None) -> list[str]:
    """The surfaces that are found."""
    return [text[hit.start : hit.end] for hit in GAZETTEER.hits(text, fold(text), edges)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("東京都で会見", []),
        ("京都で会見", ["京都"]),
        ("愛知県議会と愛知", ["愛知県", "愛知"]),
        ("la préfecture d’Aïchi", ["préfecture d’Aïchi"]),
        ("les soies d’Aichi", ["Aichi"]),
        ("Aichimura", []),
        ("les Lyonnais", []),
        ("Vieux-Lyon", []),
        ("l’axe Lyon–Turin", ["Lyon"]),
        ("il aura fallu", []),
        ("en AURA", ["AURA"]),
        ("Auvergne‑Rhône‑Alpes", ["Auvergne‑Rhône‑Alpes"]),
        ("トヨタカローラ", []),
        ("ﾄﾖﾀとリヨン", ["ﾄﾖﾀ", "リヨン"]),
        ("大村市の中学生", []),
        ("大村知事は", ["大村"]),
        ("le ministère de la Recherche", ["ministère de la Recherche"]),
    ],
)
def test_whole_words_alone_are_found(text: str, found: list[str]) -> None:
    assert hits(text) == found


def test_words_of_the_tokeniser_decide_where_they_are_known() -> None:
    assert hits("前田京都支店", frozenset({0, 2, 4})) == ["京都"]
    assert hits("前田京都支店", frozenset({0, 1, 4})) == []


def test_one_form_may_name_several_entities() -> None:
    (hit,) = GAZETTEER.hits("愛知県", fold("愛知県"))
    assert set(hit.form.strong) == {"aichi", "aichi-pref"}


def test_a_family_name_is_a_weak_form() -> None:
    (hit,) = GAZETTEER.hits("大村氏", fold("大村氏"))
    assert hit.form.strong == ()
    assert hit.form.weak == ("omura",)


def test_decomposed_text_is_found_at_its_own_offsets() -> None:
    text = "Le Rho\u0302ne et la pre\u0301fecture d’Aichi"
    assert hits(text) == ["Rho\u0302ne", "pre\u0301fecture d’Aichi"]


def test_an_empty_base_finds_nothing() -> None:
    found: list[Hit] = Gazetteer({}).hits("Lyon", fold("Lyon"))
    assert found == []
