"""Names that stand again in a shorter form for somebody or something the text names in full."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from news.analysis import Reason
from news.entity import EntityKind
from news.text import fold_text
from nlp.spans import GUESS

if TYPE_CHECKING:
    from news.entity import Entity
    from nlp.names import Name
    from nlp.scene import Scene

_JOINT = re.compile("[ ・=]")
_KANJI = re.compile("[\u3005\u4e00-\u9fff]+")
_SHORTEST_PLACE = 4  # letters of a town's first word that may stand for it: Clermont


def known_again(scene: Scene, name: Name, kind: EntityKind) -> tuple[Entity, Reason] | None:
    """The known entity that the text names in full and a shorter name of the model repeats.

    近 behind 近健太, a given name, *Clermont* beside *Clermont-Ferrand*; nobody where two would do.
    """
    surface = scene.text[name.start : name.end]
    short = fold_text(surface)
    bearers = {
        hit.form.strong[0]
        for hit in scene.hits
        if len(hit.form.strong) == 1
        and scene.entities[hit.form.strong[0]].kind is kind
        and stands_for(short, hit.exact, kind)
    }
    if len(bearers) != 1:
        return None
    entity = scene.entities[bearers.pop()]
    own = {fold_text(form) for form in (entity.label, *entity.names.values(), *entity.aliases)}
    if any(stands_for(short, other, kind) for other in scene.people if other not in own):
        return None
    return entity, Reason("weak-alias", (surface, entity.label))


def stands_for(short: str, full: str, kind: EntityKind) -> bool:
    """Whether a folded name is a shorter form of another."""
    if kind is EntityKind.PERSON:
        parts = _JOINT.split(full)
        kanji = _KANJI.fullmatch(short) is not None and full.startswith(short) and short != full
        return kanji or (len(parts) > 1 and short in {parts[0], parts[-1]})
    return (
        kind is EntityKind.PLACE and len(short) >= _SHORTEST_PLACE and full.startswith(f"{short}-")
    )


def shouted(scene: Scene, name: Name) -> bool:
    """Whether capitals alone made a model take a person's family name for something else."""
    surface = scene.text[name.start : name.end]
    return (
        name.rank <= GUESS
        and surface.isupper()
        and any(stands_for(fold_text(surface), full, EntityKind.PERSON) for full in scene.people)
    )
