"""What analysts say of the machine's work, and how the two are joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from news.analysis import Analysis, Reason, Relevance, Tag, TagKind, Tier


class Verdict(StrEnum):
    """What an analyst says."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"


class Subject(StrEnum):
    """What an analyst speaks of."""

    TAG = "tag"
    TIER = "tier"


@dataclass(frozen=True, slots=True)
class Review:
    """One analyst's word on one tag or tier. Append-only; the latest word on a subject counts."""

    id: str
    article_id: str
    subject: Subject
    verdict: Verdict
    reviewer: str
    at: datetime
    """Aware, UTC."""
    kind: TagKind | None = None
    """Of the tag that is spoken of; None for a tier."""
    key: str = ""
    """Key of the tag that is spoken of; empty for a tier."""
    corrected_to: str = ""
    """Key or tier that is right, when the verdict is `corrected`."""
    label: str = ""
    """Name of what is right, when the verdict is `corrected` on a tag."""
    note: str = ""

    @property
    def target(self) -> tuple[Subject, TagKind | None, str]:
        """What is spoken of: two reviews of one target compete, all others are independent."""
        return (self.subject, self.kind, self.key)


@dataclass(frozen=True, slots=True)
class SettledTag:
    """A tag as people see it."""

    tag: Tag
    verdict: Verdict | None = None
    """None while nobody has spoken."""
    reviewer: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """An analysis joined with what analysts said of it."""

    language: str
    tags: tuple[SettledTag, ...]
    """Rejected tags are absent; corrected ones carry their right key."""
    relevance: Relevance
    tier_verdict: Verdict | None = None

    @property
    def tier(self) -> Tier:
        """The tier that counts."""
        return self.relevance.tier


def settle(analysis: Analysis, reviews: Iterable[Review]) -> Settled:
    """Join the machine's word with the analysts'.

    On each target the latest review counts (by instant, then by id), so the order in which
    reviews of different targets are given does not matter.
    """
    latest: dict[tuple[Subject, TagKind | None, str], Review] = {}
    for review in sorted(reviews, key=lambda item: (item.at, item.id)):
        latest[review.target] = review
    tags = []
    for tag in analysis.tags:
        settled = _settle_tag(tag, latest.get((Subject.TAG, tag.kind, tag.key)))
        if settled is not None:
            tags.append(settled)
    word = latest.get((Subject.TIER, None, ""))
    relevance = _settle_relevance(analysis.relevance, word)
    return Settled(analysis.language, tuple(tags), relevance, word.verdict if word else None)


def _settle_tag(tag: Tag, review: Review | None) -> SettledTag | None:
    if review is None:
        return SettledTag(tag)
    if review.verdict is Verdict.REJECTED:
        return None
    if review.verdict is Verdict.CORRECTED:
        label = review.label or review.corrected_to
        tag = replace(tag, key=review.corrected_to, label=label, known=True)
    return SettledTag(tag, review.verdict, review.reviewer)


def _settle_relevance(relevance: Relevance, review: Review | None) -> Relevance:
    if review is None or review.verdict is Verdict.ACCEPTED:
        return relevance
    tier = Tier(review.corrected_to) if review.verdict is Verdict.CORRECTED else Tier.OFF
    reason = Reason("reviewed", (review.reviewer, tier.value))
    return replace(relevance, tier=tier, reasons=(*relevance.reasons, reason))
