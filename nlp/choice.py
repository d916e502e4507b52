"""One entity of several that bear the same form: land or government, town or firm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from news.entity import EntityKind, Side
from news.text import fold_text
from nlp.institutions import reads_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from news.entity import Entity
    from nlp.gazetteer import Hit
    from nlp.scene import Scene

_AT_TOWN = re.compile(
    r"(?:(?:^|[.!?»] )À"
    r"|\b(?:usine|base|basée?|installée?|situ\w+|implantée?|siège|née?|rend\w*|arriv\w+|puis) à"
    r"|\bprès de|\bville de|\bautour de|\bmaire de) $"
)
_AT_TOWN_JA = re.compile("市|で|に(?:ある|住)")
_REGIONAL = ("Région ", "Préfecture ")
_RIVERS = ("(fleuve)", "(rivière)")
_AT_RIVER = re.compile(
    r"\b(?:berges?|rives?|digues?|quais?|vallee|delta|crues?|fleuve|riviere|eaux|lit|affluents?"
    r"|bords?|ponts?|gorges|sources?|niveau|debit) (?:du |de la |de l'|d')$"
)
_FLOWS = re.compile(r" (?:coule|deborde|se jette|trop haut|(?:est )?en crue|leche|charrie|gonfle)")
_BEFORE = 24  # characters


def choose(scene: Scene, hit: Hit, candidates: Sequence[Entity]) -> Entity:
    """The candidate that the words around the hit speak of; never none."""
    rivers = [entity for entity in candidates if entity.label.endswith(_RIVERS)]
    if rivers and _flows(scene, hit):
        return rivers[0]
    candidates = [entity for entity in candidates if entity not in rivers]
    kinds = {entity.kind for entity in candidates}
    governed = next((entity for entity in candidates if entity.institution), None)
    if governed is None and EntityKind.PLACE not in kinds:
        return candidates[0]
    if EntityKind.PLACE in kinds and any(_is_firm(entity) for entity in candidates):
        return _first_of(candidates, _town_or_firm(scene, hit))
    wanted = reads_as(
        scene.text, (hit.start, hit.end), scene.language, tracked=_of_the_pair(scene, governed)
    )
    if governed is not None and wanted not in kinds:
        candidates = [*candidates, scene.entities[governed.institution]]
    return _first_of(candidates, wanted)


def _flows(scene: Scene, hit: Hit) -> bool:
    """Whether the words around one of its mentions speak of the river."""
    return scene.language == "fr" and any(
        _AT_RIVER.search(fold_text(scene.text[max(0, one.start - _BEFORE) : one.start]))
        or _FLOWS.match(fold_text(scene.text[one.end : one.end + _BEFORE]))
        for one in scene.hits
        if one.exact == hit.exact
    )


def _of_the_pair(scene: Scene, governed: Entity | None) -> bool:
    """Whether the land is the region or the prefecture, not a town or department in them."""
    if governed is None or governed.side not in (Side.AURA, Side.AICHI):
        return False
    pair = (governed, scene.entities[governed.institution])
    return any(entity.label.startswith(_REGIONAL) for entity in pair)


def _is_firm(entity: Entity) -> bool:
    return entity.kind is EntityKind.ORGANISATION and not entity.institution


def _first_of(candidates: Sequence[Entity], wanted: EntityKind) -> Entity:
    return next((entity for entity in candidates if entity.kind is wanted), candidates[0])


def _town_or_firm(scene: Scene, hit: Hit) -> EntityKind:
    """Toyota: the town where something happens, the firm otherwise."""
    if scene.language == "ja":
        located = _AT_TOWN_JA.match(scene.text, hit.end)
    else:
        before = scene.text[max(0, hit.start - _BEFORE) : hit.start]
        located = _AT_TOWN.search(normalize("NFC", before.rpartition("\n")[2]))
    return EntityKind.PLACE if located else EntityKind.ORGANISATION
