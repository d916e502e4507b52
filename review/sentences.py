"""The one sentence of an article that a list shows as its proof."""

from __future__ import annotations

from collections import defaultdict

from news.analysis import Mention, TagKind
from news.glimpse import TagKey
from news.reading import Reading
from review.marks import Mark, Piece, cut


def sentence_on(reading: Reading, tag: TagKey) -> list[Piece]:
    """The first sentence of the body that names a thing; empty when only the headline does."""
    body = len(reading.article.title)
    for item in reading.settled.tags:
        if (item.tag.kind, item.tag.key) == tag:
            for mention in item.tag.mentions:
                if mention.sentence_start > body:
                    return _pointed([mention], tag[0].value)
    return []


def telling_sentence(reading: Reading) -> list[Piece]:
    """The sentence of the body that names the most things, the first of those; else the headline.

    Its marks all have one look: they are what makes the sentence evidence.
    """
    body = len(reading.article.title)
    held: defaultdict[int, list[tuple[TagKey, Mention]]] = defaultdict(list)
    for item in reading.settled.tags:
        if item.tag.kind is not TagKind.SECTOR:
            for mention in item.tag.mentions:
                key = (item.tag.kind, item.tag.key)
                held[mention.sentence_start].append((key, mention))
    inside = {start: found for start, found in held.items() if start > body}
    if not inside:
        return [Piece(reading.article.title)]
    best = min(inside, key=lambda start: (-len({key for key, _ in inside[start]}), start))
    return _pointed([mention for _, mention in inside[best]], "hit")


def _pointed(mentions: list[Mention], kind: str) -> list[Piece]:
    """The sentence of some mentions, which all stand in it, with these pointed out."""
    sentence, start = mentions[0].sentence, mentions[0].sentence_start
    marks = [Mark(item.start - start, item.end - start, kind) for item in mentions]
    return cut(sentence, marks)
