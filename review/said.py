"""What analysts said, as pages tell it, and what it takes to answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from news.analysis import TagKind, Tier
from news.reading import Reading
from news.review import Review, Subject, Target, Verdict, standing
from review.dates import Stamp
from review.speech import TIER_TARGET, own_word
from review.view import View


@dataclass(frozen=True, slots=True)
class Said:
    """One word of one analyst."""

    id: str
    who: str
    what: str
    of: str
    """The tag or tier that is spoken of."""
    when: Stamp
    note: str
    stands: bool
    """False when it was taken back."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody spoke while an analyst decided: both words, and the second asked again."""

    others: list[Said]
    mine: str
    action: str
    """Where it was sent."""
    fields: list[tuple[str, str]]
    """What was sent; sent again with what is seen now, it counts."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The tier of one article, ready to be judged."""

    article_id: str
    tier: Tier
    said: bool
    """Whether an analyst's word stands."""
    reviewer: str
    """Who said it last."""
    seen: str
    """The last word on the article that the page shows; empty when there is none."""
    undo: str
    """Id of the visitor's own word on the tier, when one stands."""
    conflict: Conflict | None = None


def judged(view: View, reading: Reading, conflict: Conflict | None = None) -> Judged:
    """The tier of an article and what was said of it."""
    words = [word for word in standing(reading.reviews) if word.target == TIER_TARGET]
    return Judged(
        article_id=reading.article.id,
        tier=reading.settled.tier,
        said=bool(words),
        reviewer=words[-1].reviewer if words else "",
        seen=last_id(reading),
        undo=own_id(view, reading, TIER_TARGET),
        conflict=conflict,
    )


def own_id(view: View, reading: Reading, *targets: Target) -> str:
    """Id of the visitor's latest word that stands, on some targets or on any; empty without one."""
    mine = own_word(reading.reviews, view.visitor.name, *targets) if view.visitor else None
    return mine.id if mine else ""


def last_id(reading: Reading) -> str:
    """Id of the last word on an article; empty when there is none."""
    return reading.reviews[-1].id if reading.reviews else ""


def tell(view: View, reading: Reading, targets: Collection[Target] = ()) -> list[Said]:
    """What was said of some targets, or of all, oldest first."""
    stand = {word.id for word in standing(reading.reviews)}
    return [
        _tell(view, reading, word, stands=word.id in stand)
        for word in reading.reviews
        if not targets or word.target in targets
    ]


def tell_since(view: View, reading: Reading, seen: str, targets: Collection[Target]) -> list[Said]:
    """What was said of some targets after a word that had been seen."""
    ids = [word.id for word in reading.reviews]
    known = set(ids[: ids.index(seen) + 1]) if seen in ids else set()
    return [said for said in tell(view, reading, targets) if said.id not in known]


def _tell(view: View, reading: Reading, word: Review, *, stands: bool) -> Said:
    return Said(
        id=word.id,
        who=word.reviewer,
        what=tell_verdict(view, word, reading.reviews),
        of=_name_target(view, reading, word),
        when=view.moment(word.at),
        note=word.note,
        stands=stands,
    )


def tell_verdict(view: View, word: Review, among: Sequence[Review] = ()) -> str:
    """What a word says; of one taken back, what it was."""
    said = view.say(f"verdict-{word.verdict}")
    if word.verdict is Verdict.CORRECTED:
        return view.say("said-of", said, f"→ {_name_right(view, word)}")
    taken = next((item for item in among if item.id == word.withdraws), None)
    return view.say("said-of", said, tell_verdict(view, taken)) if taken else said


def _name_right(view: View, word: Review) -> str:
    if word.subject is Subject.TIER:
        return view.say(f"tier-{word.corrected_to}")
    kind = word.corrected_kind or word.kind or TagKind.PERSON
    name = view.names.known(kind, word.corrected_to) or word.label or word.corrected_to
    if word.corrected_kind is None:
        return name
    return view.say("said-of", view.say(word.corrected_kind), name)


def _name_target(view: View, reading: Reading, word: Review) -> str:
    if word.kind is None:
        return view.say("tier")
    labels = {(tag.kind, tag.key): tag.label for tag in reading.analysis.tags}
    labels |= {
        (item.kind, item.key): item.label
        for item in reading.reviews
        if item.kind and item.verdict is Verdict.ADDED
    }
    return view.names.known(word.kind, word.key) or labels.get((word.kind, word.key), word.key)
