"""Mentions to entities: the gazetteer's hits and the model's names, joined into one set."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from news.analysis import Reason
from news.entity import EntityKind
from nlp.again import known_again, shouted
from nlp.choice import choose
from nlp.glosses import with_glosses
from nlp.heard import known_by_sound
from nlp.institutions import reads_as
from nlp.lexicon_ja import ONE_CHARACTER_COUNTRIES
from nlp.linked import Linked, bind_acronyms, one_label, pieces, with_legal_form
from nlp.nesting import compound, hidden
from nlp.refusals import refusal
from nlp.spans import RULE
from nlp.unknown import bind, is_common, is_firm, label_of, normal_form, widened
from nlp.weak import judge_weak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from news.entity import Entity
    from nlp.gazetteer import Hit
    from nlp.names import Name
    from nlp.scene import Scene

_SURE: Final = 0.95
_BY_CONTEXT: Final = 0.8
_BY_RULE: Final = 0.75
_BY_MODEL: Final = 0.6
_REGION: Final = "region"
_COUNCILS: Final = ("市", "町", "村", "区")


@dataclass(frozen=True, slots=True)
class Linking:
    """All mentions of one text, in order without overlap, and what was turned down."""

    linked: tuple[Linked, ...]
    rejected: tuple[Reason, ...]


def link(scene: Scene) -> Linking:
    """Join hits and names of a scene: a hit wins unless a longer name speaks of something else."""
    rejected = [Reason("look-alike", (_surface(scene, hit),)) for hit in scene.shadows]
    names = [
        name
        for name in scene.names
        if not hidden(scene, name)
        and scene.text[name.start : name.end] not in ONE_CHARACTER_COUNTRIES
    ]
    starts = [name.start for name in names]
    taken = bytearray(len(scene.text))
    known: list[Linked] = []
    for hit in scene.hits:
        before = names[bisect_right(starts, hit.start) - 1] if names else None
        outer = before if before and before.contains(hit.start, hit.end) else None
        found = _judged(scene, hit, outer)
        if isinstance(found, Linked):
            known.extend(pieces(scene.text, with_legal_form(scene.text, found, outer)))
        else:
            rejected.append(found)
            if compound(scene, hit):
                taken[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    for item in known:
        taken[item.start : item.end] = b"\1" * (item.end - item.start)
    free = [name for name in names if not any(taken[name.start : name.end])]
    common = [name for name in free if is_common(scene.text[name.start : name.end])]
    rejected += [Reason("common-word", (scene.text[one.start : one.end],)) for one in common]
    unknown = _unknown(scene, [name for name in free if name not in common])
    linked = sorted([*known, *unknown], key=lambda item: item.start)
    bound = with_glosses(scene.text, bind_acronyms(scene.text, linked))
    return Linking(tuple(bound), tuple(dict.fromkeys(rejected)))


def _surface(scene: Scene, hit: Hit) -> str:
    return scene.text[hit.start : hit.end]


def _judged(scene: Scene, hit: Hit, outer: Name | None) -> Linked | Reason:
    """The entity of a hit, or why there is none."""
    refused = refusal(scene, hit, outer)
    if refused is not None:
        return refused
    if hit.form.strong:
        return _by_full_form(scene, hit)
    verdict = judge_weak(scene, hit)
    if isinstance(verdict, Reason):
        return verdict
    entity, why = verdict
    pair = [scene.entities[key] for key in hit.form.weak if key == entity.institution]
    if pair:
        entity = choose(scene, hit, [entity, *pair])
    return _known((hit.start, hit.end), entity, _BY_CONTEXT, why)


def _by_full_form(scene: Scene, hit: Hit) -> Linked:
    towns = [key for key in hit.form.weak if scene.entities[key].kind is EntityKind.PLACE]
    entity = choose(scene, hit, [scene.entities[key] for key in (*hit.form.strong, *towns)])
    detail = (_surface(scene, hit), entity.label)
    if _acting_town(scene, hit, entity):
        return _acting(scene, hit, entity)
    if entity.id in hit.form.strong:
        return _known((hit.start, hit.end), entity, _SURE, Reason("alias", detail))
    turned = "location" if entity.kind is EntityKind.PLACE else "institution"
    return _known((hit.start, hit.end), entity, _BY_CONTEXT, Reason(turned, detail))


def _acting_town(scene: Scene, hit: Hit, entity: Entity) -> bool:
    """Whether a town whose council the knowledge base does not hold acts: 南知多町は補助する."""
    surface = _surface(scene, hit)
    return (
        entity.kind is EntityKind.PLACE
        and not entity.institution
        and surface.endswith(_COUNCILS)
        and reads_as(scene.text, (hit.start, hit.end), scene.language, tracked=False)
        is EntityKind.ORGANISATION
    )


def _acting(scene: Scene, hit: Hit, entity: Entity) -> Linked:
    surface = _surface(scene, hit)
    why = Reason("institution", (surface, entity.label))
    kind, key = EntityKind.ORGANISATION, normal_form(surface)
    return Linked(
        hit.start, hit.end, kind, key, entity.label, known=False, score=_BY_CONTEXT, why=why
    )


def _known(span: tuple[int, int], entity: Entity, score: float, why: Reason) -> Linked:
    return Linked(*span, entity.kind, entity.id, entity.label, known=True, score=score, why=why)


def _unknown(scene: Scene, names: Sequence[Name]) -> list[Linked]:
    """The names that the knowledge base does not hold, one key for all forms of one name."""
    names = [widened(scene.text, name) for name in names]
    typed = [(scene.text[name.start : name.end], _kind(scene, name)) for name in names]
    keys = bind(typed)
    return one_label(
        [
            _named(scene, name, surface, (kind, keys[surface, kind]))
            for name, (surface, kind) in zip(names, typed, strict=True)
        ]
    )


def _named(scene: Scene, name: Name, surface: str, found: tuple[EntityKind, str]) -> Linked:
    kind, key = found
    region = scene.bare_region if normal_form(surface) == _REGION else None
    if region is not None:
        why = Reason("bare-region", (surface, region.label))
        return _known((name.start, name.end), region, _BY_CONTEXT, why)
    again = known_again(scene, name, kind)
    if again is None and kind is EntityKind.PERSON:
        again = known_by_sound(scene, key)
    if again is not None:
        return _known((name.start, name.end), again[0], _BY_CONTEXT, again[1])
    by_rule = name.rank >= RULE
    why = Reason("rule" if by_rule else "model", (surface,))
    score = _BY_RULE if by_rule else _BY_MODEL
    label = label_of(surface)
    return Linked(name.start, name.end, kind, key, label, known=False, score=score, why=why)


def _kind(scene: Scene, name: Name) -> EntityKind:
    if is_firm(scene.text[name.start : name.end]):
        return EntityKind.ORGANISATION
    if name.kind is EntityKind.PERSON or shouted(scene, name):
        return EntityKind.PERSON
    if name.kind is EntityKind.ORGANISATION:
        return name.kind
    return reads_as(scene.text, (name.start, name.end), scene.language, tracked=False)
