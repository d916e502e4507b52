"""Changes of people, organisations and places."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from knowledge.amendments.amendment import Amendment, Change
from knowledge.amendments.draft import Draft, added, without
from knowledge.check import full_names
from knowledge.document import Document
from knowledge.entity import FOLDERS, read_entity
from knowledge.record import ID, Record
from knowledge.spelling import place_aliases
from news.entity import Entity, EntityKind
from news.errors import KnowledgeError
from news.text import fold_text

_FOLDER = {kind.value: folder for folder, kind in FOLDERS.items()}
_SPOKEN = {Change.NAME_FR: "fr", Change.NAME_JA: "ja", Change.NAME_EN: "en"}


def add_entity(draft: Draft, amendment: Amendment) -> None:
    """Add an entity, read as the loader reads one.

    Raises:
        AmendmentError: when its id is taken or malformed, or its table is wrong.
    """
    key = amendment.target
    if not ID.fullmatch(key):
        raise draft.refusal("amend-bad-id", key)
    try:
        table = tomllib.loads(amendment.entry)
        path = Path(_FOLDER[amendment.change.value]) / key
        entity = read_entity(Record(Document(path, (), {key: table}), (key,), table))
    except tomllib.TOMLDecodeError as error:
        raise draft.refusal("amend-bad-entry", str(error)) from error
    except KnowledgeError as error:
        raise draft.refusal("amend-bad-entry", _told(error)) from error
    known = draft.entities.get(draft.redirects.get(key, key))
    if known is None:
        draft.entities[key] = entity
    elif known != entity and key not in draft.redirects:
        raise draft.refusal("amend-id-taken", key, known.label)


def _told(error: KnowledgeError) -> str:
    """What is wrong and how to mend it, without a place in a file that is none."""
    problem = str(error).removeprefix(f"{error.path}:{error.line}: ")
    return f"{problem} ({error.remedy})" if error.remedy else problem


def rename(draft: Draft, amendment: Amendment) -> None:
    """Call an entity otherwise; what it was called stays an alias.

    Raises:
        AmendmentError: when the entity is not known, or the name is not in normal form.
    """
    entity, form = draft.entity(amendment.target), amendment.form
    draft.check_form(form, alone=True)
    if entity.id != amendment.target:
        return
    if amendment.change is Change.LABEL:
        named = replace(entity, label=form)
    else:
        names = {**entity.names, _SPOKEN[amendment.change]: form}
        named = replace(entity, names=dict(sorted(names.items(), key=_place_of)))
    _put(draft, named, (*full_names(entity), *named.aliases), named.weak_aliases)


def _place_of(item: tuple[str, str]) -> int:
    return ("fr", "ja", "en", "kana").index(item[0])


def add_alias(draft: Draft, amendment: Amendment) -> None:
    """Let a form stand for an entity.

    Raises:
        AmendmentError: when the entity is not known, or the form is not in normal form.
    """
    entity, form = draft.entity(amendment.target), amendment.form
    draft.check_form(form, alone=True)
    forms = [form]
    if entity.kind is EntityKind.PLACE:
        forms += place_aliases(forms)
    _put(draft, entity, (*entity.aliases, *forms), without(entity.weak_aliases, *forms))


def add_weak_alias(draft: Draft, amendment: Amendment) -> None:
    """Let a form stand for an entity beside a full form only.

    Raises:
        AmendmentError: when the entity is not known, the form is not in normal form, or it is
            the name itself.
    """
    entity, form = draft.entity(amendment.target), amendment.form
    draft.check_form(form)
    _refuse_name(draft, entity, form)
    _put(draft, entity, without(entity.aliases, form), (*entity.weak_aliases, form))


def silence(draft: Draft, amendment: Amendment) -> None:
    """Let a form no longer stand for an entity, nor any other that is read like it.

    Raises:
        AmendmentError: when the entity is not known, or the form is its name.
    """
    entity, form = draft.entity(amendment.target), amendment.form
    draft.check_form(form)
    _refuse_name(draft, entity, form)
    _put(draft, entity, without(entity.aliases, form), without(entity.weak_aliases, form))


def add_look_alike(draft: Draft, amendment: Amendment) -> None:
    """Let no name of an entity count inside some words.

    Raises:
        AmendmentError: when the entity is not known, or the words hold no name of it.
    """
    entity, form = draft.entity(amendment.target), amendment.form
    draft.check_form(form)
    written = fold_text(form)
    forms = {fold_text(name) for name in (*full_names(entity), *entity.weak_aliases)}
    if not any(name in written for name in forms):
        raise draft.refusal("amend-look-alike-empty", form, entity.label)
    looks = added(_before(draft, entity, "look_alikes"), (*entity.look_alikes, form))
    draft.entities[entity.id] = replace(entity, look_alikes=looks)


def _refuse_name(draft: Draft, entity: Entity, form: str) -> None:
    names = (entity.label, *(each for lang, each in entity.names.items() if lang != "kana"))
    if fold_text(form) in {fold_text(name) for name in names}:
        raise draft.refusal("amend-is-name", form, entity.label)


def _put(draft: Draft, entity: Entity, aliases: tuple[str, ...], weak: tuple[str, ...]) -> None:
    names = {entity.label, *(name for lang, name in entity.names.items() if lang != "kana")}
    full = added(_before(draft, entity, "aliases"), set(aliases) - names)
    short = added(_before(draft, entity, "weak_aliases"), set(weak) - names - set(full))
    draft.entities[entity.id] = replace(entity, aliases=full, weak_aliases=short)


def _before(draft: Draft, entity: Entity, field: str) -> tuple[str, ...]:
    known = draft.base.entities.get(entity.id)
    return getattr(known, field) if known else ()


ENTITY_STEPS: Mapping[Change, Callable[[Draft, Amendment], None]] = {
    Change.PERSON: add_entity,
    Change.ORGANISATION: add_entity,
    Change.PLACE: add_entity,
    Change.LABEL: rename,
    Change.NAME_FR: rename,
    Change.NAME_JA: rename,
    Change.NAME_EN: rename,
    Change.ALIAS: add_alias,
    Change.WEAK_ALIAS: add_weak_alias,
    Change.SILENCED: silence,
    Change.LOOK_ALIKE: add_look_alike,
}
"""What each change of an entity does."""
