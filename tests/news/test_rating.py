"""Precision, agreement and harm from reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.analysis import Reason, TagKind, Tier
from news.proportion import Share
from news.rating import Rating, Worth, agreements, harms, kappa, missed, precision, week_of
from news.review import Review, Subject, Verdict

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def rate(
    number: int, verdict: str, *, key: str = "lyon", who: str = "Anne", minute: int = 0
) -> Rating:
    """A word on a place of one article; its form is the key."""
    review = Review(
        id=f"{number}-{who}-{minute}",
        article_id=str(number),
        subject=Subject.TAG,
        verdict=Verdict(verdict) if verdict in set(Verdict) else verdict,  # type: ignore[arg-type]  # of another version
        reviewer=who,
        at=NOON + timedelta(minutes=minute),
        kind=TagKind.PLACE,
        key=key,
    )
    return Rating(review, "fr", "outlet", "rules", Tier.CORE, Reason("alias", (key,)))


def tier(number: int, verdict: Verdict, who: str, to: str = "") -> Rating:
    """A word on the tier of one article, which the machine holds to be core."""
    review = Review(f"t{number}-{who}", str(number), Subject.TIER, verdict, who, NOON)
    review = Review(review.id, review.article_id, Subject.TIER, verdict, who, NOON, corrected_to=to)
    return Rating(review, "fr", "outlet", "rules", Tier.CORE)


def by_key(rating: Rating) -> str:
    return rating.review.key


def test_precision_counts_the_latest_word_on_each_target() -> None:
    ratings = [
        rate(1, "accepted"),
        rate(2, "rejected"),
        rate(3, "corrected"),
        rate(3, "accepted", minute=5),
        rate(4, "accepted", key="nagoya"),
    ]
    assert precision(ratings, by_key) == {"lyon": Share(2, 3), "nagoya": Share(1, 1)}


def test_a_word_taken_back_leaves_the_one_before() -> None:
    ratings = [rate(1, "rejected"), rate(2, "accepted")]
    word = rate(1, "withdrawn", minute=2)
    ratings.append(replace(word, review=replace(word.review, withdraws="1-Anne-0")))
    assert precision(ratings, by_key) == {"lyon": Share(1, 1)}
    ratings.append(rate(1, "accepted", who="Bruno", minute=-5))
    assert precision(ratings, by_key) == {"lyon": Share(2, 2)}


def test_a_verdict_of_another_version_says_nothing_of_the_machine() -> None:
    assert rate(1, "doubted").worth is None
    assert precision([rate(1, "doubted")], by_key) == {}


def test_an_added_tag_is_a_miss_and_no_precision() -> None:
    ratings = [rate(1, "added"), rate(2, "accepted")]
    assert precision(ratings, by_key) == {"lyon": Share(1, 1)}
    assert missed(ratings, by_key) == {"lyon": 1}


def test_every_verdict_of_today_is_weighed() -> None:
    weighed = {verdict: rate(1, verdict).worth for verdict in Verdict}
    assert weighed[Verdict.ACCEPTED] is Worth.RIGHT
    assert weighed[Verdict.REJECTED] is weighed[Verdict.CORRECTED] is Worth.WRONG


@given(
    st.permutations([rate(n % 4, v, minute=n) for n, v in enumerate(["accepted", "rejected"] * 4)])
)
def test_the_order_of_ratings_does_not_matter(ratings: list[Rating]) -> None:
    assert precision(ratings, by_key) == {"lyon": Share(2, 4)}


def test_the_form_that_hurts_most_surely_comes_first() -> None:
    ratings = [rate(n, "rejected" if n < 30 else "accepted", key="aura") for n in range(40)]
    ratings += [rate(n, "rejected", key="mie") for n in range(100, 105)]
    ratings += [rate(n, "rejected", key="rare") for n in range(200, 204)]
    ratings += [rate(n, "accepted", key="good") for n in range(300, 310)]
    found = harms(ratings)
    assert [(harm.form, harm.wrong) for harm in found] == [
        ("aura", Share(30, 40)),
        ("mie", Share(5, 5)),
    ]
    assert [harm.form for harm in harms(ratings, least=4)] == ["aura", "mie", "rare"]


def test_kappa_by_hand() -> None:
    # Cohen's worked form: 20 both yes, 15 both no, 5 and 10 apart, of 50.
    # Observed 0.7; expected 0.5·0.6 + 0.5·0.4 = 0.5; kappa 0.4.
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("y", "y")] * 3) is None
    assert kappa([]) is None
    assert kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    swapped = kappa([(other, one) for one, other in pairs])
    assert found == (None if swapped is None else pytest.approx(swapped))
    assert found is None or -1 - 1e-9 <= found <= 1 + 1e-9


def test_a_later_word_of_another_does_not_hide_the_first_reviewer_s() -> None:
    ratings = [
        rate(1, "accepted", who="Anne"),
        rate(1, "rejected", who="Bruno", minute=9),
        rate(2, "rejected", who="Anne"),
        rate(2, "rejected", who="Bruno", minute=9),
        rate(3, "accepted", who="Anne"),
    ]
    (found,) = agreements(ratings)
    assert (found.one, found.other, found.subject) == ("Anne", "Bruno", Subject.TAG)
    assert (found.both, found.same) == (2, 1)
    # Anne: 1 accepted, 1 rejected; Bruno: 2 rejected. Expected 0.5, observed 0.5.
    assert found.kappa == pytest.approx(0.0)


def test_tiers_agree_when_the_same_tier_is_meant() -> None:
    ratings = [
        tier(1, Verdict.ACCEPTED, "Anne"),
        tier(1, Verdict.CORRECTED, "Bruno", Tier.CORE),
        tier(2, Verdict.REJECTED, "Anne"),
        tier(2, Verdict.CORRECTED, "Bruno", Tier.OFF),
        tier(3, Verdict.ACCEPTED, "Anne"),
        tier(3, Verdict.CORRECTED, "Bruno", Tier.RELATED),
    ]
    (found,) = agreements(ratings)
    assert (found.both, found.same, found.subject) == (3, 2, Subject.TIER)


def test_a_week_begins_on_monday() -> None:
    assert week_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert week_of(date(2026, 11, 23)) == date(2026, 11, 23)
    assert rate(1, "accepted").week == date(2026, 11, 16)


def test_harm_is_counted_of_what_was_found_and_judged() -> None:
    ratings = [rate(n, "rejected") for n in range(5)]
    ratings += [replace(rate(n, "rejected"), why=None) for n in range(10, 15)]
    ratings += [rate(n, "added") for n in range(20, 25)]
    assert [harm.wrong for harm in harms(ratings)] == [Share(5, 5)]


def test_reviewers_agree_on_what_both_judged_as_right_or_wrong() -> None:
    ratings = [
        rate(1, "accepted", who="Anne"),
        rate(1, "added", who="Bruno"),
        rate(2, "accepted", who="Bruno"),
        tier(1, Verdict.ACCEPTED, "Carla"),
    ]
    assert agreements(ratings) == []
