"""Reading what a tag should be: something known, or a new name of a kind."""

from __future__ import annotations

from news.analysis import TagKind
from nlp.unknown import label_of, normal_form
from review.asked import Asked, Saying, bad_value
from review.desk import Desk
from review.speech import Choice

CHOICE = ("to_kind", "to", "name")
"""Fields of a choice: the kind that is right, with a key or a name."""

_LONGEST = 300


def read_choice(desk: Desk, fields: Asked) -> Choice:
    """What a form chose.

    Raises:
        RefusalError: when it chose nothing, or a key that is not known.
    """
    kind = TagKind(fields.choice("to_kind", list(TagKind)) or TagKind.ORGANISATION)
    key = fields.short("to", _LONGEST)
    if key:
        return _known(desk, kind, key)
    name = fields.short("name", _LONGEST)
    if not name:
        raise bad_value("name", "", Saying("expected-words"))
    return name_choice(desk, kind, name)


def name_choice(desk: Desk, kind: TagKind, name: str) -> Choice:
    """What a name of a kind means: the one thing that is known by it, else a new name.

    Raises:
        RefusalError: when no sector has that name; sectors are not made up.
    """
    found = desk.lookup.exact(name, kind)
    if len(found) == 1:
        return _known(desk, *found[0])
    if kind is TagKind.SECTOR:
        raise bad_value("name", name, ", ".join(desk.knowledge.sectors))
    label = label_of(name)
    return Choice(kind, normal_form(name), label, known=False)


def _known(desk: Desk, kind: TagKind, key: str) -> Choice:
    if kind is TagKind.SECTOR and key in desk.knowledge.sectors:
        return Choice(kind, key, desk.knowledge.sectors[key].labels["en"], known=True)
    entity = desk.knowledge.entities.get(key)
    if entity is None or entity.kind.value != kind.value:
        raise bad_value("to", key, Saying("expected-known"))
    return Choice(kind, key, entity.label, known=True)
