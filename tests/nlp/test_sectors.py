"""Sectors: cues, their places, their traps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from news.analysis import TagKind
from news.text import fold_text
from nlp.cues import Lexicon

if TYPE_CHECKING:
    from knowledge import Knowledge
    from tests.nlp.conftest import Write


def test_a_cue_in_the_headline_is_enough_and_proves_itself(write: Write) -> None:
    written = write("Hydrogène : trois stations ouvrent", "Le plein reste cher.", "fr", {})
    (tag,) = (tag for tag in written.tags if tag.kind is TagKind.SECTOR)
    assert (tag.key, tag.known, tag.made_by) == ("energy", True, "test")
    (mention,) = tag.mentions
    assert written.document.text[mention.start : mention.end] == mention.surface == "Hydrogène"
    assert mention.sentence.startswith("Hydrogène")
    assert tag.why.code == "title-cue"
    assert 0 < tag.score < 1


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("fr", "Ce choix relève de la cuisine interne de la majorité."),
        ("fr", "La ville croule sous une montagne de dettes."),
        (
            "fr",
            "Le moteur de la croissance, dit le maire, oui, le moteur de la croissance.",
        ),
        ("ja", "労使の交渉は山場を迎える。"),
    ],
)
def test_figures_of_speech_are_traps(write: Write, language: str, phrase: str) -> None:
    written = write(phrase, phrase, language, {})
    assert not written.sectors & {"gastronomy", "mountain", "automotive"}


def test_one_weak_cue_in_the_body_is_not_enough_and_several_are(write: Write) -> None:
    lead = "Le conseil a voté hier. "
    assert not write("Au conseil", f"{lead}Un atelier ferme.", "fr", {}).sectors
    body = f"{lead}Un atelier ferme. Une usine ouvre. Un fabricant embauche. La production monte."
    assert write("Au conseil", body, "fr", {}).sectors == {"industry"}


def test_a_list_of_fields_names_them_all(write: Write) -> None:
    body = "Ils se sont vus. Le texte cite l’automobile, le numérique, la recherche et la montagne."
    wanted = {"automotive", "digital", "research", "mountain"}
    assert wanted <= write("Une rencontre", body, "fr", {}).sectors


def test_names_of_people_and_places_hold_no_cue(write: Write) -> None:
    body = "Hier, Jean Textile a parlé. Jean Textile reviendra."
    assert "textile" in write("Jean Textile élu", body, "fr", {}).sectors
    assert not write("Jean Textile élu", body, "fr", {"Jean Textile": "h?"}).sectors


def test_a_look_back_counts_half(write: Write) -> None:
    now = "La soierie exporte. La soierie recrute."
    then = "La soierie exportait au XIXe siècle. Jadis la soierie recrutait."
    lead = "Hier, ils se sont vus. "
    assert "textile" in write("Une visite", lead + now + now, "fr", {}).sectors
    assert not write("Une visite", lead + then, "fr", {}).sectors


def test_accents_that_folding_drops_still_tell_words_apart(write: Write) -> None:
    assert "education" in write("Un élève primé", "Il est content.", "fr", {}).sectors
    assert not write("Un prix élevé", "Il est content.", "fr", {}).sectors


def test_japanese_cues(write: Write) -> None:
    body = "県は燃料電池トラックの導入を支援する。"
    assert write("水素ステーション増設へ", body, "ja", {}).sectors == {"energy"}
    more = f"{body}トラックは20台。"
    assert write("水素ステーション増設へ", more, "ja", {}).sectors == {"energy", "automotive"}


def test_a_weak_cue_of_the_headline_that_comes_again_is_enough_for_its_actors(
    write: Write,
) -> None:
    title, body = "新しいタイヤを選ぶ", "デンソーはタイヤを注文した。"
    actor = {"デンソー": "o:denso"}
    assert write(title, body, "ja", actor).sectors == {"automotive"}
    assert not write(title, body, "ja", {}).sectors
    assert not write("新しい品を選ぶ", f"{body}タイヤが来た。", "ja", actor).sectors


def test_other_languages_have_no_cues(write: Write) -> None:
    assert not write("Hydrogen and robots", "Automobile football", "en", {}).sectors


def test_a_list_of_two_fields_names_both_where_an_agreement_says_what_it_covers(
    write: Write,
) -> None:
    lead = "Hier, ils se sont vus. Un mémorandum les lie. "
    said = "Le texte cite le numérique et la montagne."
    assert write("Une visite", lead + said, "fr", {}).sectors == {"digital", "mountain"}
    assert not write("Une visite", lead + "Il aime le numérique et la montagne.", "fr", {}).sectors
    written = write("会談", "両者は会った。覚書は、産業やデジタルの分野を対象とする。", "ja", {})
    assert written.sectors == {"industry", "digital"}


def test_the_hospital_of_an_accident_is_no_health(write: Write) -> None:
    lead = "Hier, ils se sont vus. "
    care = "L’hôpital ouvre. La clinique recrute."
    after = "Après l’accident, l’hôpital a reçu un blessé. La clinique suit l’accident."
    assert "health" in write("Une visite", lead + care, "fr", {}).sectors
    assert not write("Un choc", lead + after, "fr", {}).sectors


def test_one_weak_cue_over_and_over_is_still_one(write: Write) -> None:
    body = "Un four chauffe. L’usine dort. L’usine ferme. L’usine brûle."
    assert not write("Une visite", f"Hier, ils se sont vus. {body}", "fr", {}).sectors


def test_a_kanji_inside_a_longer_word_is_no_cue(write: Write) -> None:
    assert not write("配布の公布", "布陣を分布する。絹豆腐も毛布も配布する。", "ja", {}).sectors
    assert "textile" in write("布と絹", "布を織る。", "ja", {}).sectors


def test_a_word_that_only_folding_makes_a_cue_is_none(write: Write) -> None:
    assert "agrifood" in write("Le maïs monte", "Le maïs et les légumes.", "fr", {}).sectors
    assert not write("On attend, mais qui ?", "Mais rien, mais non.", "fr", {}).sectors


def test_every_trap_holds_a_cue_of_its_sector(knowledge: Knowledge) -> None:
    for sector in knowledge.sectors.values():
        french: Lexicon[str] = Lexicon(
            ((cue, None) for cue in (*sector.cues_fr, *sector.weak_fr)), inflect=True
        )
        japanese: Lexicon[str] = Lexicon(
            ((cue, None) for cue in (*sector.cues_ja, *sector.weak_ja)), inflect=False
        )
        for trap in sector.traps:
            folded = fold_text(trap)
            assert french.find_all(folded) or japanese.find_all(folded), (sector.key, trap)
