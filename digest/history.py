"""What became of a story before: where it was seen first, who tells it, what a new day adds."""

from __future__ import annotations

from datetime import datetime

from digest.plain import one_line
from digest.shown import ShownChange, ShownFirst, ShownTag
from digest.words import Words
from news.analysis import TagKind
from news.digest import DigestStory
from news.glimpse import Glimpse

NAMES_AT_MOST = 4
"""New names that an update lists."""
_WHO = frozenset({TagKind.PERSON.value, TagKind.ORGANISATION.value})


def show_first(story: DigestStory, words: Words) -> ShownFirst:
    """Where a story was seen first, and how many independent outlets tell it by now."""
    first = story.members[0]
    source = words.knowledge.sources.get(first.source_id)
    outlets = {member.source_id for member in story.members if not member.copy}
    return ShownFirst(
        outlet=one_line(source.name if source else first.source_id).strip(),
        outlet_language=source.language if source else "",
        language=first.language,
        told_in=words.language_name(first.language),
        day=words.day_of(first),
        when=words.short_date(words.day_of(first)),
        outlets=len(outlets),
        independent=words.say("independent-count", len(outlets)),
    )


def show_change(
    story: DigestStory, since: datetime, tags: tuple[ShownTag, ...], words: Words
) -> ShownChange | None:
    """What an update adds to what was told before an instant; None for a new story."""
    before = [member for member in story.members if member.dated < since]
    if not before:
        return None
    last = words.day_of(before[-1])
    spoken = {member.language for member in before}
    languages = tuple(item for item in story.languages if item not in spoken)
    names = _new_names(before, tags)
    lines = [words.say("update-since", len(before), words.short_date(last))]
    if languages:
        told = words.join(words.language_name(item) for item in languages)
        lines.append(words.say("update-languages", told))
    facts = tuple(lines)
    if names:
        lines.append(words.say("update-names", words.join(name.label for name in names)))
    return ShownChange(len(before), last, languages, names, facts, " · ".join(lines))


def _new_names(before: list[Glimpse], tags: tuple[ShownTag, ...]) -> tuple[ShownTag, ...]:
    known = {(kind.value, key) for member in before for kind, key in member.tags}
    found = [tag for tag in tags if tag.kind in _WHO and (tag.kind, tag.key) not in known]
    return tuple(found[:NAMES_AT_MOST])
