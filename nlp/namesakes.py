"""One name for an unknown whom the articles of one story write in two scripts.

An analysis is made of one article alone, so there マリー・デュポン and *Marie Dupont* are two
candidates. Where a story holds both and nobody else fits, they are shown as one, under the Latin
name and its key; a Latin name that is known makes the other known. The analyses that are kept
stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from news.analysis import Analysis, Tag, TagKind
from news.reading import Reading
from news.text import fold_text, is_cjk
from nlp.transliteration import alike

_KINDS = (TagKind.PERSON, TagKind.ORGANISATION, TagKind.PLACE)
Candidate = tuple[TagKind, str]
"""Kind and key of an unknown name."""


def bind_namesakes(readings: Sequence[Reading]) -> list[Reading]:
    """The readings in their order, unknown names of one story in two scripts under one key."""
    stories: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.story_id:
            stories.setdefault(reading.story_id, []).append(reading)
    bound = {story: _pairs(group) for story, group in stories.items() if len(group) > 1}
    return [_renamed(reading, bound.get(reading.story_id, {})) for reading in readings]


def _pairs(readings: Iterable[Reading]) -> dict[Candidate, Tag]:
    """The Latin tag of every Japanese name that sounds like it and like no other."""
    tags = {
        (tag.kind, tag.key): tag
        for reading in readings
        for tag in reading.analysis.tags
        if tag.kind in _KINDS
    }
    latin = [tag for tag in tags.values() if not _japanese(tag.label)]
    found = {}
    for candidate, tag in tags.items():
        if tag.known or not _japanese(tag.label):
            continue
        fitting = [
            other for other in latin if other.kind is tag.kind and alike(tag.label, other.label)
        ]
        if len(fitting) == 1:
            found[candidate] = fitting[0]
    return found


def _japanese(label: str) -> bool:
    return any(is_cjk(char) for char in fold_text(label))


def _renamed(reading: Reading, bound: Mapping[Candidate, Tag]) -> Reading:
    if not any((tag.kind, tag.key) in bound for tag in reading.analysis.tags):
        return reading
    tags: dict[tuple[TagKind, str], Tag] = {}
    for tag in reading.analysis.tags:
        other = bound.get((tag.kind, tag.key))
        named = replace(tag, key=other.key, label=other.label, known=other.known) if other else tag
        first = tags.get((named.kind, named.key))
        tags[named.kind, named.key] = _joined(first, named) if first else named
    analysis: Analysis = replace(reading.analysis, tags=tuple(tags.values()))
    return replace(reading, analysis=analysis)


def _joined(first: Tag, second: Tag) -> Tag:
    mentions = sorted((*first.mentions, *second.mentions), key=lambda item: item.start)
    return replace(first, mentions=tuple(mentions))
