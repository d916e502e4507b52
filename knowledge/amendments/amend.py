"""Making changes to a knowledge base, with the strictness of its loader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from knowledge.amendments.amendment import (
    CUES,
    FORMS,
    NAMES,
    NEW,
    Amendment,
    AmendmentError,
    Change,
)
from knowledge.amendments.draft import Draft
from knowledge.amendments.entities import ENTITY_STEPS
from knowledge.amendments.merging import merge, redirected_event, redirected_look_alike
from knowledge.amendments.sectors import add_cue, check_sectors
from knowledge.check import check_entities, full_names
from knowledge.document import Document
from knowledge.model import Knowledge
from knowledge.record import Record
from knowledge.shelf import Shelf
from news.entity import EntityKind
from news.errors import KnowledgeError
from news.text import fold_text

_STAGES: tuple[tuple[Change, ...], ...] = (NEW, NAMES, FORMS, CUES, (Change.MERGED,))
_NOWHERE = Document(Path("amendments"), (), {})


@dataclass(frozen=True, slots=True)
class Amended:
    """A knowledge base with the changes that it could take."""

    knowledge: Knowledge
    refused: Mapping[Amendment, AmendmentError]
    """The changes that it could not take, such as after the base itself changed."""


def amend(knowledge: Knowledge, amendments: Iterable[Amendment]) -> Knowledge:
    """The knowledge base with some changes, all or none.

    New entities come first, then names, aliases and cues in the order given, then merges: so
    changes that have nothing to do with one another may be given in any order. What is there
    already is not added again. Without effect on reading, the version stays.

    Raises:
        AmendmentError: when a change names what is not there, is not in normal form, or collides
            with what is known; it says with what, and how to mend it.
    """
    given = tuple(amendments)
    draft = Draft(knowledge)
    for amendment in _of(given, (*NEW, *NAMES, *FORMS)):
        ENTITY_STEPS[amendment.change](draft, amendment)
    for amendment in _of(given, CUES):
        add_cue(draft, amendment)
    merge(draft, _of(given, (Change.MERGED,)))
    _check(draft)
    return _finished(draft)


def amend_where_possible(knowledge: Knowledge, amendments: Sequence[Amendment]) -> Amended:
    """The knowledge base with those of some changes that it can take; never raises.

    What was fit yesterday may collide with the base of a newer version; that must not stop a day.
    """
    if not amendments:  # what the files hold was checked when it was read
        return Amended(knowledge, {})
    refused: dict[Amendment, AmendmentError] = {}
    taken = _taken(knowledge, (), _of(tuple(amendments), tuple(Change)), refused)
    return Amended(amend(knowledge, taken), refused)


def _taken(
    knowledge: Knowledge,
    before: Sequence[Amendment],
    more: Sequence[Amendment],
    refused: dict[Amendment, AmendmentError],
) -> Sequence[Amendment]:
    """Those that fit, found by halves: the price of one that does not is a few attempts."""
    together = (*before, *more)
    try:
        amend(knowledge, together)
    except AmendmentError as error:
        if len(more) == 1:
            refused[more[0]] = error
            return before
        half = len(more) // 2
        first = _taken(knowledge, before, more[:half], refused)
        return _taken(knowledge, first, more[half:], refused)
    return together


def _of(amendments: Sequence[Amendment], changes: Sequence[Change]) -> list[Amendment]:
    """Those of some changes, stage after stage, each stage in the order given."""
    wanted = [each for each in amendments if each.change in changes]
    return sorted(wanted, key=lambda each: _stage(each.change))


def _stage(change: Change) -> int:
    return next(place for place, stage in enumerate(_STAGES) if change in stage)


def _check(draft: Draft) -> None:
    _check_names(draft)
    _check_look_alikes(draft)
    check_sectors(draft)
    records = {key: Record(_NOWHERE, (key,), {}) for key in draft.entities}
    try:
        check_entities(Shelf(draft.entities, records), draft.sectors)
    except KnowledgeError as error:
        problem = str(error).removeprefix(f"{error.path}:{error.line}: ")
        raise draft.refusal("amend-bad-entry", f"{problem} ({error.remedy})") from error


def _check_names(draft: Draft) -> None:
    """No full form that was added belongs to another entity of its kind."""
    owners: dict[tuple[EntityKind, str], str] = {}
    for key, entity in draft.entities.items():
        if entity == draft.base.entities.get(key):
            owners.update(((entity.kind, fold_text(name)), key) for name in full_names(entity))
    for key in sorted(draft.entities):
        entity = draft.entities[key]
        for name in full_names(entity):
            owner = owners.setdefault((entity.kind, fold_text(name)), key)
            if owner != key:
                raise draft.refusal("amend-taken", name, draft.entities[owner].label, owner)


def _check_look_alikes(draft: Draft) -> None:
    """No look-alike is a full form of the entity itself, which would never count again."""
    for key, entity in draft.entities.items():
        if entity == draft.base.entities.get(key):
            continue
        full = {fold_text(name) for name in full_names(entity)}
        for form in entity.look_alikes:
            if fold_text(form) in full:
                raise draft.refusal("amend-look-alike-name", form, entity.label)


def _finished(draft: Draft) -> Knowledge:
    base, ends = draft.base, draft.redirects
    # Objects that did not change stay the same: what readers keep of them stays good.
    entities = base.entities if draft.entities == base.entities else draft.entities
    sectors = base.sectors if draft.sectors == base.sectors else draft.sectors
    if entities is base.entities and sectors is base.sectors:
        return base
    amended = replace(base, entities=entities, sectors=sectors, redirects=ends)
    if ends != base.redirects:
        look_alikes = tuple(redirected_look_alike(each, ends) for each in base.look_alikes)
        events = tuple(redirected_event(each, ends) for each in base.events)
        amended = replace(amended, look_alikes=look_alikes, events=events)
    return replace(amended, version=_version(base, amended))


def _version(base: Knowledge, amended: Knowledge) -> str:
    """12 hexadecimal digits of the base's version and of every entry that differs from it."""
    digest = sha256(base.version.encode())
    for before, after in ((base.entities, amended.entities), (base.sectors, amended.sectors)):
        for key in sorted({*before, *after}):
            if before.get(key) != after.get(key):
                digest.update(f"{key}\0{after.get(key)!r}\0".encode())
    return digest.hexdigest()[:12]
