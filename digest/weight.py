"""How much a story weighs: arithmetic that is published with every story.

    weight = relevance + outlets + languages

    relevance   score of its most relevant article of the day
    outlets     1 for each independent outlet after the first, 5 at most; copies do not count
    languages   2 when French and Japanese articles both tell it

A wire text carried by ten papers therefore weighs as one article, and a story that both sides
tell comes before one that only one side tells. The tier is no part of it: tiers are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from news.reading import Reading

OUTLET_POINTS = 1.0
OUTLET_POINTS_AT_MOST = 5.0
BOTH_LANGUAGES_POINTS = 2.0
_BOTH = frozenset({"fr", "ja"})


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of a story, part by part."""

    relevance: float
    outlets: float
    languages: float
    outlet_count: int
    """Independent outlets that tell it."""

    @property
    def total(self) -> float:
        """The sum, to two decimals."""
        return round(self.relevance + self.outlets + self.languages, 2)


def weigh(readings: Iterable[Reading]) -> Weight:
    """Weigh a story by its articles of the day that are no copies; there must be one."""
    told = tuple(readings)
    outlets = {reading.article.source_id for reading in told}
    languages = {reading.analysis.language for reading in told}
    return Weight(
        relevance=max(reading.settled.relevance.score for reading in told),
        outlets=min(OUTLET_POINTS * (len(outlets) - 1), OUTLET_POINTS_AT_MOST),
        languages=BOTH_LANGUAGES_POINTS if languages >= _BOTH else 0.0,
        outlet_count=len(outlets),
    )
