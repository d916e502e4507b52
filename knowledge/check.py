"""What must hold between entries: ids that exist, names that belong to one entity, addresses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from knowledge.model import Event, LookAlike, LookAlikeKind
from knowledge.record import Record
from knowledge.shelf import Shelf
from news.entity import Entity, EntityKind, Role
from news.source import Source
from news.text import fold_text


def check_entities(shelf: Shelf[Entity], sectors: Container[str]) -> None:
    """Offices, institutions and sectors exist; no office has two holders, no name two owners.

    Raises:
        KnowledgeError: at the first that does not hold.
    """
    for key, entity in shelf.entries.items():
        record = shelf.records[key]
        _check_ids(record, "sectors", entity.sectors, sectors)
        _check_roles(record, entity, shelf)
        if entity.institution:
            _check_institution(record, entity, shelf)
    _check_heads(shelf)
    _check_names(shelf)


def check_sources(shelf: Shelf[Source]) -> None:
    """No address is collected by two sources.

    Raises:
        KnowledgeError: at the first that is.
    """
    owners: dict[str, str] = {}
    for key, source in shelf.entries.items():
        for url in source.urls:
            owner = owners.setdefault(url, key)
            if owner != key:
                problem = f"the address belongs to “{owner}” already"
                raise shelf.records[key].error("urls", problem, "keep one of the two", url)


def check_subject(
    look_alikes: Shelf[LookAlike], events: Shelf[Event], entities: Mapping[str, Entity]
) -> None:
    """Look-alikes and events speak of entities that exist; no event is told twice.

    Raises:
        KnowledgeError: at the first that does not.
    """
    for key, look_alike in look_alikes.entries.items():
        record = look_alikes.records[key]
        _check_ids(record, "confused_with", look_alike.confused_with, entities)
        _check_ids(record, "partners", look_alike.partners, entities)
        if look_alike.kind is LookAlikeKind.NAME:
            _check_longer(record, look_alike, entities)
    told: dict[str, str] = {}
    for key, event in events.entries.items():
        _check_ids(events.records[key], "entities", event.entities, entities)
        other = told.setdefault(event.labels["fr"], key)
        if other != key:
            problem = f"[{key}] is told as “{other}” already"
            raise events.records[key].error("labels", problem, "keep one of the two")


def _check_longer(record: Record, look_alike: LookAlike, entities: Mapping[str, Entity]) -> None:
    """A name's look-alike is more than the name, which would never count again."""
    for owner in look_alike.confused_with:
        own = {fold_text(name) for name in full_names(entities[owner])}
        for form in look_alike.forms:
            if fold_text(form) in own:
                problem = f"“{form}” is the name of “{owner}” itself"
                raise record.error("forms", problem, "write the longer name it stands in", form)


def _check_ids(record: Record, key: str, ids: Iterable[str], known: Container[str]) -> None:
    for item in ids:
        if item not in known:
            raise record.error(
                key, f"“{item}” in {key} is not known", "mend the id, or add it", item
            )


def _check_roles(record: Record, entity: Entity, shelf: Shelf[Entity]) -> None:
    for nth, role in enumerate(entity.roles):
        held_in = shelf.entries.get(role.organisation)
        if role.organisation and (held_in is None or held_in.kind is not EntityKind.ORGANISATION):
            trail = (*record.trail, "roles", nth, "organisation")
            problem = f"[{record.id}] “{role.organisation}” is no known organisation"
            raise record.document.error(trail, problem, "mend the id, or add the organisation")


def _check_heads(shelf: Shelf[Entity]) -> None:
    """An office that alone names its holder has one holder a day."""
    held: dict[str, list[tuple[str, Role]]] = {}
    for key, nth, role in _heads(shelf):
        holders = held.setdefault(role.organisation, [])
        for holder, other in holders:
            if overlap(role, other):
                problem = f"[{key}] is head of “{role.organisation}” together with “{holder}”"
                record = shelf.records[key]
                remedy = "mend start or end, or leave out head"
                raise record.document.error((*record.trail, "roles", nth), problem, remedy)
        holders.append((key, role))


def _heads(shelf: Shelf[Entity]) -> Iterator[tuple[str, int, Role]]:
    for key, entity in shelf.entries.items():
        for nth, role in enumerate(entity.roles):
            if role.head:
                yield key, nth, role


def overlap(one: Role, other: Role) -> bool:
    """Whether there may be a day on which both offices were held."""
    return (one.end is None or other.start is None or other.start < one.end) and (
        other.end is None or one.start is None or one.start < other.end
    )


def _check_institution(record: Record, entity: Entity, shelf: Shelf[Entity]) -> None:
    other = shelf.entries.get(entity.institution)
    if other is None or {other.kind, entity.kind} != {EntityKind.ORGANISATION, EntityKind.PLACE}:
        problem = f"“{entity.institution}” is not the other half of a place and its institution"
        raise record.error("institution", problem, "mend the id, or add the entity")
    if other.institution != entity.id:
        remedy = f'write institution = "{entity.id}" under [{other.id}]'
        raise record.error("institution", f"[{other.id}] does not point back", remedy)


def _check_names(shelf: Shelf[Entity]) -> None:
    owners: dict[tuple[EntityKind, str], str] = {}
    for key, entity in shelf.entries.items():
        for name in full_names(entity):
            owner = owners.setdefault((entity.kind, fold_text(name)), key)
            if owner != key:
                problem = f"“{name}” is a full name of “{owner}” already"
                remedy = "keep it at one of the two, or make it a weak alias"
                raise shelf.records[key].error("aliases", problem, remedy, name)


def full_names(entity: Entity) -> tuple[str, ...]:
    """Every form of an entity that stands for it without help."""
    names = (name for language, name in entity.names.items() if language != "kana")
    return (entity.label, *names, *entity.aliases)
