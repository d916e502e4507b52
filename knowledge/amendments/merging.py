"""Entities that are one: what the one was called, held and stood for goes to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from knowledge.amendments.amendment import Amendment
from knowledge.amendments.draft import Draft
from knowledge.check import full_names, overlap
from knowledge.model import Event, LookAlike
from knowledge.spelling import unique
from news.entity import Entity, Role


def merge(draft: Draft, amendments: Iterable[Amendment]) -> None:
    """Put entities into others; what names the old ones names the new ones then.

    Raises:
        AmendmentError: when one is not known, is merged into itself, into an entity of another
            kind or into two, or when they go round in a circle.
    """
    into = dict(_pairs(draft, amendments))
    ends = {old: _end(draft, into, old) for old in into}
    for old in sorted(ends):
        kept = draft.entities[ends[old]]
        draft.entities[kept.id] = _united(kept, draft.entities.pop(old))
    if ends:
        redirects = {**draft.redirects, **ends}
        draft.redirects = {old: redirects.get(new, new) for old, new in redirects.items()}
        draft.entities = {
            key: _redirected(item, ends, draft.entities) for key, item in draft.entities.items()
        }


def _pairs(draft: Draft, amendments: Iterable[Amendment]) -> Iterable[tuple[str, str]]:
    seen = dict(draft.redirects)
    for amendment in amendments:
        old, new = amendment.target, draft.redirects.get(amendment.form, amendment.form)
        if draft.redirects.get(old) == new:
            continue
        one, other = draft.entity(old), draft.entity(new)
        if one.kind is not other.kind:
            raise draft.refusal("amend-merge-kinds", one.label, other.label)
        if seen.setdefault(old, new) != new:
            raise draft.refusal("amend-merge-twice", one.label)
        yield old, new


def _end(draft: Draft, into: Mapping[str, str], old: str) -> str:
    seen, key = {old}, into[old]
    while key in into and key not in seen:
        seen.add(key)
        key = into[key]
    if key in seen:
        raise draft.refusal("amend-merge-circle", draft.entities[old].label)
    return key


def _united(kept: Entity, old: Entity) -> Entity:
    full = set(full_names(kept))
    aliases = unique((*kept.aliases, *(form for form in full_names(old) if form not in full)))
    weak = unique((*kept.weak_aliases, *old.weak_aliases))
    taken = {*full, *aliases}
    return replace(
        kept,
        names={**old.names, **kept.names},
        aliases=aliases,
        weak_aliases=tuple(form for form in weak if form not in taken),
        roles=(*kept.roles, *(role for role in old.roles if _is_new(role, kept.roles))),
        sectors=unique((*kept.sectors, *old.sectors)),
        institution=kept.institution or old.institution,
        look_alikes=tuple(
            form for form in unique((*kept.look_alikes, *old.look_alikes)) if form not in taken
        ),
    )


def _is_new(role: Role, known: Iterable[Role]) -> bool:
    """Whether it is not the same office again, told twice."""
    return not any(
        role.organisation == other.organisation
        and (role.titles == other.titles or (role.head and other.head))
        and overlap(role, other)
        for other in known
    )


def _redirected(entity: Entity, ends: Mapping[str, str], entities: Mapping[str, Entity]) -> Entity:
    """An entity that names those that are left; a place keeps one institution, that of its own."""
    roles = tuple(
        replace(role, organisation=ends[role.organisation]) if role.organisation in ends else role
        for role in entity.roles
    )
    institution = ends.get(entity.institution, entity.institution)
    if institution != entity.institution:
        back = entities[institution].institution
        institution = institution if ends.get(back, back) == entity.id else ""
    if roles == entity.roles and institution == entity.institution:
        return entity
    return replace(entity, roles=roles, institution=institution)


def redirected_look_alike(look_alike: LookAlike, ends: Mapping[str, str]) -> LookAlike:
    """A look-alike that names the entities that are left."""
    return replace(
        look_alike,
        confused_with=_through(look_alike.confused_with, ends),
        partners=_through(look_alike.partners, ends),
    )


def redirected_event(event: Event, ends: Mapping[str, str]) -> Event:
    """An event that names the entities that are left."""
    return replace(event, entities=_through(event.entities, ends))


def _through(ids: Iterable[str], ends: Mapping[str, str]) -> tuple[str, ...]:
    return unique(ends.get(key, key) for key in ids)
