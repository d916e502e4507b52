"""What analysts say of the machine's work, and how the two are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.glimpse import TagKey

Target = tuple["Subject", TagKind | None, str]
"""What is spoken of: two reviews of one target compete, all others are independent."""


class Verdict(StrEnum):
    """What an analyst says."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    ADDED = "added"
    """The machine missed this tag; the review holds its place."""
    WITHDRAWN = "withdrawn"
    """An earlier word of the same target is taken back, as if it had not been said."""


class Subject(StrEnum):
    """What an analyst speaks of."""

    TAG = "tag"
    TIER = "tier"


@dataclass(frozen=True, slots=True)
class Review:
    """One analyst's word on one tag or tier. Append-only; the latest word that stands counts."""

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
    """Key or tier that is right, when the verdict is `corrected`; the tier that was `accepted`."""
    label: str = ""
    """Name of what is right, when a tag is `corrected` or `added`."""
    note: str = ""
    corrected_kind: TagKind | None = None
    """Kind that is right, when a correction changes it."""
    known: bool = True
    """Whether what a tag is `corrected` to, or is `added` as, is in the knowledge base."""
    place: Mention | None = None
    """Where an `added` tag stands, in the text of `revision`."""
    revision: int = 0
    """The revision that `place` points into; 0 without a place."""
    withdraws: str = ""
    """Id of the word that is taken back, when the verdict is `withdrawn`."""

    @property
    def target(self) -> Target:
        """What is spoken of."""
        return (self.subject, self.kind, self.key)

    @property
    def tier(self) -> Tier | None:
        """The tier that it holds to be right; None where it names none."""
        if self.subject is not Subject.TIER or self.verdict is Verdict.WITHDRAWN:
            return None
        if self.corrected_to:
            return Tier(self.corrected_to)
        return None if self.verdict is Verdict.ACCEPTED else Tier.OFF

    @property
    def order(self) -> tuple[datetime, str]:
        """What reviews are sorted by: the instant, then the id."""
        return (self.at, self.id)


@dataclass(frozen=True, slots=True)
class SettledTag:
    """A tag as people see it."""

    tag: Tag
    verdict: Verdict | None = None
    """None while nobody has spoken."""
    reviewer: str = ""
    origins: tuple[TagKey, ...] = ()
    """The tags, as the machine made or an analyst added them, that became this one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An analysis joined with what analysts said of it."""

    language: str
    tags: tuple[SettledTag, ...]
    """Rejected tags are absent; corrected ones carry their right kind and key, each once."""
    relevance: Relevance
    tier_verdict: Verdict | None = None

    @property
    def tier(self) -> Tier:
        """The tier that counts."""
        return self.relevance.tier


def standing(reviews: Iterable[Review]) -> list[Review]:
    """The words that count, oldest first: those taken back and the taking back are left out.

    A withdrawal takes back what was said before it, another withdrawal included.
    """
    taken_back = set()
    kept = []
    for review in sorted(reviews, key=lambda item: item.order, reverse=True):
        if review.id in taken_back:
            continue
        if review.verdict is Verdict.WITHDRAWN:
            taken_back.add(review.withdraws)
        else:
            kept.append(review)
    return kept[::-1]


def settle(analysis: Analysis, reviews: Iterable[Review]) -> Settled:
    """Join the machine's word with the analysts'.

    On each target the latest review that stands counts (by instant, then by id), so the order in
    which reviews are given does not matter. Tags that come to the same kind and key become one.
    A tag that was added in another revision of the text has no mention from there.
    """
    said: defaultdict[Target, list[Review]] = defaultdict(list)
    for review in standing(reviews):
        said[review.target].append(review)
    tags = _settle_tags([*analysis.tags, *_missed(analysis, said)], analysis.revision, said)
    word = _last(said, (Subject.TIER, None, ""))
    relevance = _settle_relevance(analysis.relevance, word)
    return Settled(analysis.language, tags, relevance, word.verdict if word else None)


def _last(said: Mapping[Target, Sequence[Review]], target: Target) -> Review | None:
    words = said.get(target)
    return words[-1] if words else None


def _missed(analysis: Analysis, said: Mapping[Target, Sequence[Review]]) -> list[Tag]:
    """The tags that the machine does not find, in the order in which they were spoken of.

    Those that analysts added; and those that they corrected when it found them, so that what is
    right stays where neither is found any more.
    """
    found = {(tag.kind, tag.key) for tag in analysis.tags}
    held: dict[TagKey, Review] = {}
    for words in said.values():
        for review in words:
            if review.verdict is Verdict.ADDED and review.kind:
                held.setdefault((review.kind, review.key), review)
        last = words[-1]
        if last.verdict is Verdict.CORRECTED and last.kind:
            right = (last.corrected_kind or last.kind, last.corrected_to)
            if right not in found:
                held.setdefault((last.kind, last.key), last)
    firsts = sorted(held.items(), key=lambda item: item[1].order)
    return [_held_tag(*key, review) for key, review in firsts if key not in found]


def _held_tag(kind: TagKind, key: str, review: Review) -> Tag:
    added = review.verdict is Verdict.ADDED
    label = review.label if added else ""
    why = Reason("added-by", (review.reviewer,))
    return Tag(kind, key, label or key, review.known, 1.0, (), why, review.reviewer)


def _settle_tags(
    tags: Iterable[Tag], revision: int, said: Mapping[Target, Sequence[Review]]
) -> tuple[SettledTag, ...]:
    joined: defaultdict[TagKey, list[tuple[Tag, TagKey, Review | None]]] = defaultdict(list)
    for tag in tags:
        target = (Subject.TAG, tag.kind, tag.key)
        word = _last(said, target)
        if word is None or word.verdict is not Verdict.REJECTED:
            placed = _with_places(tag, said.get(target, ()), revision)
            right = _right(placed, word)
            joined[right.kind, right.key].append((right, (tag.kind, tag.key), word))
    return tuple(_join(key, parts) for key, parts in joined.items())


def _with_places(tag: Tag, words: Sequence[Review], revision: int) -> Tag:
    """A tag with the places that analysts added to it since it was last rejected."""
    places: list[Mention] = []
    for word in words:
        if word.verdict is Verdict.REJECTED:
            places.clear()
        elif word.place and word.revision == revision:
            places.append(word.place)
    return replace(tag, mentions=_merge((*tag.mentions, *places))) if places else tag


def _merge(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions in the order of the text, each place once."""
    places = {(mention.start, mention.end): mention for mention in mentions}
    return tuple(places[place] for place in sorted(places))


def _right(tag: Tag, word: Review | None) -> Tag:
    if word is None or word.verdict is not Verdict.CORRECTED:
        return tag
    return replace(
        tag,
        kind=word.corrected_kind or tag.kind,
        key=word.corrected_to,
        label=word.label or word.corrected_to,
        known=word.known,
        why=Reason("corrected-by", (word.reviewer, tag.label)),
    )


def _join(key: TagKey, parts: Sequence[tuple[Tag, TagKey, Review | None]]) -> SettledTag:
    """One tag of all that came to one kind and key; the one that was so from the start leads."""
    lead = next((tag for tag, origin, _ in parts if origin == key), parts[0][0])
    origins = tuple(origin for _, origin, _ in parts)
    words = [word for _, _, word in parts if word]
    word = max(words, key=lambda item: item.order) if words else None
    if len(parts) > 1:
        lead = replace(
            lead,
            score=max(tag.score for tag, _, _ in parts),
            mentions=_merge(mention for tag, _, _ in parts for mention in tag.mentions),
        )
    if word is None:
        return SettledTag(lead, origins=origins)
    return SettledTag(lead, word.verdict, word.reviewer, origins)


def _settle_relevance(relevance: Relevance, review: Review | None) -> Relevance:
    tier = review.tier if review else None
    if review is None or tier is None:
        return relevance
    if review.verdict is Verdict.ACCEPTED and tier is relevance.tier:
        return relevance
    reason = Reason("reviewed", (review.reviewer, tier.value))
    return replace(relevance, tier=tier, reasons=(*relevance.reasons, reason))
