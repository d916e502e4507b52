"""What linking looks at: the text, the hits of the gazetteer, the names of the model."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from news.entity import EntityKind
from news.text import fold_text
from nlp.cues import keep

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from news.entity import Entity
    from nlp.gazetteer import Hit
    from nlp.names import Name


@dataclass(frozen=True)  # without slots: what is derived is kept
class Scene:
    """One text before its mentions are linked."""

    text: str
    language: str
    day: date | None
    """Of publication, where it is known."""
    hits: tuple[Hit, ...]
    names: tuple[Name, ...]
    entities: Mapping[str, Entity]
    shadows: tuple[Hit, ...] = ()
    """Look-alikes: names inside them do not count."""

    def kinds(self, hit: Hit) -> frozenset[EntityKind]:
        """The kinds of everything that bears a hit's form."""
        return frozenset(self.entities[key].kind for key in (*hit.form.strong, *hit.form.weak))

    @cached_property
    def mentioned(self) -> Counter[str]:
        """How often each entity is hit by a full form."""
        return Counter(key for hit in self.hits for key in hit.form.strong)

    @cached_property
    def people(self) -> Mapping[str, str]:
        """The people that the model found: folded names to names as written."""
        written = [
            self.text[name.start : name.end]
            for name in self.names
            if name.kind is EntityKind.PERSON
        ]
        return {fold_text(name): name for name in written}

    @cached_property
    def bare_region(self) -> Entity | None:
        """The region that *la Région* means: the one the text speaks of most.

        Where it names none, that of the places it names, if they all lie in one.
        """
        regions = keep(self.entities, "regions", lambda: _regions(self.entities))
        counts: Counter[str] = Counter()
        sides = set()
        for key, count in self.mentioned.items():
            entity = self.entities[key]
            counts[key if key in regions else entity.institution] += count
            sides.add(entity.side)
        for key, _ in counts.most_common():
            if key in regions:
                return regions[key]
        near = [entity for entity in regions.values() if entity.side in sides]
        return near[0] if len(near) == 1 else None


def _regions(entities: Mapping[str, Entity]) -> dict[str, Entity]:
    """The bodies that *la Région* can mean."""
    return {
        key: entity
        for key, entity in entities.items()
        if entity.kind is EntityKind.ORGANISATION and fold_text(entity.label).startswith("region ")
    }
