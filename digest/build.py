"""Building a digest: which stories a day has, in what order, and who tells each best. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from digest.order import DigestOrder
from digest.weight import weigh
from news.analysis import Tier
from news.article import Timeliness
from news.day import day_window
from news.digest import Digest, DigestStory
from news.reading import Reading
from news.report import SourceReport
from news.story import Story


def build(
    order: DigestOrder,
    readings: Sequence[Reading],
    stories: Sequence[Story],
    reports: Sequence[SourceReport],
) -> Digest:
    """The digest of one day for one reader.

    Articles dated outside the day, as the reader's zone counts it, are left out, so neighbouring
    days share none; so are those that were found long before the day they bear. The same material
    in any order gives the same digest.

    Args:
        order: the day and the reader.
        readings: the articles of the day; more do no harm.
        stories: the stories these articles belong to; an article of none is its own story.
        reports: the latest report of every source.
    """
    since, until = day_window(order.day, order.zone)
    known = {reading.article.id: reading for reading in readings}
    today = [
        item
        for item in known.values()
        if since <= item.article.dated < until and item.article.timeliness is not Timeliness.FUTURE
    ]
    kept = [item for item in today if item.settled.tier is not Tier.OFF]
    opened = {story.id: story.opened_at for story in stories}
    told = [
        _tell(key, members, order.language, updates=opened.get(key, until) < since)
        for key, members in _by_story(_placed(kept, stories)).items()
    ]
    return Digest(
        day=order.day,
        language=order.language,
        timezone=order.timezone,
        built_at=order.built_at,
        stories=tuple(sorted(told, key=_rank)),
        read=len(today),
        off=len(today) - len(kept),
        sources=tuple(sorted(reports, key=lambda report: report.source_id)),
    )


def _placed(readings: Iterable[Reading], stories: Iterable[Story]) -> list[Reading]:
    """The readings, each with its place as the stories tell it, by date."""
    places = {member.article_id: (story, member) for story in stories for member in story.members}
    placed = []
    for reading in sorted(readings, key=_age):
        if reading.article.id in places:
            story, member = places[reading.article.id]
            original = member.near_duplicate_of
            placed.append(replace(reading, story_id=story.id, near_duplicate_of=original))
        else:
            placed.append(reading)
    return placed


def _by_story(readings: Iterable[Reading]) -> dict[str, list[Reading]]:
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[reading.story_id or reading.article.id].append(reading)
    return groups


def _tell(key: str, members: Sequence[Reading], language: str, *, updates: bool) -> DigestStory:
    own, copies = _fold_copies(members)
    tier = min((reading.settled.tier for reading in own), key=lambda item: item.rank)
    lead = min(own, key=lambda reading: _lead_rank(reading, language))
    others = tuple(reading for reading in own if reading is not lead)
    return DigestStory(
        id=key,
        tier=tier,
        weight=weigh(own).total,
        lead=lead,
        readings=(lead, *others),
        copies=tuple(copies),
        update=updates,
    )


def _fold_copies(members: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """Articles in their own words, and copies.

    A language that the day tells by copies alone, because the text they repeat is of another day
    or off the subject, is told by the first copy of each such text.
    """
    own = [reading for reading in members if not reading.near_duplicate_of]
    languages = {reading.analysis.language for reading in own}
    copies: list[Reading] = []
    standing: set[str] = set()
    for reading in members:
        original = reading.near_duplicate_of
        if not original:
            continue
        if reading.analysis.language in languages or original in standing:
            copies.append(reading)
        else:
            standing.add(original)
            own.append(reading)
    return sorted(own, key=_age), copies


def _lead_rank(reading: Reading, language: str) -> tuple[bool, int, bool, float, datetime, str]:
    """The reader's language first, then the nearest, most open, most relevant and earliest."""
    settled = reading.settled
    return (
        settled.language != language,
        settled.tier.rank,
        reading.article.reserved,
        -settled.relevance.score,
        *_age(reading),
    )


def _age(reading: Reading) -> tuple[datetime, str]:
    return reading.article.dated, reading.article.id


def _rank(story: DigestStory) -> tuple[int, float, datetime, str]:
    return story.tier.rank, -story.weight, story.lead.article.dated, story.id
