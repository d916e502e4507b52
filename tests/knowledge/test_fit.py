"""Whether one change more, or one less, fits with those that count."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge import Knowledge, load
from knowledge.amendments import (
    Amendment,
    AmendmentError,
    Change,
    KeptAmendment,
    Signature,
    amend,
    counting,
    with_changes,
    without_change,
)

SIGNED = Signature("Claire", datetime(2026, 11, 22, 12, tzinfo=UTC))
KOROMO = Amendment(Change.ALIAS, "toyota-motor", "Toyota-Koromo")
PERSON = Amendment(
    Change.PERSON,
    "dauphin-claire",
    entry='label = "Claire Dauphin"\nside = "aura"\nsource = "press"\n',
)
ALIAS = Amendment(Change.ALIAS, "dauphin-claire", "Claire Dauphin-Morel")
ORPHAN = Amendment(Change.ALIAS, "nobody", "Personne")


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


def kept(*made: Amendment) -> list[KeptAmendment]:
    return [KeptAmendment(f"a{number}", each, SIGNED) for number, each in enumerate(made)]


def test_what_was_taken_back_does_not_count() -> None:
    one, other = kept(KOROMO, PERSON)
    assert counting([one, replace(other, taken_back=SIGNED)]) == (KOROMO,)


def test_a_change_more_joins_those_that_count(base: Knowledge) -> None:
    assert with_changes(base, kept(PERSON), [ALIAS]) == amend(base, (PERSON, ALIAS))


def test_a_change_that_fits_no_more_does_not_stand_in_the_way(base: Knowledge) -> None:
    assert with_changes(base, kept(ORPHAN), [KOROMO]) == amend(base, (KOROMO,))
    assert without_change(base, kept(ORPHAN, KOROMO), "a1") == base


def test_a_change_that_does_not_fit_or_changes_nothing_is_refused(base: Knowledge) -> None:
    for kind, more in (("amend-no-entity", ORPHAN), ("amend-no-change", KOROMO)):
        with pytest.raises(AmendmentError) as caught:
            with_changes(base, kept(KOROMO), [more])
        assert caught.value.code == kind


def test_a_change_is_taken_back_unless_another_rests_on_it(base: Knowledge) -> None:
    made = kept(PERSON, ALIAS, KOROMO)
    assert without_change(base, made, "a2") == amend(base, (PERSON, ALIAS))
    with pytest.raises(AmendmentError) as caught:
        without_change(base, made, "a0")
    assert (caught.value.code, caught.value.detail) == ("amend-needed", (ALIAS.form,))
    assert ALIAS.form in caught.value.sentence
