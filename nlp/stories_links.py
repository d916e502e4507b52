"""How strongly two articles tell one event: shared names, sounds, figures, days and words.

Every shared thing counts by its rarity among the articles at hand, so Lyon, Aichi and their heads,
which all stories share, count little, and an inventor's name in two scripts counts much.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from knowledge import Knowledge
from news.analysis import Reason, Tag, TagKind, Tier
from news.entity import Side
from news.reading import Reading
from news.text import fold, fold_text
from nlp.duplicates import shingles
from nlp.stories_traits import days, figures, sounds

WINDOW = timedelta(days=4)
"""Articles of one event appear within so many days of one another."""
LINK = 1.0
"""Strength from which two articles tell one event."""
NAME = 1.0
"""Weight of a shared known person or organisation, and of a shared unknown name."""
PLACE = 0.6
"""Weight of a shared known place."""
COMMON = 0.25
"""Weight of a shared country, or of a body or place that the whole subject shares."""
SOUND = 0.9
"""Weight of a name that sounds alike in two scripts."""
FIGURE = 0.7
"""Weight of a shared figure that is no small number."""
SMALL_FIGURE = 0.3
"""Weight of a shared figure up to 31, which a date or an age may give by chance."""
DAY = 0.3
"""Weight of a shared day."""
SECTORS = 1.0
"""Weight of equal sectors; none shared, where both have some, counts against as much."""
WORDS = 15.0
"""Weight of equal vocabulary in one language."""
ENOUGH = 6.0
"""Sum of weights by rarity that makes the strength 1."""
_SMALL = 31
_LEAST_POOL = 60
_WORD = re.compile(r"[^\W\d_]{4,}")
_BIGRAM = re.compile(r"(?=([\u30a1-\u30fa\u30fc\u4e00-\u9fff]{2}))")


@dataclass(frozen=True, slots=True)
class Telling:
    """What of one reading is compared with others."""

    id: str
    instant: datetime
    language: str
    off: bool
    features: Mapping[str, float]
    """Things told, by a prefix of their kind, with the weight of the kind."""
    sectors: frozenset[str]
    words: frozenset[str]
    grams: frozenset[str]
    voiced: Mapping[str, frozenset[str]]
    """By shared-able name, as in `features`, the sounds that its mentions make."""


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of articles with the strength of their tie."""

    strength: float
    first: str
    second: str
    why: tuple[Reason, ...]


def telling(reading: Reading, knowledge: Knowledge) -> Telling:
    """What of a reading is compared with others."""
    article, settled = reading.article, reading.settled
    folded = fold(article.full_text).text
    features = dict(_names(reading, knowledge))
    for sound in sounds(article.full_text, folded, settled.language):
        features[f"sound:{sound}"] = SOUND
    for value in figures(folded, settled.language):
        features[f"figure:{value:g}"] = SMALL_FIGURE if value <= _SMALL else FIGURE
    for day in days(folded, settled.language, article.dated.date()):
        features[f"day:{day.isoformat()}"] = DAY
    japanese = settled.language == "ja"
    return Telling(
        id=article.id,
        instant=article.dated,
        language=settled.language,
        off=settled.tier is Tier.OFF,
        features=features,
        sectors=frozenset(item.tag.key for item in settled.tags if item.tag.kind is TagKind.SECTOR),
        words=frozenset((_BIGRAM if japanese else _WORD).findall(folded)),
        grams=shingles(article.text, settled.language),
        voiced=_voiced(reading, knowledge),
    )


def _names(reading: Reading, knowledge: Knowledge) -> Iterable[tuple[str, float]]:
    for item in reading.settled.tags:
        tag = item.tag
        if tag.kind is TagKind.SECTOR:
            continue
        entity = knowledge.entities.get(tag.key) if tag.known else None
        weight = PLACE if tag.kind is TagKind.PLACE else NAME
        if entity is not None and (entity.institution or entity.side in (Side.JAPAN, Side.FRANCE)):
            weight = COMMON
        for name in _keys(tag, knowledge):
            yield name, NAME if entity is None else weight


def _keys(tag: Tag, knowledge: Knowledge) -> tuple[str, ...]:
    """A territory is the same whether it acts or is a place."""
    entity = knowledge.entities.get(tag.key) if tag.known else None
    if entity is None:
        return (f"name:{fold_text(tag.label)}",)
    return tuple(dict.fromkeys((f"known:{entity.institution or entity.id}", f"known:{entity.id}")))


def _voiced(reading: Reading, knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    language = reading.settled.language
    heard: dict[str, frozenset[str]] = {}
    for item in reading.settled.tags:
        if item.tag.kind is TagKind.SECTOR:
            continue
        spoken = " ".join(mention.surface for mention in item.tag.mentions)
        for name in _keys(item.tag, knowledge):
            already = heard.get(name, frozenset())
            heard[name] = already | sounds(spoken, fold_text(spoken), language)
    return heard


class Rarity:
    """How much a thing or a word counts, by the number of articles that hold it."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        """Count the things and words of the articles at hand."""
        self._pool = max(len(tellings), _LEAST_POOL)
        self._things = Counter(name for item in tellings for name in item.features)
        self._words = Counter(word for item in tellings for word in item.words)
        self._lengths = {item.id: self._length(item.words) for item in tellings}
        self._weights: dict[str, float] = {}
        for item in tellings:
            for name, weight in item.features.items():
                self._weights[name] = max(weight, self._weights.get(name, 0.0))

    def of(self, name: str) -> float:
        """Natural logarithm of the part of the articles that hold it, inverted."""
        return math.log(self._pool / max(self._things[name], 1))

    def heaviest(self, name: str) -> float:
        """The greatest weight that an article gives a thing."""
        return self._weights[name]

    def part(self, item: Telling, word: str) -> float:
        """What a word of an article has of the length of its vocabulary; see `likeness()`."""
        return self._mass(word) / self._lengths[item.id]

    def likeness(self, first: Telling, second: Telling) -> float:
        """Cosine of two vocabularies, each word by its rarity; 0 to 1."""
        shared = first.words & second.words
        lengths = self._lengths[first.id] * self._lengths[second.id]
        return sum(self._mass(word) ** 2 for word in sorted(shared)) / lengths if lengths else 0.0

    def _length(self, words: Iterable[str]) -> float:
        return math.sqrt(sum(self._mass(word) ** 2 for word in words))

    def _mass(self, word: str) -> float:
        return math.log(1 + self._pool / max(self._words[word], 1))


def compare(first: Telling, second: Telling, rarity: Rarity) -> Link:
    """The tie of two articles, with its reasons."""
    apart = abs(first.instant - second.instant)
    shared = _shared(first, second)
    points = {name: first.features[name] * rarity.of(name) for name in shared}
    total = sum(points.values())
    reasons = _shared_reasons(points)
    both = first.sectors & second.sectors
    either = first.sectors | second.sectors
    if first.sectors and second.sectors:
        total += SECTORS * (2 * len(both) / len(either) - 1)
    if both:
        reasons.append(Reason("same-sectors", (", ".join(sorted(both)),)))
    if first.language == second.language:
        total += WORDS * rarity.likeness(first, second)
    total *= fading(apart)
    ids = sorted((first.id, second.id))
    return Link(total / ENOUGH, ids[0], ids[1], tuple(reasons))


def fading(apart: timedelta) -> float:
    """What is left of a tie after so long: half at the end of the window, then nothing."""
    return 1 - 0.5 * (apart / WINDOW) if apart <= WINDOW else 0.0


def _shared(first: Telling, second: Telling) -> list[str]:
    """What both tell: sounds across languages only, and those that no shared name accounts for."""
    shared = first.features.keys() & second.features.keys()
    told: set[str] = set()
    for name in shared:
        told |= first.voiced.get(name, frozenset()) | second.voiced.get(name, frozenset())
    two_languages = first.language != second.language
    return sorted(
        name
        for name in shared
        if not name.startswith("sound:")
        or (two_languages and name.removeprefix("sound:") not in told)
    )


def _shared_reasons(points: Mapping[str, float]) -> list[Reason]:
    codes = {
        "same-entities": ("known", "name"),
        "same-sound": ("sound",),
        "same-figures": ("figure",),
        "same-date": ("day",),
    }
    reasons = []
    for code, kinds in codes.items():
        named = [name for name in points if name.partition(":")[0] in kinds]
        named.sort(key=lambda name: (-points[name], name))
        if named:
            detail = (", ".join(name.partition(":")[2] for name in named[:5]),)
            total = sum(points[name] for name in named)
            reasons.append(Reason(code, detail, round(total / ENOUGH, 2)))
    return reasons
