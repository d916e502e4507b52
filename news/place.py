"""Places that analysts point at in a text: with their sentence, and found again in a later text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from news.analysis import Mention
from news.article import Article
from news.review import Review
from news.text import is_cjk

# A full stop ends a sentence where a capital or a quote follows, and no initial (`M.`) goes before.
_ENDS = re.compile(
    r"[。！？]+[」』）]*|(?<![\s’'.(][A-Z])[.!?…]+[»”\"]?(?=\s+[«“\"]?\s?[A-ZÀ-Þ0-9])|\n"
)


def point_at(text: str, start: int, end: int) -> Mention:
    """The mention at `text[start:end]` with the sentence, or sentences, around it."""
    edges = [0, *(match.end() for match in _ENDS.finditer(text)), len(text)]
    first = max(edge for edge in edges if edge <= start)
    last = min(edge for edge in edges if edge >= end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return Mention(start, end, text[start:end], text[first:last], first)


def follow(review: Review, article: Article) -> Review:
    """The same word with its place in this revision of the text.

    A place is where its sentence stands again, else where its words do, the nearest to where they
    stood; when they are gone, the word keeps the place of its own revision.
    """
    if review.place is None or review.revision == article.revision:
        return review
    found = _find_again(article.full_text, review.place)
    return replace(review, place=found, revision=article.revision) if found else review


def _find_again(text: str, place: Mention) -> Mention | None:
    within = place.start - place.sentence_start
    starts = [found + within for found in _places(text, place.sentence)]
    starts = starts or list(places_of(text, place.surface))
    if not starts:
        return None
    start = min(starts, key=lambda item: (abs(item - place.start), item))
    return point_at(text, start, start + len(place.surface))


def places_of(text: str, surface: str) -> Iterator[int]:
    """Where some words stand in a text, as whole words where the script has them."""
    for start in _places(text, surface):
        end = start + len(surface)
        if not (_one_word(text[start - 1 : start + 1]) or _one_word(text[end - 1 : end + 1])):
            yield start


def _one_word(pair: str) -> bool:
    """Whether two neighbours are letters of one word; kana and Han characters never are."""
    return len(pair) > 1 and all(char.isalnum() and not is_cjk(char) for char in pair)


def _places(text: str, words: str) -> Iterator[int]:
    start = text.find(words) if words else -1
    while start >= 0:
        yield start
        start = text.find(words, start + 1)
