"""What the rules make of a span that our own model marked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from news.entity import EntityKind
from nlp.models import OWN, NameModel, RawName
from nlp.names import find_names
from nlp.rules_ja import seated

pytestmark = pytest.mark.models
KINDS = {
    EntityKind.PERSON: "PER",
    EntityKind.ORGANISATION: "ORG",
    EntityKind.PLACE: "LOC",
}


@pytest.fixture(scope="module")
def models() -> dict[str, NameModel]:
    return {language: NameModel(language, OWN) for language in ("fr", "ja")}


def found(model: NameModel, language: str, text: str, *marked: tuple[str, str]) -> set[str]:
    """Names with their kinds, the model's own spans put aside for those that are given."""
    (parse,) = model.parse([text])
    names = [
        RawName(text.index(name), text.index(name) + len(name), label) for name, label in marked
    ]
    settled = find_names(replace(parse, names=tuple(names)), language)
    return {f"{text[name.start : name.end]} {KINDS[name.kind]}" for name in settled}


@pytest.mark.parametrize(
    ("text", "marked", "wanted"),
    [
        ("仏ルメリアが進出した。", "仏ルメリア", {"ルメリア ORG"}),
        ("ルメリア・の店。", "ルメリア・", {"ルメリア ORG"}),
        ("開発部長が話した。", "開発部", set()),
        ("村の図書館で開かれた。", "村の図書館", set()),
        ("県庁で会見した。", "県庁", set()),
        ("ガイドを読む。", "ガイド", set()),
        ("自然環境を守る。", "自然環境", set()),
        ("青葉学園が勝った。", "青葉学園", {"青葉学園 ORG"}),
        ("仏ヴェルタン社が売る。", "ヴェルタン社", {"ヴェルタン ORG"}),
        ("ゾラ・メカニック社が売る。", "メカニック", {"ゾラ・メカニック ORG"}),
    ],
)
def test_japanese_organisations(
    models: dict[str, NameModel], text: str, marked: str, wanted: set[str]
) -> None:
    assert found(models["ja"], "ja", text, (marked, "ORG")) == wanted


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("新興のカイトセンス（名古屋市）が売る。", ["カイトセンス"]),
        ("ゾラ・メカニック（刈谷市）が売る。", ["ゾラ・メカニック"]),
        ("デザイナーのリナ（34）が来る。", []),
        ("新カイトセンス方式（名古屋市）を選ぶ。", []),
    ],
)
def test_a_name_in_katakana_with_its_seat_is_a_firm(text: str, firms: list[str]) -> None:
    assert [text[span.start : span.end] for span in seated(text)] == firms


def test_a_japanese_place_ends_where_a_number_begins(models: dict[str, NameModel]) -> None:
    assert found(models["ja"], "ja", "長崎270ミリ、佐賀330ミリ。", ("長崎270ミリ", "LOC")) >= {
        "長崎 LOC"
    }


@pytest.mark.parametrize(
    ("text", "marked", "wanted"),
    [
        ("Le RN Paul Verdier a voté.", ("RN Paul Verdier", "LOC"), {"RN ORG", "Paul Verdier PER"}),
        ("Ils vivent en mer Blanche.", ("mer Blanche", "LOC"), {"mer Blanche LOC"}),
        ("Fermeture rue des Lilas.", ("Lilas", "PER"), {"rue des Lilas LOC"}),
        ("Il cite Shōji Kuramitsu.", ("Shōji Kuramitsu", "ORG"), {"Shōji Kuramitsu PER"}),
        ("Les Lyonnais ont gagné.", ("Lyonnais", "LOC"), set()),
        ("Le Nouveau théâtre de Brive ouvre.", ("Brive", "LOC"), {"Nouveau théâtre de Brive ORG"}),
        ("La filiale tokyoïte du groupe ferme.", ("tokyoïte", "MISC"), set()),
        (
            "Le laboratoire Vercel ouvre. Vercel recrute, dit Ève Vercel.",
            ("Ève Vercel", "PER"),
            {"Vercel ORG", "Ève Vercel PER"},
        ),
        ("La RCX est lancée.", ("RCX", "MISC"), set()),
        ("La Tribune de Vaugy le dit.", ("Vaugy", "LOC"), {"La Tribune de Vaugy ORG"}),
        (
            "La cour d'assises du Puy-de-Dôme siège.",
            ("Puy-de-Dôme", "LOC"),
            {"cour d'assises du Puy-de-Dôme ORG"},
        ),
    ],
)
def test_french_names(
    models: dict[str, NameModel], text: str, marked: tuple[str, str], wanted: set[str]
) -> None:
    assert found(models["fr"], "fr", text, marked) == wanted
