"""Two makers compared: what changed, and with whom the team's words agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from news.analysis import Analysis, Reason, Relevance, Tag, TagKind, Tier
from news.change import Pair, Score, compare
from news.proportion import Share
from news.review import Review, Subject, Verdict

START = datetime(2022, 5, 20, 8, tzinfo=UTC)


def analysis(tier: Tier, *keys: str) -> Analysis:
    tags = tuple(
        Tag(
            TagKind.PERSON,
            key,
            key,
            known=True,
            score=1.0,
            mentions=(),
            why=Reason("x"),
            made_by="",
        )
        for key in keys
    )
    return Analysis("a", 1, "m", "fr", 1.0, tags, Relevance(tier, 1.0, ()))


def word(number: int, verdict: Verdict, key: str = "", to: str = "") -> Review:
    at = START + timedelta(minutes=number)
    if key:
        review = Review(str(number), "a", Subject.TAG, verdict, "akiko", at, TagKind.PERSON, key)
    else:
        review = Review(str(number), "a", Subject.TIER, verdict, "akiko", at)
    return replace(review, corrected_to=to)


def test_what_changed_is_counted() -> None:
    same = analysis(Tier.CORE, "p")
    found = compare(
        [
            Pair(same, same),
            Pair(analysis(Tier.OFF, "p", "q"), analysis(Tier.CORE, "q", "r", "s")),
            Pair(analysis(Tier.CORE), analysis(Tier.CORE, "t")),
        ]
    )
    assert (found.articles, found.changed) == (3, 2)
    assert (found.gained, found.lost) == ({TagKind.PERSON: 3}, {TagKind.PERSON: 1})
    assert found.moved == {(Tier.OFF, Tier.CORE): 1}
    assert found.tiers_judged == 0
    assert found.before == found.after == Score()


def test_both_are_held_against_the_words_that_stand() -> None:
    words = (
        word(1, Verdict.ACCEPTED, "right"),
        word(2, Verdict.REJECTED, "wrong"),
        word(3, Verdict.CORRECTED, "taken", "meant"),
        word(4, Verdict.ADDED, "missed"),
        word(5, Verdict.REJECTED, "undone"),
        replace(word(6, Verdict.WITHDRAWN, "undone"), withdraws="5"),
        word(7, Verdict.REJECTED, "twice"),
        word(8, Verdict.ACCEPTED, "twice"),
        word(9, Verdict.CORRECTED, to="core"),
    )
    before = analysis(Tier.OFF, "right", "wrong", "taken", "undone", "twice", "unjudged")
    after = analysis(Tier.CORE, "right", "meant", "undone", "other")
    found = compare([Pair(before, after, words)])
    assert found.before == Score(right=2, wrong=2, missed=2, tiers=0)
    assert found.after == Score(right=2, wrong=0, missed=2, tiers=1)
    assert found.tiers_judged == 1
    assert (found.before.precision, found.before.recall) == (Share(2, 4), Share(2, 4))
    assert (found.after.precision, found.after.recall) == (Share(2, 2), Share(2, 4))


def test_who_accepts_or_rejects_a_tier_speaks_of_the_one_before() -> None:
    before, after = analysis(Tier.CORE), analysis(Tier.OFF)
    kept = compare([Pair(before, after, (word(1, Verdict.ACCEPTED),))])
    assert (kept.before.tiers, kept.after.tiers) == (1, 0)
    rejected = compare([Pair(before, after, (word(1, Verdict.REJECTED),))])
    assert (rejected.before.tiers, rejected.after.tiers) == (0, 1)
