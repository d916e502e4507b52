"""What another maker says otherwise of the same articles, and with whom the team's words agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from news.analysis import Analysis, TagKind, Tier
from news.glimpse import TagKey
from news.proportion import Share
from news.review import Review, Verdict, standing


@dataclass(frozen=True, slots=True)
class Pair:
    """One revision of an article as two makers read it, with what people said of it."""

    before: Analysis
    after: Analysis
    reviews: tuple[Review, ...] = ()


@dataclass(slots=True)
class Score:
    """How far one maker agrees with what people said."""

    right: int = 0
    """Tags that it gives and people hold to be right."""
    wrong: int = 0
    """Tags that it gives and people hold to be wrong."""
    missed: int = 0
    """Tags that people hold to be right and it does not give."""
    tiers: int = 0
    """Articles whose tier is the one that people hold to be right."""

    @property
    def precision(self) -> Share:
        """Of its tags that people judged, those that are right."""
        return Share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> Share:
        """Of the tags that people hold to be right, those that it gives."""
        return Share(self.right, self.right + self.missed)


@dataclass(slots=True)
class Comparison:
    """Two makers over many articles."""

    articles: int = 0
    changed: int = 0
    """Of these with another tier or other tags."""
    gained: Counter[TagKind] = field(default_factory=Counter)
    lost: Counter[TagKind] = field(default_factory=Counter)
    moved: Counter[tuple[Tier, Tier]] = field(default_factory=Counter)
    """Articles by tier before and after, where the two differ."""
    before: Score = field(default_factory=Score)
    after: Score = field(default_factory=Score)
    tiers_judged: int = 0


def compare(pairs: Iterable[Pair]) -> Comparison:
    """Count what changed, and hold both makers against the words that stand."""
    found = Comparison()
    for pair in pairs:
        old, new = _keys(pair.before), _keys(pair.after)
        tiers = pair.before.relevance.tier, pair.after.relevance.tier
        found.articles += 1
        found.changed += old != new or tiers[0] is not tiers[1]
        found.gained.update(kind for kind, _ in new - old)
        found.lost.update(kind for kind, _ in old - new)
        if tiers[0] is not tiers[1]:
            found.moved[tiers] += 1
        _judge(pair, found)
    return found


def _keys(analysis: Analysis) -> set[TagKey]:
    return {(tag.kind, tag.key) for tag in analysis.tags}


def _judge(pair: Pair, found: Comparison) -> None:
    right, wrong, tier = _held(pair)
    found.tiers_judged += tier is not None
    for score, analysis in ((found.before, pair.before), (found.after, pair.after)):
        given = _keys(analysis)
        score.right += len(given & right)
        score.wrong += len(given & wrong)
        score.missed += len(right - given)
        score.tiers += analysis.relevance.tier is tier


def _held(pair: Pair) -> tuple[set[TagKey], set[TagKey], Tier | None]:
    """The tags that people hold to be right, those to be wrong, and the tier that is right.

    A word that accepts a tier and does not name it speaks of that of before.
    """
    right: set[TagKey] = set()
    wrong: set[TagKey] = set()
    tier = None
    for word in {review.target: review for review in standing(pair.reviews)}.values():
        if word.kind is None:
            tier = word.tier or pair.before.relevance.tier
        elif word.verdict in {Verdict.ACCEPTED, Verdict.ADDED}:
            right.add((word.kind, word.key))
        else:
            wrong.add((word.kind, word.key))
            if word.verdict is Verdict.CORRECTED:
                right.add((word.corrected_kind or word.kind, word.corrected_to))
    return right, wrong - right, tier
