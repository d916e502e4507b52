"""Forms of names and cues that follow by rule."""

from __future__ import annotations

import pytest

from knowledge.spelling import person_aliases, person_weak_aliases, romanised, with_plural


@pytest.mark.parametrize(
    ("cue", "plural"),
    [
        ("usine", "usines"),
        ("remontée mécanique", "remontées mécaniques"),
        ("station de ski", "stations de ski"),
        ("banc d'essai", "bancs d'essai"),
        ("dispositif médical", "dispositifs médicaux"),
        ("matériau", "matériaux"),
        ("jeu vidéo", "jeux vidéos"),
        ("pile à combustible", "piles à combustible"),
        ("essai clinique", "essais cliniques"),
    ],
)
def test_french_cues_bring_their_plural(cue: str, plural: str) -> None:
    assert with_plural(cue) == (cue, plural)


@pytest.mark.parametrize("cue", ["CNRS", "R&D", "temps", "prix", "5G", "CHU"])
def test_what_does_not_change_in_the_plural_stays_single(cue: str) -> None:
    assert with_plural(cue) == (cue,)


def test_long_vowels_are_romanised_in_every_usual_way() -> None:
    assert romanised("Ōmura") == ("Ōmura", "Ohmura", "Oumura", "Oomura")
    assert romanised("Yūji") == ("Yūji", "Yuuji")
    assert romanised("Wauquiez") == ("Wauquiez",)


def test_a_person_is_named_in_both_orders() -> None:
    forms = person_aliases("Laurent Wauquiez", {}, {"latin": "Wauquiez"})
    assert set(forms) == {"Laurent Wauquiez", "Wauquiez Laurent"}


def test_both_parts_of_a_name_keep_one_romanisation_or_mix() -> None:
    forms = set(person_aliases("Kōhei Ōtsuka", {}, {"latin": "Ōtsuka"}))
    assert {"Kōhei Ōtsuka", "Kohhei Ohtsuka", "Ōtsuka Kōhei", "Kōhei Ohtsuka"} <= forms


def test_a_japanese_name_is_also_written_with_a_space() -> None:
    family = {"latin": "Ōmura", "ja": "大村"}
    assert "大村 秀章" in person_aliases("Hideaki Ōmura", {"ja": "大村秀章"}, family)
    katakana = {"ja": "ローラン・ヴォキエ"}
    forms = person_aliases("Laurent Wauquiez", katakana, {"latin": "Wauquiez", "ja": "ヴォキエ"})
    assert all("ヴォキエ" not in form for form in forms)


def test_the_short_forms_of_a_person_are_weak() -> None:
    assert person_weak_aliases("Jean-Michel Aulas", {"latin": "Aulas"}) == ["Aulas", "J.-M. Aulas"]
    assert person_weak_aliases("Kenta Kon", {"latin": "Kon", "ja": "近"}) == ["Kon", "K. Kon"]
    assert person_weak_aliases("Makoto Nakatani", {}) == []
