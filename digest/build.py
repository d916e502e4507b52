"""Building a digest: which stories a day has, in what order, and who tells each best. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from digest.order import DigestOrder
from digest.weight import weigh
from news.analysis import Tier
from news.article import Timeliness
from news.digest import Background, Digest, DigestStory
from news.glimpse import Glimpse
from news.reading import Reading
from news.report import SourceReport
from news.story import Story


def build(
    order: DigestOrder,
    readings: Sequence[Reading],
    background: Background,
    reports: Sequence[SourceReport],
) -> Digest:
    """The digest of one day, or of several, for one reader.

    Articles dated outside, as the reader's zone counts days, are left out, so neighbouring
    digests share none; so are those that were found long before the day they bear. The same
    material in any order gives the same digest.

    Args:
        order: the day and the reader.
        readings: the articles of the day; more do no harm.
        background: what must be known beyond them; an article of no story is its own story.
        reports: the latest report of every source.
    """
    since, until = order.window
    known = {reading.article.id: reading for reading in readings}
    today = [
        item
        for item in known.values()
        if since <= item.article.dated < until and item.article.timeliness is not Timeliness.FUTURE
    ]
    kept = [item for item in today if item.settled.tier is not Tier.OFF]
    members = _members(background, until)
    told = [
        _tell(key, own, members.get(key, ()), order)
        for key, own in _by_story(_placed(kept, background.stories)).items()
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
        days=order.days,
        met=background.met,
        fortnight=_within(background.fortnight, *order.fortnight),
        read_at=background.read_at,
    )


def _members(background: Background, until: datetime) -> dict[str, tuple[Glimpse, ...]]:
    """The articles of each story up to an instant, by age."""
    known = {glimpse.id: glimpse for glimpse in background.members}
    beginning = datetime.min.replace(tzinfo=UTC)
    return {
        story.id: _within(
            (known[key] for key in story.article_ids if key in known), beginning, until
        )
        for story in background.stories
    }


def _within(glimpses: Iterable[Glimpse], since: datetime, until: datetime) -> tuple[Glimpse, ...]:
    found = (
        item
        for item in glimpses
        if since <= item.dated < until and item.timeliness is not Timeliness.FUTURE
    )
    return tuple(sorted(found, key=lambda item: (item.dated, item.id)))


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


def _tell(
    key: str, today: Sequence[Reading], members: tuple[Glimpse, ...], order: DigestOrder
) -> DigestStory:
    own, copies = _fold_copies(today)
    tier = min((reading.settled.tier for reading in own), key=lambda item: item.rank)
    lead = min(own, key=lambda reading: _lead_rank(reading, order.language))
    others = tuple(reading for reading in own if reading is not lead)
    known = members or tuple(reading.glimpse for reading in today)
    return DigestStory(
        id=key,
        tier=tier,
        weight=weigh(own).total,
        lead=lead,
        readings=(lead, *others),
        copies=tuple(copies),
        update=known[0].dated < order.window[0],
        members=known,
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
