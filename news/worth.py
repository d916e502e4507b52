"""What looking at a story is worth to the team: the arithmetic that the inbox is ordered by.

    worth = tier + doubt + time of its latest article / PERIOD

Nothing in it moves with the clock: a story's worth changes when the story does, so an index can
hold the order. Ranking by points plus time of publication is the method of Hacker News's and
Reddit's front pages, without their decay. Published in docs/inbox.md, which a test keeps equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from news.analysis import Tag, TagKind, Tier
from news.review import Settled, SettledTag

PERIOD = timedelta(days=3)
"""One point of worth makes up for so much age."""
TIER = {Tier.CORE: 3.0, Tier.RELATED: 2.0, Tier.CONTEXT: 1.0, Tier.OFF: 0.0}
"""Points of the nearest tier of a story's articles."""
NEEDED = {Tier.CORE: 3.0, Tier.RELATED: 2.5, Tier.CONTEXT: 2.5, Tier.OFF: 2.5}
"""Score at which a tier begins; off ends where context begins."""
BORDER = 1.0
"""Points of doubt of a score right at such a border; none from one point of score away."""
UNKNOWN = 0.1
"""Points for each name that the knowledge base does not hold."""
UNSURE = 0.1
"""Points for each known tag whose score is below `SURE`."""
SURE = 0.8
SILENT = 0.05
"""Points for each other tag that nobody has spoken of."""
MOST = 0.5
"""Most points of each of the three."""

_START = datetime(2000, 1, 1, tzinfo=UTC)


def doubt(settled: Settled) -> float:
    """Points for what a person would decide about an article; nothing said by a person counts."""
    border = 0.0
    if settled.tier_verdict is None:
        away = abs(settled.relevance.score - NEEDED[settled.tier])
        border = BORDER * max(0.0, 1.0 - away)
    open_tags = [item.tag for item in settled.tags if _is_open(item)]
    return round(border + sum(_of_tags(open_tags)), 3)


def _is_open(item: SettledTag) -> bool:
    return item.verdict is None


def _of_tags(tags: Iterable[Tag]) -> tuple[float, float, float]:
    unknown = unsure = silent = 0
    for tag in tags:
        if not tag.known and tag.kind is not TagKind.SECTOR:
            unknown += 1
        elif tag.score < SURE:
            unsure += 1
        else:
            silent += 1
    return min(MOST, UNKNOWN * unknown), min(MOST, UNSURE * unsure), min(MOST, SILENT * silent)


def worth(updated_at: datetime, tier: Tier, doubts: Iterable[float]) -> float:
    """The worth of a story.

    Args:
        updated_at: Publication of its latest article.
        tier: The nearest tier of its articles.
        doubts: `doubt()` of its articles; the greatest counts.
    """
    return round(TIER[tier] + max(doubts, default=0.0) + _age(updated_at), 6)


def worth_between(since: datetime, until: datetime) -> tuple[float, float]:
    """The least and the greatest worth that stories updated between two instants can have."""
    most = max(TIER.values()) + BORDER + 3 * MOST
    return _age(since) - 0.001, _age(until) + most + 0.001


def _age(instant: datetime) -> float:
    return (instant - _START) / PERIOD
