"""Reading what a tag should be: something known, or a new name of a kind."""

from __future__ import annotations

from news.analysis import TagKind
from news.text import words
from nlp.unknown import label_of, normal_form
from review.asked import Asked, Saying, bad_value
from review.desk import Desk
from review.speech import Choice

CHOICE = ("to", "to_kind", "name")
"""Fields of a choice: kind and key as `place:nagoya`, or a kind with a name."""

_LONGEST = 300


def read_choice(desk: Desk, fields: Asked) -> Choice:
    """What a form chose.

    Raises:
        RefusalError: when it chose nothing, or a key that is not known.
    """
    chosen = fields.short("to", _LONGEST)
    if chosen:
        kind, _, key = chosen.partition(":")
        if kind not in list(TagKind):
            raise bad_value("to", chosen, Saying("expected-known"))
        return _known(desk, TagKind(kind), key)
    kind = fields.choice("to_kind", list(TagKind))
    if not kind:
        raise bad_value("to_kind", "", ", ".join(TagKind))
    name = fields.short("name", _LONGEST)
    if not any(words(name)):
        raise bad_value("name", name, Saying("expected-words"))
    return name_choice(desk, TagKind(kind), name)


def name_choice(desk: Desk, kind: TagKind, name: str) -> Choice:
    """What a name of a kind means: the one thing that is known by it, else a new name.

    Raises:
        RefusalError: when no sector has that name; sectors are not made up.
    """
    found = desk.lookup.exact(name, kind)
    if len(found) == 1:
        return _known(desk, *found[0])
    if kind is TagKind.SECTOR:
        return sector_choice(desk, name)
    return Choice(kind, normal_form(name), label_of(name), known=False)


def sector_choice(desk: Desk, key: str) -> Choice:
    """A sector by its key.

    Raises:
        RefusalError: when there is none; sectors are not made up.
    """
    sector = desk.knowledge.sectors.get(key)
    if sector is None:
        raise bad_value("sector", key, ", ".join(desk.knowledge.sectors))
    return Choice(TagKind.SECTOR, key, sector.label("en"), known=True)


def _known(desk: Desk, kind: TagKind, key: str) -> Choice:
    if kind is TagKind.SECTOR:
        return sector_choice(desk, key)
    entity = desk.knowledge.entities.get(key)
    if entity is None or entity.kind.value != kind.value:
        raise bad_value("to", key, Saying("expected-known"))
    return Choice(kind, key, entity.label, known=True)
