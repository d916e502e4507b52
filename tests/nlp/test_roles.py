"""Offices without a name are solved to their holder on the article's day, weak forms likewise."""

from datetime import date

import pytest

from news.entity import Entity, EntityKind, Role
from news.text import fold
from nlp.gazetteer import Gazetteer
from nlp.linking import link
from nlp.names import Name
from nlp.roles import find_roles
from nlp.scene import Scene
from nlp.spans import MODEL

REGION = {"fr": "président de la Région Auvergne-Rhône-Alpes", "ja": "議長"}
AICHI = {"fr": "gouverneur de la préfecture d'Aichi", "ja": "愛知県知事"}
CHANGE = date(2024, 9, 5)
ENTITIES = {
    entity.id: entity
    for entity in (
        Entity(
            "region",
            EntityKind.ORGANISATION,
            "Région Auvergne-Rhône-Alpes",
            {"ja": "オーベルニュ・ローヌ・アルプ地域圏"},
        ),
        Entity("pref", EntityKind.ORGANISATION, "Préfecture d'Aichi", {"ja": "愛知県"}),
        Entity(
            "wauquiez",
            EntityKind.PERSON,
            "Laurent Wauquiez",
            {},
            (),
            ("Wauquiez",),
            roles=(Role(REGION, "region", date(2016, 1, 4), CHANGE, head=True),),
        ),
        Entity(
            "pannekoucke",
            EntityKind.PERSON,
            "Fabrice Pannekoucke",
            {},
            roles=(Role(REGION, "region", CHANGE, None, head=True),),
        ),
        Entity(
            "omura",
            EntityKind.PERSON,
            "Hideaki Ōmura",
            {"ja": "大村秀章"},
            (),
            ("大村",),
            roles=(Role(AICHI, "pref", date(2011, 2, 15), None, head=True),),
        ),
    )
}
GAZETTEER = Gazetteer(ENTITIES)


def scene(text: str, language: str, day: date | None, people: tuple[str, ...] = ()) -> Scene:
    """A scene of a text in which a model found some people."""
    hits = tuple(GAZETTEER.hits(text, fold(text)))
    names = tuple(
        Name(text.index(name), text.index(name) + len(name), EntityKind.PERSON, MODEL)
        for name in people
    )
    return Scene(text, language, day, hits, names, ENTITIES)


def roles(text: str, language: str, day: date | None) -> list[tuple[str, str]]:
    """Surfaces and holders of the offices of a text."""
    subject = scene(text, language, day)
    found, _ = find_roles(subject, link(subject).linked)
    assert all(text[role.start : role.end] == role.surface for role in found)
    return [(role.surface, role.person) for role in found]


@pytest.mark.parametrize(
    ("day", "holder"),
    [(date(2024, 9, 4), "wauquiez"), (date(2024, 9, 5), "pannekoucke")],
)
def test_the_day_decides_who_the_president_is(day: date, holder: str) -> None:
    text = "Le président de la Région Auvergne-Rhône-Alpes a promis."
    surface = "Le président de la Région Auvergne-Rhône-Alpes"
    assert roles(text, "fr", day) == [(surface, holder)]


@pytest.mark.parametrize(
    "text",
    [
        "Le vice-président de la Région Auvergne-Rhône-Alpes a promis.",
        "L’ancien président de la Région Auvergne-Rhône-Alpes a promis.",
        "Laurent Wauquiez, président de la Région Auvergne-Rhône-Alpes, a promis.",
        "Le président de la Région Auvergne-Rhône-Alpes, Laurent Wauquiez, a promis.",
        "Le président de la Préfecture d'Aichi a promis.",
    ],
)
def test_named_former_and_other_offices_are_none(text: str) -> None:
    assert roles(text, "fr", date(2023, 1, 1)) == []


def test_japanese_offices_are_solved() -> None:
    text = "愛知県知事の親書をオーベルニュ・ローヌ・アルプ地域圏の議長が受け取った。"
    found = roles(text, "ja", date(2025, 5, 20))
    assert [person for _, person in found] == ["omura", "pannekoucke"]
    assert roles("愛知県知事の大村秀章氏は", "ja", date(2025, 5, 20)) == []


def test_an_office_that_nobody_held_is_told() -> None:
    subject = scene("Le président de la Région Auvergne-Rhône-Alpes", "fr", date(2010, 1, 1))
    found, unsolved = find_roles(subject, link(subject).linked)
    assert found == ()
    assert [reason.code for reason in unsolved] == ["no-holder"]


def keys(subject: Scene) -> list[str]:
    """The keys of the people of a scene."""
    return [item.key for item in link(subject).linked if item.kind is EntityKind.PERSON]


def test_a_family_name_counts_after_the_full_name() -> None:
    day = date(2023, 1, 1)
    assert keys(scene("Laurent Wauquiez parle. Wauquiez insiste.", "fr", day)) == ["wauquiez"] * 2
    assert keys(scene("Wauquiez insiste.", "fr", day)) == []


def test_a_family_name_counts_with_the_title_its_bearer_holds() -> None:
    assert keys(scene("大村知事も出席した。", "ja", date(2024, 11, 1))) == ["omura"]
    assert keys(scene("大村知事も出席した。", "ja", date(2009, 11, 1))) == []


def test_a_namesake_in_the_text_takes_the_family_name() -> None:
    subject = scene("写真家の大村健吾さん。大村氏は笑う。", "ja", date(2025, 4, 9), ("大村健吾",))
    assert "omura" not in keys(subject)
    assert {reason.code for reason in link(subject).rejected} <= {"other-person", "inside-longer"}
