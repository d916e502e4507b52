"""Finding what the knowledge base knows by any part of any of its names, in any script."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from knowledge import Knowledge
from news.analysis import TagKind
from news.glimpse import TagKey
from news.text import fold_text

_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


@dataclass(frozen=True, slots=True)
class Known:
    """One thing that is known, by all its names."""

    kind: TagKind
    key: str
    label: str
    forms: tuple[str, ...]
    """Folded, hiragana as katakana."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """All that is known."""

    things: tuple[Known, ...]

    def find(self, text: str, limit: int, kinds: Collection[TagKind] = ()) -> list[Known]:
        """Those with a name that holds the text, the nearest first."""
        wanted = _plain(text)
        if not wanted:
            return []
        ranked = [
            (rank, len(thing.label), thing.label, thing)
            for thing in self.things
            if (not kinds or thing.kind in kinds)
            and (rank := min(_ranks(thing.forms, wanted), default=None)) is not None
        ]
        return [thing for *_, thing in sorted(ranked, key=lambda item: item[:3])[:limit]]

    def exact(self, text: str, kind: TagKind) -> list[TagKey]:
        """Those of a kind with exactly this name."""
        wanted = _plain(text)
        return [
            (thing.kind, thing.key)
            for thing in self.things
            if thing.kind is kind and wanted in thing.forms
        ]


def _ranks(forms: Iterable[str], wanted: str) -> Iterator[int]:
    """How near each name comes: it is the text, begins with it, a word does, or it holds it."""
    parts = wanted.split()
    for form in forms:
        if form == wanted:
            yield 0
        elif form.startswith(wanted):
            yield 1
        elif f" {wanted}" in form or f"-{wanted}" in form:
            yield 2
        elif wanted in form or all(part in form for part in parts):
            yield 3


def _plain(text: str) -> str:
    return fold_text(text).strip().translate(_HIRAGANA)


def make_lookup(knowledge: Knowledge) -> Lookup:
    """Read all names once."""
    entities = (
        Known(
            TagKind(entity.kind.value),
            entity.id,
            entity.label,
            _forms((entity.label, *entity.names.values(), *entity.aliases, *entity.weak_aliases)),
        )
        for entity in knowledge.entities.values()
    )
    sectors = (
        Known(TagKind.SECTOR, sector.key, sector.labels["en"], _forms(sector.labels.values()))
        for sector in knowledge.sectors.values()
    )
    return Lookup((*entities, *sectors))


def _forms(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_plain, names)))
