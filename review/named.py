"""Finding what is known by any of its names, in any script."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from knowledge import Knowledge
from news.text import fold_text

_MOST = 20
"""Entities that the beginning of a name stands for, at most."""


@dataclass(slots=True)
class NameBook:
    """Who is meant by a name; written when it is first opened."""

    knowledge: Knowledge
    _ids: dict[str, set[str]] = field(default_factory=dict)

    def find(self, name: str) -> tuple[str, ...]:
        """Ids of the entities with this name, else of some whose names begin so; sorted."""
        if name in self.knowledge.entities:
            return (name,)
        asked = fold_text(name)
        if not asked:
            return ()
        ids = self._written()
        if asked in ids:
            return tuple(sorted(ids[asked]))
        found = {key for form, keys in ids.items() if form.startswith(asked) for key in keys}
        return tuple(sorted(found)[:_MOST])

    def _written(self) -> dict[str, set[str]]:
        if not self._ids:
            book = defaultdict(set)
            for entity in self.knowledge.entities.values():
                forms = (entity.label, *entity.names.values(), *entity.aliases)
                for form in (*forms, *entity.weak_aliases):
                    book[fold_text(form)].add(entity.id)
            self._ids = dict(book)
        return self._ids
