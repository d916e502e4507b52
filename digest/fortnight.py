"""The fortnight in figures: how much each press wrote of each side, on which sectors, and where."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from digest.order import FORTNIGHT
from digest.plain import one_line
from digest.shown import Share, ShownFortnight, Volume
from digest.words import Words
from knowledge import Knowledge
from news.analysis import TagKind
from news.day import day_of
from news.digest import Digest
from news.entity import Side
from news.glimpse import Glimpse

SIDES = ("both", "aura", "aichi", "neither")
PRESSES = ("fr", "ja", "other")
SHARES_AT_MOST = 6
"""Sectors and sources that are shown."""


def show_fortnight(digest: Digest, words: Words) -> ShownFortnight:
    """Counts of articles; what a reserved article speaks of counts for nothing."""
    volumes: Counter[tuple[date, str, str]] = Counter()
    sectors: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for item in digest.fortnight:
        press = item.language if item.language in PRESSES else PRESSES[-1]
        volumes[day_of(item.dated, words.zone), press, side_of(item, words.knowledge)] += 1
        sources[item.source_id] += 1
        if not item.reserved:
            sectors.update(key for kind, key in item.tags if kind is TagKind.SECTOR)
    first = digest.day - timedelta(days=FORTNIGHT - 1)
    return ShownFortnight(
        days=tuple(first + timedelta(days=number) for number in range(FORTNIGHT)),
        volumes=tuple(Volume(*key, count) for key, count in sorted(volumes.items())),
        sectors=tuple(_sector(key, count, words) for key, count in _largest(sectors)),
        sources=tuple(_source(key, count, words) for key, count in _largest(sources)),
    )


def side_of(item: Glimpse, knowledge: Knowledge) -> str:
    """Which side an article names, as far as known names tell."""
    if item.reserved:
        return "neither"
    entities = (knowledge.entities.get(key) for _, key in item.tags)
    sides = {entity.side for entity in entities if entity}
    if Side.BOTH in sides or {Side.AURA, Side.AICHI} <= sides:
        return "both"
    return next((side.value for side in (Side.AURA, Side.AICHI) if side in sides), "neither")


def _largest(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHARES_AT_MOST]


def _sector(key: str, count: int, words: Words) -> Share:
    sector = words.knowledge.sectors.get(key)
    label = sector.label(words.language) if sector else key
    return Share(key, label, words.language if sector else "", count)


def _source(key: str, count: int, words: Words) -> Share:
    source = words.knowledge.sources.get(key)
    name = one_line(source.name if source else key).strip()
    return Share(key, name, source.language if source else "", count)
