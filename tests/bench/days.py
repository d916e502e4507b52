"""Days of any size, read: articles of a generated press in which some tell one event.

Words are drawn as they are in a language, few often and most seldom; two articles in five belong
to events of two to five articles, with names, a figure and words of their own; a quarter is on the
subject, a third Japanese. Nothing of it is read by a model: what models find is given.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article, Precision, Published
from news.reading import Reading

MORNING = datetime(2026, 11, 20, 4, tzinfo=UTC)
_SECTORS = ("automotive", "culture", "sport", "energy", "tourism", "health")
_COMMON = ("lyon", "aichi", "nagoya", "toyota-motor")
_SYLLABLES = tuple(
    first + middle + last
    for first in ("b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v")
    for middle in ("a", "e", "i", "o", "u")
    for last in ("", "n", "r")
)
_KANJI = "市場工駅前計画訪問協定予算高校美術館鉄道県知事川山海空花火祭雨雪村町区港船車橋光風"
_LENGTH = 180
"""Words of an article; of a Japanese one, pairs of characters."""


class Tongue:
    """A vocabulary in which the second word comes half as often as the first."""

    def __init__(self, language: str) -> None:
        """Make one; the same each time."""
        chance = random.Random(language)  # noqa: S311 - a lot that can be drawn again
        self.language = language
        joint, pieces, most = ("", _KANJI, 2) if language == "ja" else ("", _SYLLABLES, 4)
        made = {joint.join(chance.choices(pieces, k=most)) for _ in range(12_000)}
        self.words = sorted(made)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(made))))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """So many words."""
        return chance.choices(self.words, cum_weights=self._weights, k=count)


@dataclass(frozen=True, slots=True)
class _Event:
    names: tuple[str, ...]
    figure: int
    sectors: tuple[str, ...]
    own: dict[str, list[str]]
    tier: Tier


def day_of_press(articles: int) -> list[Reading]:
    """The readings of one day."""
    chance = random.Random(articles)  # noqa: S311 - the same
    tongues = {language: Tongue(language) for language in ("fr", "ja")}
    events = _events(chance, tongues, articles)
    return [
        _reading(chance, number, next(events), tongues["fr" if number % 3 else "ja"])
        for number in range(articles)
    ]


def _events(chance: random.Random, tongues: dict[str, Tongue], least: int) -> Iterator[_Event]:
    """One event an article: the same for the articles of one."""
    row: list[_Event] = []
    while len(row) < least:
        times = chance.choice((2, 3, 4, 5)) if chance.random() < 0.16 else 1
        tier = chance.choice((Tier.OFF,) * 9 + (Tier.CORE, Tier.RELATED, Tier.CONTEXT))
        names = tuple(
            f"{first.title()} {last.title()}"
            for first, last in (chance.choices(tongues["fr"].words, k=2) for _ in range(3))
        )
        own = {code: chance.choices(tongue.words, k=12) for code, tongue in tongues.items()}
        sectors = tuple(chance.sample(_SECTORS, chance.choice((0, 1, 2))))
        row += [_Event(names, chance.randrange(100, 9000), sectors, own, tier)] * times
    chance.shuffle(row)
    return iter(row)


def _reading(chance: random.Random, number: int, event: _Event, tongue: Tongue) -> Reading:
    words = tongue.draw(chance, _LENGTH) + chance.choices(event.own[tongue.language], k=30)
    chance.shuffle(words)
    joint = "" if tongue.language == "ja" else " "
    text = f"{joint.join(words)} {event.figure} {' '.join(event.names)}"
    at = MORNING + timedelta(minutes=chance.randrange(1440))
    key = f"d{number:05}"
    article = Article(
        key, f"source-{number % 40}", f"https://presse.example/{key}", text[:60], text[60:],
        tongue.language, Published(at, Precision.INSTANT, "feed"), at,
    )  # fmt: skip
    tags = [_tag(TagKind.PERSON, f"?{name}", name) for name in event.names]
    tags += [_tag(TagKind.PLACE, name, name) for name in chance.sample(_COMMON, 2)]
    tags += [_tag(TagKind.SECTOR, name, name) for name in event.sectors]
    told = Relevance(event.tier, 3.0, ())
    return Reading(article, Analysis(key, 1, "bench", tongue.language, 1.0, tuple(tags), told))


def _tag(kind: TagKind, key: str, label: str) -> Tag:
    known = not key.startswith("?")
    proof = () if kind is TagKind.SECTOR else (Mention(0, len(label), label, label, 0),)
    return Tag(kind, key, label, known, 0.9, proof, Reason("alias"), "bench")
