"""The written forms of a knowledge base: what each stands for, folded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from news.entity import EntityKind, Side
from news.text import fold_text
from nlp.lexicon_fr import HONORIFICS, ROLES
from nlp.lexicon_ja import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knowledge import LookAlike
    from news.entity import Entity

_SHORTEST = 2  # characters


@dataclass(frozen=True, slots=True)
class Form:
    """One written form, with everything that bears it."""

    strong: tuple[str, ...]
    """Ids of the entities whose name or alias it is."""
    weak: tuple[str, ...]
    """Ids of the entities it stands for beside a full form only."""
    capital: bool
    """Whether every way it is written begins with a capital."""
    people: bool
    """Whether it is the name of people alone."""
    tail: int = 0
    """Characters of a title at its end that are no part of the name: 林副知事."""
    shadow: bool = False
    """Whether it is a look-alike: names of ours inside it do not count."""


def forms_of(entities: Mapping[str, Entity], look_alikes: Iterable[LookAlike]) -> dict[str, Form]:
    """All forms of the entities and of what looks like them, folded."""
    strong: dict[str, list[str]] = {}
    weak: dict[str, list[str]] = {}
    small: set[str] = set()
    for entity in entities.values():
        for written in (entity.label, *_names(entity), *entity.aliases):
            bare = _without_title(entity, written)
            _add(strong if bare == written else weak, small, bare, entity.id)
        for written in entity.weak_aliases:
            _add(weak, small, _without_title(entity, written), entity.id)
    shadows = {
        fold_text(form.strip())
        for alike in look_alikes
        if alike.kind.value == "name"
        for form in alike.forms
    }
    shadows |= {fold_text(form) for entity in entities.values() for form in entity.look_alikes}
    return {
        name: _form(entities, name, strong, weak, small)
        for name in sorted({*strong, *weak, *shadows})
        if len(name) >= _SHORTEST
    }


def _without_title(entity: Entity, written: str) -> str:
    """A person's form without *gouverneur*, M. or 知事, where enough is left to be a name."""
    if entity.kind is not EntityKind.PERSON:
        return written
    head, _, name = written.partition(" ")
    if name and (head in HONORIFICS or head in ROLES):
        return name
    bare = written.removesuffix(_title_of(written))
    return bare if len(bare) >= _SHORTEST else written


def _title_of(written: str) -> str:
    return next((title for title in TITLES if written.endswith(title)), "")


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(name for language, name in entity.names.items() if language != "kana")


def _add(table: dict[str, list[str]], small: set[str], written: str, key: str) -> None:
    name = fold_text(written.strip())
    if key not in table.setdefault(name, []):
        table[name].append(key)
    if written[:1].islower():
        small.add(name)


def _form(
    entities: Mapping[str, Entity],
    name: str,
    strong: Mapping[str, list[str]],
    weak: Mapping[str, list[str]],
    small: set[str],
) -> Form:
    sure = tuple(strong.get(name, ()))
    unsure = tuple(key for key in weak.get(name, ()) if key not in sure)
    kinds = {entities[key].kind for key in (*sure, *unsure)}
    return Form(
        sure,
        unsure,
        capital=name not in small,
        people=kinds == {EntityKind.PERSON},
        tail=len(_title_of(name)) if kinds == {EntityKind.PERSON} else 0,
        shadow=not sure and not unsure,
    )


def sides_of(entities: Mapping[str, Entity], form: Form) -> frozenset[Side]:
    """The sides of everything that a form can be read as, governments of places too."""
    bearers = [entities[key] for key in (*form.strong, *form.weak)]
    bearers += [entities[entity.institution] for entity in bearers if entity.institution]
    sides = {entity.side for entity in bearers}
    return frozenset(sides | {Side.AURA, Side.AICHI} if Side.BOTH in sides else sides)
