"""Joining the machine's word with the analysts'."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.review import Review, Subject, Verdict, settle

START = datetime(2022, 5, 20, 8, tzinfo=UTC)
KEYS = ("a", "b", "c")


def tag(key: str) -> Tag:
    mention = Mention(0, 1, "x", "x", 0)
    return Tag(TagKind.PERSON, key, key, False, 0.5, (mention,), Reason("model"), "test")  # noqa: FBT003 (positional by design of the record)


ANALYSIS = Analysis(
    "article", 1, "test", "fr", 0.9, tuple(map(tag, KEYS)), Relevance(Tier.RELATED, 3.0, ())
)


def review(number: int, verdict: Verdict, key: str = "a", to: str = "") -> Review:
    return Review(
        f"r{number}",
        "article",
        Subject.TAG,
        verdict,
        "akiko",
        START + timedelta(minutes=number),
        TagKind.PERSON,
        key,
        to,
    )


def test_a_rejected_tag_is_gone_and_the_others_stay() -> None:
    settled = settle(ANALYSIS, [review(1, Verdict.REJECTED)])
    assert [item.tag.key for item in settled.tags] == ["b", "c"]


def test_a_corrected_tag_carries_what_is_right() -> None:
    settled = settle(ANALYSIS, [review(1, Verdict.CORRECTED, to="omura-hideaki")])
    first = settled.tags[0]
    assert (first.tag.key, first.tag.known, first.reviewer) == ("omura-hideaki", True, "akiko")


def test_the_latest_word_on_a_tag_counts() -> None:
    words = [review(2, Verdict.ACCEPTED), review(1, Verdict.REJECTED)]
    assert settle(ANALYSIS, words).tags[0].verdict is Verdict.ACCEPTED


def test_a_tier_that_is_corrected_or_rejected() -> None:
    word = Review(
        "t", "article", Subject.TIER, Verdict.CORRECTED, "akiko", START, corrected_to="core"
    )
    assert settle(ANALYSIS, [word]).tier is Tier.CORE
    word = Review("t", "article", Subject.TIER, Verdict.REJECTED, "akiko", START)
    settled = settle(ANALYSIS, [word])
    assert settled.tier is Tier.OFF
    assert settled.relevance.reasons[-1].code == "reviewed"


def test_an_accepted_tier_changes_nothing() -> None:
    word = Review("t", "article", Subject.TIER, Verdict.ACCEPTED, "akiko", START)
    assert settle(ANALYSIS, [word]).relevance == ANALYSIS.relevance


@given(st.permutations([review(i, list(Verdict)[i % 3], KEYS[i % 3], "x") for i in range(6)]))
def test_the_order_in_which_reviews_are_given_does_not_matter(words: list[Review]) -> None:
    expected = settle(ANALYSIS, sorted(words, key=lambda item: item.id))
    assert settle(ANALYSIS, words) == expected
