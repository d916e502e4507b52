"""Reading people, organisations and places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from knowledge.forms import check_apart, check_forms, check_kana
from knowledge.model import LookAlike, LookAlikeKind
from knowledge.phrases import LANGUAGES
from knowledge.record import Record
from knowledge.spelling import person_aliases, person_weak_aliases, place_aliases, unique
from news.entity import Entity, EntityKind, Role, Side

FOLDERS = {
    "people": EntityKind.PERSON,
    "organisations": EntityKind.ORGANISATION,
    "places": EntityKind.PLACE,
}


def read_entity(record: Record) -> Entity:
    """One entity of its folder's kind, with the spellings that follow by rule among its aliases.

    Raises:
        KnowledgeError: when a key is unknown, missing or malformed.
    """
    kind = FOLDERS[record.document.path.parent.name]
    label = record.text("label")
    names = record.names("names", (*LANGUAGES, "kana"))
    aliases = list(record.texts("aliases"))
    weak = list(record.texts("weak_aliases"))
    _check_written(record, label, names)
    roles: tuple[Role, ...] = ()
    if kind is EntityKind.PERSON:
        family = _family(record, label)
        aliases += person_aliases(label, names, family)
        weak += person_weak_aliases(label, family)
        roles = tuple(read_role(item) for item in record.records("roles"))
    if kind is EntityKind.PLACE:
        aliases += place_aliases((*names.values(), *aliases))
    full = {label, *(name for language, name in names.items() if language != "kana")}
    entity = Entity(
        id=record.id,
        kind=kind,
        label=label,
        names=names,
        aliases=unique(form for form in aliases if form not in full),
        weak_aliases=unique(form for form in weak if form not in full),
        side=record.choice("side", Side),
        roles=roles,
        sectors=record.texts("sectors") if kind is EntityKind.ORGANISATION else (),
        institution=record.text("institution", "") if kind is not EntityKind.PERSON else "",
        look_alikes=record.texts("look_alikes"),
        source=record.text("source"),
    )
    record.close()
    return entity


def _check_written(record: Record, label: str, names: Mapping[str, str]) -> None:
    check_kana(record, names)
    spoken = [name for language, name in names.items() if language != "kana"]
    lists = {key: record.texts(key) for key in ("aliases", "weak_aliases", "look_alikes")}
    check_forms(record, "label", (label,), alone=True)
    check_forms(record, "names", spoken, alone=True)
    check_forms(record, "aliases", lists["aliases"], alone=True)
    check_forms(record, "weak_aliases", lists["weak_aliases"])
    check_forms(record, "look_alikes", lists["look_alikes"])
    check_apart(record, {"label": (label,), "names": unique(spoken), **lists})


def with_look_alikes(
    entities: Mapping[str, Entity], look_alikes: Iterable[LookAlike]
) -> dict[str, Entity]:
    """The entities, each with the forms of the look-alikes that carry its name."""
    forms: dict[str, list[str]] = {}
    for look_alike in look_alikes:
        if look_alike.kind is LookAlikeKind.NAME:
            for key in look_alike.confused_with:
                forms.setdefault(key, []).extend(look_alike.forms)
    return {key: _with_forms(entity, forms.get(key, ())) for key, entity in entities.items()}


def _with_forms(entity: Entity, forms: Iterable[str]) -> Entity:
    return replace(entity, look_alikes=unique((*entity.look_alikes, *forms)))


def _family(record: Record, label: str) -> dict[str, str]:
    family = record.names("family", ("latin", "ja"))
    surname = family.get("latin", "")
    if surname and not label.endswith(surname):
        problem = f"family name “{surname}” does not end the label “{label}”"
        raise record.error("family", problem, "write the label as given name, family name")
    written = record.names("names", (*LANGUAGES, "kana")).get("ja", "")
    japanese = family.get("ja", "")
    if written and japanese and not (written.startswith(japanese) or written.endswith(japanese)):
        problem = f"family name “{japanese}” is no part of “{written}”"
        raise record.error("family", problem, "mend one of the two")
    return family


def read_role(record: Record) -> Role:
    """One office of a person.

    Raises:
        KnowledgeError: when a key is malformed, or the office ends before it starts.
    """
    role = Role(
        titles=record.names("titles", LANGUAGES),
        organisation=record.text("organisation", ""),
        start=record.day("start"),
        end=record.day("end"),
        head=record.flag("head"),
    )
    if not role.titles:
        raise record.error("titles", "a role without titles", 'write titles = { fr = "…" }')
    if role.start and role.end and role.end <= role.start:
        remedy = "the end is the first day after the office"
        raise record.error("end", f"a role ends on {role.end}, before it began", remedy)
    if role.head and not role.organisation:
        raise record.error("head", "a head of nothing", "name the organisation")
    record.close()
    return role
