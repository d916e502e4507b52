"""The tags of a story, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from digest.plain import one_line
from digest.shown import ShownTag
from digest.words import Words, printed_day
from news.analysis import Tag, TagKind
from news.entity import Entity
from news.reading import Reading

HEADINGS = {
    TagKind.PERSON: "people",
    TagKind.ORGANISATION: "organisations",
    TagKind.PLACE: "places",
    TagKind.SECTOR: "sectors",
}
"""Code of the heading of each kind, in the order of the page."""
TAGS_AT_MOST = 8
"""Tags of one kind that a story shows."""


@dataclass(slots=True)
class _Found:
    tag: Tag
    language: str
    day: date
    articles: int = 0
    mentions: int = 0
    checked: bool = False
    order: int = field(default=0)


def show_tags(
    readings: Sequence[Reading], words: Words
) -> tuple[tuple[str, tuple[ShownTag, ...]], ...]:
    """Tags by heading, the first of each kind."""
    return tuple(
        (HEADINGS[kind], tags[:TAGS_AT_MOST]) for kind, tags in show_all_tags(readings, words)
    )


def show_all_tags(
    readings: Sequence[Reading], words: Words
) -> Iterator[tuple[TagKind, tuple[ShownTag, ...]]]:
    """Tags by kind: known ones first, then those that most articles carry, most sure first."""
    by_kind: dict[TagKind, list[_Found]] = defaultdict(list)
    for found in _collect(readings):
        by_kind[found.tag.kind].append(found)
    for kind in HEADINGS:
        if by_kind[kind]:
            yield kind, tuple(_show(found, words) for found in sorted(by_kind[kind], key=_rank))


def _collect(readings: Iterable[Reading]) -> Iterable[_Found]:
    """Each thing once, with how often it is met; reserved articles give none."""
    things: dict[tuple[TagKind, str], _Found] = {}
    for reading in readings:
        if reading.article.reserved:
            continue
        for settled in reading.settled.tags:
            tag = settled.tag
            found = things.setdefault(
                (tag.kind, tag.key),
                _Found(tag, reading.analysis.language, printed_day(reading.article)),
            )
            found.articles += 1
            found.mentions += len(tag.mentions)
            found.checked = found.checked or settled.verdict is not None
    return things.values()


def _rank(found: _Found) -> tuple[bool, int, float, int, str]:
    tag = found.tag
    return not tag.known, -found.articles, -tag.score, -found.mentions, tag.key


def _show(found: _Found, words: Words) -> ShownTag:
    label, language, role = _name(found, words)
    return ShownTag(
        kind=found.tag.kind.value,
        key=found.tag.key,
        label=label,
        label_language=language,
        known=found.tag.known,
        role=role,
        checked=found.checked,
        articles=found.articles,
        score=found.tag.score,
    )


def _name(found: _Found, words: Words) -> tuple[str, str, str]:
    """Label, the language it is in, and role."""
    tag = found.tag
    entity = words.knowledge.entities.get(tag.key)
    if entity is not None and entity.kind.value == tag.kind.value:
        language = words.language if words.language in entity.names else ""
        return entity.name(words.language), language, role_on(entity, found.day, words.language)
    sector = words.knowledge.sectors.get(tag.key)
    if sector is not None and tag.kind is TagKind.SECTOR:
        return sector.label(words.language), words.language, ""
    return one_line(tag.label).strip(), "" if tag.known else found.language, ""


def role_on(entity: Entity, day: date, language: str) -> str:
    """The office that a person held on a day, or nothing when none is known in that language.

    An office that alone names its holder goes before others, a later one before an earlier one.
    An office without any date is not told: nobody knows whether it was held on that day.
    """
    held = [
        role
        for role in entity.roles
        if (role.start or role.end) and role.held_on(day) and language in role.titles
    ]
    if not held:
        return ""
    best = max(held, key=lambda role: (role.head, role.start or date.min))
    return best.titles[language]
