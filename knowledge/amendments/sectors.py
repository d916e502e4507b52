"""Changes of sectors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from knowledge.amendments.amendment import Amendment, Change
from knowledge.amendments.draft import Draft, added, without
from knowledge.model import Sector
from knowledge.spelling import with_plural
from news.text import fold_text

_FRENCH = (Change.CUE_FR, Change.WEAK_CUE_FR)
_OTHER_STRENGTH = {
    Change.CUE_FR: "weak_fr",
    Change.WEAK_CUE_FR: "cues_fr",
    Change.CUE_JA: "weak_ja",
    Change.WEAK_CUE_JA: "cues_ja",
}


def add_cue(draft: Draft, amendment: Amendment) -> None:
    """Let words speak for a sector, with the regular plurals of French ones; or be a trap.

    Words that were a weak cue become a strong one, and the other way round.

    Raises:
        AmendmentError: when the sector is not known, or the words are not in normal form.
    """
    sector, key = draft.sector(amendment.target), amendment.change.value
    draft.check_form(amendment.form)
    forms = with_plural(amendment.form) if amendment.change in _FRENCH else (amendment.form,)
    now: tuple[str, ...] = getattr(sector, key)
    seen = {fold_text(cue) for cue in now}
    new = [form for form in forms if fold_text(form) not in seen]
    known = draft.base.sectors.get(sector.key)
    lists: dict[str, Any] = {key: added(getattr(known, key) if known else (), (*now, *new))}
    if other := _OTHER_STRENGTH.get(amendment.change):
        lists[other] = without(getattr(sector, other), *forms)
    draft.sectors[sector.key] = replace(sector, **lists)


def check_sectors(draft: Draft) -> None:
    """No cue that was added belongs to another sector too.

    Raises:
        AmendmentError: naming the cue and the other sector.
    """
    owners = {
        fold_text(cue): sector for sector in draft.base.sectors.values() for cue in _cues(sector)
    }
    for key, sector in draft.sectors.items():
        known = draft.base.sectors[key]
        if sector == known:
            continue
        before = {fold_text(cue) for cue in _cues(known)}
        for cue in _cues(sector):
            owner = owners.setdefault(fold_text(cue), sector)
            if owner.key != key and fold_text(cue) not in before:
                raise draft.refusal("amend-cue-taken", cue, owner.label("en"))


def _cues(sector: Sector) -> tuple[str, ...]:
    return (*sector.cues_fr, *sector.cues_ja, *sector.weak_fr, *sector.weak_ja)
