"""How long a digest takes to read, and what of it fits into ten minutes.

Speeds are those of the International Reading Speed Texts, read aloud by adults in their own
language (Trauzettel-Klosinski and Dietz, Investigative Ophthalmology & Visual Science 53, 2012):
195 French words a minute, 228 English words, 357 Japanese characters. Reading silently is faster,
so the ten minutes are kept with room to spare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from digest.shown import ShownArticle, ShownStory

BUDGET_MINUTES = 10.0
FRAME_MINUTES = 1.0
"""For the date, the table of tiers, the picture of the fortnight and the sources."""
BRIEF_MINUTES = 3.0
"""The most that is set aside for stories told in one line: those are looked over, not read."""
WORDS_A_MINUTE = {"fr": 195, "ja": 193, "en": 228}
"""By the reader's language, for what is written in an alphabet."""
CHARACTERS_A_MINUTE = 357
"""For what is written in Japanese, whoever reads it."""

_JAPANESE = re.compile(r"[\u3005\u3006\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def minutes(texts: Iterable[str], language: str) -> float:
    """Minutes that a reader of a language needs for some texts."""
    characters = words = 0
    for text in texts:
        alphabet, found = _JAPANESE.subn(" ", text)
        characters += found
        words += len(_WORD.findall(alphabet))
    return characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE[language]


def within_budget(stories: Sequence[ShownStory], language: str) -> tuple[ShownStory, ...]:
    """The stories in their order, in full as long as ten minutes allow, then in one line each.

    The first story is always told in full.
    """
    full = [minutes(words_of(story), language) for story in stories]
    brief = [minutes(_line_of(story), language) for story in stories]
    spent, rest = FRAME_MINUTES, sum(brief)
    told: list[ShownStory] = []
    open_still = True
    for story, cost, line in zip(stories, full, brief, strict=True):
        rest -= line
        fits = spent + cost + min(rest, BRIEF_MINUTES) <= BUDGET_MINUTES
        open_still = open_still and (fits or not told)
        spent += cost if open_still else 0.0
        told.append(replace(story, brief=not open_still, minutes=cost if open_still else line))
    return tuple(told)


def words_of(story: ShownStory) -> Iterator[str]:
    """All that is read of a story told in full, what is folded away left out."""
    yield story.told
    yield from (story.first.outlet, story.first.told_in, story.first.when, story.first.independent)
    if story.change:
        yield story.change.text
    for column in story.columns:
        yield column.label
        for article in column.articles:
            yield from _line(article)
            yield from article.authors
            if article.evidence:
                yield article.evidence.text
    for _, tags in story.tags:
        for tag in tags:
            yield from (tag.label, tag.role)


def _line_of(story: ShownStory) -> Iterator[str]:
    return _line(story.lead)


def _line(article: ShownArticle) -> Iterator[str]:
    yield from (article.title, article.outlet, article.when)
