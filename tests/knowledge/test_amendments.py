"""Changes of what is known: what they do, what they refuse, and that they can be undone."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Knowledge, load
from knowledge.amendments import (
    Amendment,
    AmendmentError,
    Change,
    amend,
    amend_where_possible,
)

PERSON = """
label = "Claire Dauphin"
names = { ja = "クレール・ドーファン" }
family = { latin = "Dauphin" }
side = "aura"
source = "https://exemple.example/annuaire"
roles = [{ titles = { fr = "directrice" }, organisation = "region-aura", start = 2024-01-01 }]
"""
INDEPENDENT = (
    Amendment(Change.ALIAS, "toyota-motor", "トヨタ自工"),
    Amendment(Change.ALIAS, "toyota-motor", "Toyota-Koromo"),
    Amendment(Change.WEAK_ALIAS, "omura-hideaki", "O-san"),
    Amendment(Change.SILENCED, "omura-hideaki", "大村秀明"),
    Amendment(Change.LOOK_ALIKE, "lyon", "Lyonne-sur-Lyon"),
    Amendment(Change.CUE_JA, "energy", "蓄熱槽"),
    Amendment(Change.CUE_FR, "energy", "stockage thermique"),
    Amendment(Change.TRAP, "energy", "débordant d'énergie folle"),
    Amendment(Change.LABEL, "omura-hideaki", "Hideaki Omura (gouverneur)"),
    Amendment(Change.NAME_EN, "lyon", "Lyons"),
    Amendment(Change.PERSON, "dauphin-claire", entry=PERSON),
    Amendment(Change.ALIAS, "dauphin-claire", "Claire Dauphin-Morel"),
)


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def test_changes_do_what_they_say(base: Knowledge) -> None:
    known = amend(base, INDEPENDENT)
    assert {"トヨタ自工", "Toyota-Koromo"} <= set(known.entities["toyota-motor"].aliases)
    governor = known.entities["omura-hideaki"]
    assert "大村秀明" not in governor.aliases
    assert "O-san" in governor.weak_aliases
    assert governor.label == "Hideaki Omura (gouverneur)"
    assert base.entities["omura-hideaki"].label in governor.aliases
    assert "Lyonne-sur-Lyon" in known.entities["lyon"].look_alikes
    assert known.entities["lyon"].name("en") == "Lyons"
    energy = known.sectors["energy"]
    assert {"stockage thermique", "stockages thermiques"} <= set(energy.cues_fr)
    assert "蓄熱槽" in energy.cues_ja
    assert "débordant d'énergie folle" in energy.traps
    person = known.entities["dauphin-claire"]
    assert "Dauphin Claire" in person.aliases
    assert "Claire Dauphin-Morel" in person.aliases
    assert person.roles[0].organisation == "region-aura"


def test_without_changes_all_is_equal_and_the_same(base: Knowledge) -> None:
    assert amend(base, ()) is base
    for change in INDEPENDENT[:-2]:
        amended = amend(base, (change,))
        assert amended != base, change
        assert amended.version != base.version, change
        assert amend(base, ()) == base


def test_doing_it_again_changes_nothing(base: Knowledge) -> None:
    merged = Amendment(Change.MERGED, "dauphin-claire", "omura-hideaki")
    changes = (*INDEPENDENT, merged)
    once = amend(base, changes)
    assert amend(once, changes) == once
    assert amend(base, (*changes, *changes)) == once


@pytest.mark.parametrize("start", range(0, len(INDEPENDENT), 3))
def test_the_order_of_independent_changes_does_not_matter(base: Knowledge, start: int) -> None:
    rest = INDEPENDENT[:start] + INDEPENDENT[start + 3 :]
    known = amend(base, INDEPENDENT)
    for moved in permutations(INDEPENDENT[start : start + 3]):
        assert amend(base, (*moved, *rest)) == known
        assert amend(base, (*reversed(rest), *moved)) == known


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(INDEPENDENT[:-2]), unique=True), st.randoms())
def test_any_choice_in_any_order_often_or_once_comes_to_the_same(
    base: Knowledge, chosen: list[Amendment], chance: Random
) -> None:
    known = amend(base, chosen)
    shuffled = [*chosen, *chosen[:2]]
    chance.shuffle(shuffled)
    again = amend(base, shuffled)
    assert again == known
    assert again.version == known.version
    assert (known == base) is (not chosen)
    assert amend(known, chosen) == known


def test_taking_one_back_gives_what_the_others_give(base: Knowledge) -> None:
    for gone in INDEPENDENT[:-2]:
        left = tuple(change for change in INDEPENDENT if change != gone)
        assert amend(base, left) != amend(base, INDEPENDENT)
        assert amend(amend(base, ()), left) == amend(base, reversed(left))


def test_the_later_word_counts_on_one_form(base: Knowledge) -> None:
    strong = Amendment(Change.ALIAS, "toyota-motor", "Koromo")
    weak = Amendment(Change.WEAK_ALIAS, "toyota-motor", "Koromo")
    gone = Amendment(Change.SILENCED, "toyota-motor", "Koromo")
    entity = amend(base, (strong, weak)).entities["toyota-motor"]
    assert "Koromo" in entity.weak_aliases
    assert "Koromo" not in entity.aliases
    assert "Koromo" in amend(base, (weak, strong)).entities["toyota-motor"].aliases
    assert amend(base, (strong, gone)) == base


def test_a_merge_redirects_and_leaves_nothing_dangling(base: Knowledge) -> None:
    old, new = "toyota-industries", "toyota-motor"
    known = amend(base, (Amendment(Change.MERGED, old, new),))
    assert old not in known.entities
    assert known.redirects == {old: new}
    kept = known.entities[new]
    assert base.entities[old].label in kept.aliases
    for entity in known.entities.values():
        assert old not in (entity.institution, *(role.organisation for role in entity.roles))
    for event in known.events:
        assert old not in event.entities
    for look_alike in known.look_alikes:
        assert old not in (*look_alike.confused_with, *look_alike.partners)
    assert known.version != base.version


def test_merges_follow_one_another(base: Knowledge) -> None:
    first = Amendment(Change.MERGED, "toyota-industries", "toyota-motor")
    second = Amendment(Change.MERGED, "toyota-motor", "denso")
    known = amend(base, (first, second))
    assert known == amend(base, (second, first))
    assert known.redirects == {"toyota-industries": "denso", "toyota-motor": "denso"}
    assert amend(amend(base, (first,)), (second,)).redirects == known.redirects


def test_merges_into_what_was_merged_before_go_to_its_end(base: Knowledge) -> None:
    known = amend(base, (Amendment(Change.MERGED, "toyota-industries", "toyota-motor"),))
    more = Amendment(Change.MERGED, "denso", "toyota-industries")
    again = amend(known, (more,))
    assert again.redirects == {"toyota-industries": "toyota-motor", "denso": "toyota-motor"}
    assert amend(again, (more,)) == again
    assert "denso" not in again.entities


def test_the_name_of_what_is_merged_does_not_become_the_other_s(base: Knowledge) -> None:
    merged = Amendment(Change.MERGED, "toyota-industries", "toyota-motor")
    known = amend(base, (merged,))
    assert amend(known, (Amendment(Change.LABEL, merged.target, "Toyota Jidōshokki"),)) == known


def test_nothing_is_merged_into_two(base: Knowledge) -> None:
    into = [Amendment(Change.MERGED, "toyota-industries", key) for key in ("toyota-motor", "denso")]
    once = amend(base, into[:1])
    for known, changes in ((base, into), (once, into[1:])):
        with pytest.raises(AmendmentError) as caught:
            amend(known, changes)
        assert caught.value.code == "amend-merge-twice"


REFUSED = {
    "amend-no-entity": Amendment(Change.ALIAS, "nobody", "Personne"),
    "amend-no-sector": Amendment(Change.TRAP, "alchemy", "pierre philosophale"),
    "amend-no-form": Amendment(Change.ALIAS, "lyon", ""),
    "amend-not-normal": Amendment(Change.ALIAS, "lyon", "La Ville d’en bas"),
    "amend-no-letter": Amendment(Change.WEAK_ALIAS, "lyon", "69"),
    "amend-too-short": Amendment(Change.ALIAS, "lyon", "L"),
    "amend-taken": Amendment(Change.ALIAS, "lyon", "Grenoble"),
    "amend-is-name": Amendment(Change.SILENCED, "lyon", "リヨン"),
    "amend-look-alike-name": Amendment(Change.LOOK_ALIKE, "lyon", "Lyon"),
    "amend-look-alike-empty": Amendment(Change.LOOK_ALIKE, "lyon", "Marseille"),
    "amend-cue-taken": Amendment(Change.CUE_FR, "energy", "aéronautique"),
    "amend-merge-kinds": Amendment(Change.MERGED, "lyon", "toyota-motor"),
    "amend-merge-circle": Amendment(Change.MERGED, "lyon", "lyon"),
    "amend-bad-id": Amendment(Change.PERSON, "Dauphin Claire", entry=PERSON),
    "amend-id-taken": Amendment(Change.PERSON, "omura-hideaki", entry=PERSON),
    "amend-bad-entry": Amendment(Change.PERSON, "dauphin-claire", entry='label = "X Y"\nage = 5'),
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_says_what_collides_and_how_to_mend_it(base: Knowledge, code: str) -> None:
    with pytest.raises(AmendmentError) as caught:
        amend(base, (REFUSED[code],))
    assert caught.value.code == code
    for language in ("fr", "ja", "en"):
        told = base.phrases.say(caught.value.code, language, *caught.value.detail)
        assert all(part in told for part in caught.value.detail)
    assert caught.value.sentence == base.phrases.say(code, "en", *caught.value.detail)


@pytest.mark.parametrize(
    "entry",
    [
        "label =",
        PERSON.replace("region-aura", "nowhere"),
        PERSON + "head = true",
        PERSON.replace('side = "aura"', 'side = "north"'),
        PERSON.replace("start = 2024-01-01", "start = 2024-01-01, end = 2023-01-01"),
    ],
)
def test_a_new_entity_is_read_as_the_loader_reads_one(base: Knowledge, entry: str) -> None:
    with pytest.raises(AmendmentError) as caught:
        amend(base, (Amendment(Change.PERSON, "dauphin-claire", entry=entry),))
    assert caught.value.code == "amend-bad-entry"


def test_two_changes_collide_whichever_comes_first(base: Knowledge) -> None:
    one = Amendment(Change.ALIAS, "toyota-motor", "Koromo")
    other = Amendment(Change.ALIAS, "denso", "KOROMO")
    for pair in ((one, other), (other, one)):
        with pytest.raises(AmendmentError, match=r"Koromo|KOROMO"):
            amend(base, pair)


def test_what_does_not_fit_any_more_is_set_aside_and_told(base: Knowledge) -> None:
    good, orphan = INDEPENDENT[0], Amendment(Change.ALIAS, "dauphin-claire", "La Dauphine")
    amended = amend_where_possible(base, (orphan, good))
    assert amended.knowledge == amend(base, (good,))
    assert list(amended.refused) == [orphan]
    assert "dauphin-claire" in amended.refused[orphan].sentence


def test_a_base_that_nobody_changed_is_not_checked_again(base: Knowledge) -> None:
    assert amend_where_possible(base, ()).knowledge is base


def test_the_bundled_base_is_not_touched(base: Knowledge, tmp_path: Path) -> None:
    del tmp_path
    amend(base, INDEPENDENT)
    assert base == load()


def test_a_merged_place_keeps_the_institution_of_the_one_that_stays(base: Knowledge) -> None:
    known = amend(base, (Amendment(Change.MERGED, "grenoble", "chambery"),))
    assert known.entities["chambery"].institution == base.entities["chambery"].institution
    assert known.entities["ville-grenoble"].institution == ""
    both = (
        Amendment(Change.MERGED, "grenoble", "chambery"),
        Amendment(Change.MERGED, "ville-grenoble", base.entities["chambery"].institution),
    )
    known = amend(base, both)
    assert known == amend(base, reversed(both))
    assert "ville-grenoble" not in known.entities
