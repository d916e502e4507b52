"""What one analyst says of one article, as reviews: pure, the clock and the reading given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from news.analysis import Mention, TagKind, Tier
from news.glimpse import TagKey
from news.reading import Reading
from news.review import Review, Subject, Target, Verdict, standing

TIER_TARGET: Target = (Subject.TIER, None, "")
TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a tag should have been."""

    kind: TagKind
    key: str
    label: str
    known: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """One analyst before one article."""

    reading: Reading
    reviewer: str
    now: datetime
    note: str = ""

    def judge_tier(self, tier: Tier) -> Review:
        """The tier that is right: the machine's own is accepted, another one corrects it."""
        right = tier is self.reading.analysis.relevance.tier
        word = self._word(TIER_TARGET, Verdict.ACCEPTED if right else Verdict.CORRECTED)
        return replace(word, corrected_to=tier.value)

    def accept(self, origins: Iterable[TagKey]) -> list[Review]:
        """What is shown of some tags is right; of a corrected one, the correction."""
        return [self._accept(origin) for origin in origins]

    def _accept(self, origin: TagKey) -> Review:
        target = tag_target(origin)
        words = [word for word in standing(self.reading.reviews) if word.target == target]
        if not words or words[-1].verdict is not Verdict.CORRECTED:
            return self._word(target, Verdict.ACCEPTED)
        mine = self._word(target, Verdict.CORRECTED)
        facts = ("corrected_to", "corrected_kind", "label", "known")
        return replace(mine, **{name: getattr(words[-1], name) for name in facts})

    def reject(self, origins: Iterable[TagKey]) -> list[Review]:
        """Some tags are wrong, and nothing stands in their place."""
        return [self._word(tag_target(origin), Verdict.REJECTED) for origin in origins]

    def correct(self, origins: Iterable[TagKey], to: Choice) -> list[Review]:
        """Some tags should have been another one."""
        return [
            replace(
                self._word(tag_target(origin), Verdict.CORRECTED),
                corrected_to=to.key,
                corrected_kind=to.kind if to.kind is not origin[0] else None,
                label=to.label,
                known=to.known,
            )
            for origin in origins
        ]

    def add(self, tag: Choice, place: Mention) -> Review:
        """A tag that the machine missed, at its place in the text of this reading."""
        word = self._word((Subject.TAG, tag.kind, tag.key), Verdict.ADDED)
        revision = self.reading.article.revision
        return replace(word, label=tag.label, known=tag.known, place=place, revision=revision)

    def take_back(self, word: Review) -> Review:
        """A word of one's own, taken back."""
        return replace(self._word(word.target, Verdict.WITHDRAWN), withdraws=word.id)

    def _word(self, target: Target, verdict: Verdict) -> Review:
        subject, kind, key = target
        article_id = self.reading.article.id
        # The latest word counts: this one is later than all that are there, whatever the clocks.
        at = max([self.now, *(word.at + TICK for word in self.reading.reviews)])
        named = f"{article_id}\n{subject}\n{kind}\n{key}\n{self.reviewer}\n{at.isoformat()}"
        name = sha256(named.encode()).hexdigest()[:16]
        return Review(
            *(name, article_id, subject, verdict, self.reviewer, at, kind, key), note=self.note
        )


def tag_target(origin: TagKey) -> Target:
    """What is spoken of when a tag is."""
    return (Subject.TAG, *origin)


def last_word(reviews: Sequence[Review], target: Target) -> str:
    """Id of the last word on a target; empty when nobody has spoken of it."""
    return next((word.id for word in reversed(reviews) if word.target == target), "")


def own_word(reviews: Iterable[Review], reviewer: str, *targets: Target) -> Review | None:
    """The latest word of one analyst that stands, on some targets or on any."""
    mine = [word for word in standing(reviews) if word.reviewer == reviewer]
    return next((w for w in reversed(mine) if not targets or w.target in targets), None)


def joined_with(reading: Reading, origin: TagKey) -> tuple[TagKey, ...]:
    """All tags that people see as one with this one; itself alone when it is rejected.

    Empty when neither the machine nor an analyst ever made it.
    """
    for item in reading.settled.tags:
        if origin in item.origins:
            return item.origins
    return (origin,) if origin in origins_of(reading) else ()


def origins_of(reading: Reading) -> list[TagKey]:
    """Every tag that the machine made or an analyst added, rejected ones included."""
    made = [(tag.kind, tag.key) for tag in reading.analysis.tags]
    added = [
        (word.kind, word.key)
        for word in standing(reading.reviews)
        if word.verdict is Verdict.ADDED and word.kind
    ]
    return list(dict.fromkeys([*made, *added]))
