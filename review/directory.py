"""Looking people, organisations and places up by any of their names, in any script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge import Knowledge
from news.entity import Entity, EntityKind, Side
from news.text import fold_text
from review.asked import Asked

_LONGEST = 200
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_JOINTS = str.maketrans(dict.fromkeys(" ・-='.", ""))


def list_known(known: Knowledge, asked: Asked, language: str) -> list[Entity]:
    """The entities that a request asks for by `q`, `kind` and `side`.

    Raises:
        RefusalError: when a value is not one of those that are possible.
    """
    text = asked.short("q", _LONGEST)
    kind, side = asked.choice("kind", [*EntityKind]), asked.choice("side", [*Side])
    return find_entities(of_side(known.entities.values(), side, kind), text, language)


def plain(text: str) -> str:
    """A name as it is compared: folded, kana of one kind, nothing between its words."""
    return fold_text(text).translate(_KATAKANA).translate(_JOINTS)


def find_entities(entities: Iterable[Entity], asked: str, language: str) -> list[Entity]:
    """Entities of which each word asked for stands in some name; all without words.

    Those come first of which a name is what was asked, then those of which one begins so; then
    by name in the reader's language.
    """
    wanted = [plain(word) for word in asked.split() if plain(word)]
    whole = plain(asked)
    ranked = []
    for entity in entities:
        forms = [plain(form) for form in forms_of(entity)]
        if all(any(word in form for form in forms) for word in wanted):
            rank = 0 if whole in forms else 2 - any(form.startswith(whole) for form in forms)
            ranked.append((rank if wanted else 0, plain(entity.name(language)), entity))
    return [entity for _, _, entity in sorted(ranked, key=lambda item: (*item[:2], item[2].id))]


def forms_of(entity: Entity) -> Iterator[str]:
    """Every written form of an entity."""
    yield entity.label
    yield from entity.names.values()
    yield from entity.aliases
    yield from entity.weak_aliases


def of_side(entities: Iterable[Entity], side: str, kind: str) -> Iterator[Entity]:
    """Entities of a side and a kind; empty means any."""
    for entity in entities:
        if (not side or entity.side == Side(side)) and (not kind or entity.kind.value == kind):
            yield entity
