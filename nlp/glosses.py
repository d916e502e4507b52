"""A name with its Latin spelling in brackets: マリー・デュポン（Marie Dupont）."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from news.analysis import Reason
from news.entity import EntityKind
from nlp.people_ja import title_at
from nlp.transliteration import alike
from nlp.unknown import label_of, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlp.linked import Linked

_GLOSS = re.compile(r"\s?[（(](?P<latin>[A-ZÀ-ÞŌŪ][\w'’.-]*(?: [\w'’.-]+){0,5})(?=[)）、,])")
_JAPANESE = re.compile("[\u3005\u30a1-\u30fa\u4e00-\u9fff]")
_BOUND = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION})


def with_glosses(text: str, items: Sequence[Linked]) -> list[Linked]:
    """Names and their Latin spelling under one key, that of the spelling.

    So an article in Latin letters and one that gives both spellings speak of the same candidate.
    """
    glosses = {(item.kind, item.key): gloss for item in items for gloss in _glosses(text, item)}
    if not glosses:
        return list(items)
    spelt = list(glosses.values())
    kept = [item for item in items if item.known or not any(_overlap(item, one) for one in spelt)]
    renamed = [
        replace(
            item, key=glosses[item.kind, item.key].key, label=glosses[item.kind, item.key].label
        )
        if (item.kind, item.key) in glosses
        else item
        for item in kept
    ]
    free = [one for one in spelt if not any(_overlap(item, one) for item in kept)]
    return sorted([*renamed, *free], key=lambda item: item.start)


def _glosses(text: str, item: Linked) -> Iterator[Linked]:
    surface = text[item.start : item.end]
    if item.known or item.kind not in _BOUND or not _JAPANESE.search(surface):
        return
    match = _GLOSS.match(text, item.end + len(title_at(text, item.end)))
    if match and alike(surface, match["latin"]):
        latin = match["latin"]
        start, end = match.span("latin")
        why = Reason("acronym", (surface, latin))
        yield replace(
            item, start=start, end=end, key=normal_form(latin), label=label_of(latin), why=why
        )


def _overlap(one: Linked, other: Linked) -> bool:
    return one.start < other.end and other.start < one.end
