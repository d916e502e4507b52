"""What the team's reviews say of the machine's tags and tiers: precision, agreement, forms.

Each function takes ratings in any order and returns the same whatever the order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

from news.analysis import Reason, Tier
from news.proportion import Share
from news.review import Review, Subject, standing

Facet = TypeVar("Facet", bound=Hashable)


class Worth(StrEnum):
    """What a verdict says of the machine."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"


_WORTH = {
    "accepted": Worth.RIGHT,
    "rejected": Worth.WRONG,
    "corrected": Worth.WRONG,
    "added": Worth.MISSED,
}
"""By verdict. One that is not here says nothing of the machine."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One review beside what it speaks of."""

    review: Review
    language: str
    source_id: str
    maker: str
    """What made the tag; of a tier, the whole analysis."""
    tier: Tier
    """The tier that the machine gave."""
    why: Reason | None = None
    """Why the machine gave the tag; None for a tier, or when no analysis holds the tag."""

    @property
    def worth(self) -> Worth | None:
        """What it says of the machine; None when nothing."""
        return _WORTH.get(self.review.verdict)

    @property
    def target(self) -> tuple[Hashable, ...]:
        """The article and what of it is spoken of."""
        return (self.review.article_id, *self.review.target)

    @property
    def week(self) -> date:
        """The Monday of its week, in UTC."""
        return week_of(self.review.at.date())

    @property
    def tier_said(self) -> Tier | None:
        """The tier that is held to be right; None where it speaks of none."""
        if self.review.subject is not Subject.TIER or self.worth is None:
            return None
        return self.review.tier or self.tier


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def last_words(ratings: Iterable[Rating]) -> list[Rating]:
    """The latest rating of each target, whoever said it."""
    return list(_latest(ratings, lambda rating: rating.target).values())


def _latest(ratings: Iterable[Rating], key: Callable[[Rating], Hashable]) -> dict[Hashable, Rating]:
    said = {rating.review.id: rating for rating in ratings}
    words = standing(rating.review for rating in said.values())
    return {key(said[word.id]): said[word.id] for word in words}


def precision(ratings: Iterable[Rating], facet: Callable[[Rating], Facet]) -> dict[Facet, Share]:
    """The share that was right of those judged right or wrong, by a facet of the ratings."""
    judged: defaultdict[Facet, list[bool]] = defaultdict(list)
    for rating in last_words(ratings):
        if rating.worth in {Worth.RIGHT, Worth.WRONG}:
            judged[facet(rating)].append(rating.worth is Worth.RIGHT)
    return {value: Share(sum(found), len(found)) for value, found in judged.items()}


def missed(ratings: Iterable[Rating], facet: Callable[[Rating], Facet]) -> Counter[Facet]:
    """How many tags people added that the machine had not found."""
    return Counter(facet(item) for item in last_words(ratings) if item.worth is Worth.MISSED)


@dataclass(frozen=True, slots=True)
class Harm:
    """How often what was found by one form was rejected."""

    form: str
    """As it was matched, or the rule's code where there is no form."""
    code: str
    kind: str
    key: str
    """Key of the tag that it gave."""
    wrong: Share


LEAST = 5
"""Fewer judgements say too little of a form."""


def harms(ratings: Iterable[Rating], least: int = LEAST) -> list[Harm]:
    """Forms and rules that were wrong at least once, those surest to be wrong often first.

    Ordered by the lower limit of the share that was wrong, so that two of two does not come
    before thirty of forty.
    """
    judged: defaultdict[tuple[str, str, str, str], list[bool]] = defaultdict(list)
    for rating in last_words(ratings):
        why, worth = rating.why, rating.worth
        if why is not None and worth in {Worth.RIGHT, Worth.WRONG}:
            form = why.detail[0] if why.detail else why.code
            kind = rating.review.kind.value if rating.review.kind else ""
            judged[form, why.code, kind, rating.review.key].append(worth is Worth.WRONG)
    found = [Harm(*name, Share(sum(wrong), len(wrong))) for name, wrong in judged.items()]
    harmful = [harm for harm in found if harm.wrong.of >= least and harm.wrong.hits]
    return sorted(harmful, key=lambda harm: (-harm.wrong.estimate.low, harm.form, harm.key))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers say the same of what both judged."""

    one: str
    other: str
    subject: Subject
    both: int
    """How many targets both judged."""
    same: int
    kappa: float | None
    """None where chance alone would make them agree on everything."""


def agreements(ratings: Iterable[Rating]) -> list[Agreement]:
    """Every two reviewers who judged something in common, by subject; most in common first.

    Of each reviewer the own latest word on each target counts: that another spoke later, and
    settled the matter, takes nothing away.
    """
    said: defaultdict[tuple[Subject, str], dict[Hashable, str]] = defaultdict(dict)
    own = _latest(ratings, lambda rating: (rating.review.reviewer, rating.target))
    for rating in own.values():
        if rating.worth in {Worth.RIGHT, Worth.WRONG}:
            review = rating.review
            said[review.subject, review.reviewer][rating.target] = _opinion(rating)
    found = []
    for (subject, one), (other_subject, other) in combinations(sorted(said), 2):
        pairs = _pairs(said[subject, one], said[other_subject, other])
        if subject is other_subject and pairs:
            same = sum(pair.count(pair[0]) == len(pair) for pair in pairs)
            found.append(Agreement(one, other, subject, len(pairs), same, kappa(pairs)))
    return sorted(found, key=lambda item: (-item.both, item.one, item.other, item.subject))


def _opinion(rating: Rating) -> str:
    """Of a tag the verdict, of a tier the tier that is held to be right."""
    return rating.tier_said or rating.review.verdict


def _pairs(one: Mapping[Hashable, str], other: Mapping[Hashable, str]) -> list[tuple[str, str]]:
    return [(one[target], other[target]) for target in one.keys() & other.keys()]


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Agreement beyond chance: (observed - expected) / (1 - expected).

    J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46. None without pairs, or
    where both say one and the same thing always.
    """
    table = list(pairs)
    if not table:
        return None
    number = len(table)
    observed = sum(one == other for one, other in table) / number
    first = Counter(one for one, _ in table)
    second = Counter(other for _, other in table)
    expected = sum(first[word] * second[word] for word in first) / number**2
    return None if expected == 1 else (observed - expected) / (1 - expected)
