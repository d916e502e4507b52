"""Relevance: each tier for its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from news.analysis import Tier
from nlp import relevance, relevance_against
from nlp.relevance_evidence import gather

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.nlp.conftest import Write

FR = {
    "Région Auvergne-Rhône-Alpes": "o:region-aura",
    "préfecture d’Aichi": "o:aichi-pref",
    "Lyon": "p:lyon",
    "Grenoble": "p:grenoble",
    "Nagoya": "p:nagoya",
    "Orvane": "o?",
    "Nakasendo": "o?",
}
JA = {
    "愛知県": "o:aichi-pref",
    "リヨン": "p:lyon",
    "名古屋市": "p:nagoya",
    "一宮市": "p:ichinomiya",
}


def test_the_cooperation_itself_is_core(write: Write) -> None:
    body = "La Région Auvergne-Rhône-Alpes et la préfecture d’Aichi ont signé un mémorandum."
    written = write("Un accord signé", body, "fr", FR)
    assert written.relevance.tier is Tier.CORE
    assert "cooperation-named" in written.codes
    total = sum(reason.points for reason in written.relevance.reasons)
    assert written.relevance.score == pytest.approx(total)


def test_an_unknown_firm_on_the_other_soil_is_core(write: Write) -> None:
    body = "Le fabricant Orvane, de Lyon, ouvre un bureau à Nagoya."
    assert write("Un bureau en Asie", body, "fr", FR).relevance.tier is Tier.CORE


def test_the_other_country_alone_is_related(write: Write) -> None:
    body = "L’entreprise grenobloise Orvane livre deux machines à Osaka. Le Japon en veut d’autres."
    written = write("Des machines pour Osaka", body, "fr", FR)
    assert written.relevance.tier is Tier.RELATED
    assert "side-and-country" in written.codes


def test_one_side_alone_is_context_in_a_field_of_the_cooperation(write: Write) -> None:
    title = "Hydrogène : la Région Auvergne-Rhône-Alpes ouvre trois stations"
    written = write(title, "Les camions attendent.", "fr", FR)
    assert written.relevance.tier is Tier.CONTEXT
    assert "one-side" in written.codes


def test_local_news_is_off(write: Write) -> None:
    written = write("Grenoble : la piscine rouvre", "La ville de Grenoble est contente.", "fr", FR)
    assert written.relevance.tier is Tier.OFF
    assert written.codes <= {"place-only", "one-side"}


def test_nothing_of_either_side_says_so(write: Write) -> None:
    written = write("Pluie sur Brest", "Il pleut.", "fr", {})
    assert (written.relevance.tier, written.codes) == (Tier.OFF, {"no-actor"})


@pytest.mark.parametrize(
    ("title", "body", "names"),
    [
        (
            "Le protocole de Nagoya expliqué",
            "À Lyon, les laboratoires suivent le protocole de Nagoya. Un accord international.",
            {"Lyon": "p:lyon", "Nagoya": "p:nagoya"},
        ),
        (
            "Quatre ans après l’accord Occitanie-Aichi",
            "La Région Occitanie et la préfecture d’Aichi poursuivent leur partenariat industriel.",
            {"Région Occitanie": "o:region-occitanie", "préfecture d’Aichi": "o:aichi-pref"},
        ),
        (
            "Lyon et Yokohama fêtent leur jumelage",
            "Une exposition à Lyon raconte le jumelage avec Yokohama, au Japon.",
            {"Lyon": "p:lyon"},
        ),
        (
            "Football : Lyon s’incline à Nagoya",
            "Le match amical de football s’est joué à Nagoya. Lyon a perdu ce match, 2 à 0.",
            {"Lyon": "p:lyon", "Nagoya": "p:nagoya"},
        ),
    ],
)
def test_look_alikes_are_off_and_explained(
    write: Write, title: str, body: str, names: dict[str, str]
) -> None:
    written = write(title, body, "fr", names)
    assert written.relevance.tier is Tier.OFF
    assert written.codes & {"look-alike", "third-party", "sport-result"}


@pytest.mark.parametrize(
    ("title", "body", "names", "code"),
    [
        (
            "Un accident mortel endeuille Lyon",
            "Une société de Lyon et une société de Nagoya employaient les victimes.",
            {"Lyon": "p:lyon", "Nagoya": "p:nagoya"},
            "incident-told",
        ),
        (
            "En 1871, Lyon découvre le Japon",
            "Un livre raconte les soieries et le tissage. La filature de Lyon achetait au Japon.",
            {"Lyon": "p:lyon", "Japon": "p:japon"},
            "looks-back",
        ),
        (
            "Les usines quittent la Suisse",
            "Le Japon et les industriels : une usine de Lyon reste, une usine de Nagoya part.",
            {"Suisse": "p:suisse", "Lyon": "p:lyon", "Nagoya": "p:nagoya"},
            "elsewhere",
        ),
    ],
)
def test_a_headline_can_speak_against_it(
    write: Write, title: str, body: str, names: dict[str, str], code: str
) -> None:
    written = write(title, body, "fr", names)
    assert code in written.codes
    agreed = write(title, f"{body} Ils signent un accord de coopération.", "fr", names)
    assert code not in agreed.codes


def test_japanese_names_with_their_seat_act(write: Write) -> None:
    body = "木曽精織（一宮市）はリヨンの絹織物会社と共同で工場を開く。"
    assert write("新工場を開設", body, "ja", JA).relevance.tier is Tier.CORE


def test_a_venue_is_no_actor(write: Write) -> None:
    body = "写真展が名古屋市の画廊山彦で開かれている。パリの街角を歩いて撮った。"
    written = write("写真展「南仏の窓」", body, "ja", {**JA, "画廊山彦": "o?"})
    assert written.relevance.tier is Tier.OFF


def test_a_language_that_is_not_read_says_so(write: Write) -> None:
    assert "other-language" in write("Rain", "It rains.", "en", {}).codes


def test_every_rule_explains_its_points() -> None:
    rules = vars(relevance) | vars(relevance_against)
    points = {name for name, value in rules.items() if isinstance(value, float)}
    assert {"COOPERATION_NAMED", "SIDE_AND_COUNTRY", "SPORT_RESULT"} <= points
    assert relevance.NEEDED.keys() == {Tier.CORE, Tier.RELATED, Tier.CONTEXT}


def test_evidence_points_into_the_text(write: Write, knowledge: Knowledge) -> None:
    written = write("Hydrogène", "Orvane, société lyonnaise, et le Japon.", "fr", FR)
    traces = gather(written.document, written.tags, knowledge).traces
    assert {trace.mention.surface for trace in traces} >= {"lyonnaise", "Japon", "Orvane"}
    for trace in traces:
        mention = trace.mention
        assert written.document.text[mention.start : mention.end] == mention.surface
