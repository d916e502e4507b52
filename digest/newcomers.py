"""People and organisations that are met for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digest.shown import Newcomer, ShownStory
from digest.tags import HEADINGS, show_all_tags
from digest.words import Words
from news.analysis import TagKind
from news.digest import Digest

NEWCOMERS_AT_MOST = 8
"""Names under one heading."""
WHO = (TagKind.PERSON, TagKind.ORGANISATION)


def show_newcomers(
    digest: Digest, stories: Sequence[ShownStory], words: Words
) -> tuple[tuple[str, tuple[Newcomer, ...]], ...]:
    """By heading, each with the first story that names it: known ones first, then by story."""
    found: dict[TagKind, dict[str, Newcomer]] = {kind: {} for kind in WHO}
    for story, shown in zip(digest.stories, stories, strict=True):
        for kind, tags in show_all_tags((*story.readings, *story.copies), words):
            for tag in tags:
                if (kind, tag.key) in digest.met:
                    found[kind].setdefault(tag.key, Newcomer(tag, shown.anchor))
    return tuple(
        (HEADINGS[kind], tuple(_ranked(names.values())[:NEWCOMERS_AT_MOST]))
        for kind, names in found.items()
        if names
    )


def _ranked(names: Iterable[Newcomer]) -> list[Newcomer]:
    return sorted(names, key=lambda item: not item.tag.known)
