"""Joining the machine's word with the analysts'."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.review import Review, SettledTag, Subject, Verdict, settle

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
    assert (settled.tier, settled.tier_verdict) == (Tier.OFF, Verdict.REJECTED)
    assert settled.relevance.reasons == (Reason("reviewed", ("akiko", "off")),)


def test_what_nobody_spoke_of_is_as_the_machine_made_it() -> None:
    later = Mention(5, 6, "y", "x y", 0)
    twice = replace(tag("a"), mentions=(later, tag("a").mentions[0]))
    machine = replace(ANALYSIS, tags=(twice, tag("b")))
    settled = settle(machine, [])
    assert (settled.language, settled.relevance) == ("fr", ANALYSIS.relevance)
    assert settled.tier_verdict is None
    assert settled.tags == tuple(
        SettledTag(made, origins=((TagKind.PERSON, made.key),)) for made in machine.tags
    )


def test_a_word_on_what_the_machine_does_not_find_any_more_makes_no_tag() -> None:
    assert keys(review(1, Verdict.ACCEPTED, "z")) == ["a", "b", "c"]


def test_added_tags_stand_in_the_order_they_were_added() -> None:
    assert keys(added(2, "d"), added(1, "e")) == ["a", "b", "c", "e", "d"]


def test_tags_that_fall_together_have_the_best_score() -> None:
    for scores in ((0.3, 0.9), (0.9, 0.3)):
        tags = [replace(tag(key), score=score) for key, score in zip("ab", scores, strict=True)]
        machine = replace(ANALYSIS, tags=tuple(tags))
        (only,) = settle(machine, [review(1, Verdict.CORRECTED, "a", "b")]).tags
        assert only.tag.score == 0.9


def tier_word(verdict: Verdict, tier: str = "") -> Review:
    return Review("t", "article", Subject.TIER, verdict, "akiko", START, corrected_to=tier)


def test_an_accepted_tier_changes_nothing() -> None:
    for tier in ("", ANALYSIS.relevance.tier.value):
        word = tier_word(Verdict.ACCEPTED, tier)
        assert settle(ANALYSIS, [word]).relevance == ANALYSIS.relevance


def test_a_tier_that_was_accepted_is_not_moved_by_another_reading() -> None:
    other = replace(ANALYSIS, relevance=replace(ANALYSIS.relevance, tier=Tier.OFF))
    settled = settle(other, [tier_word(Verdict.ACCEPTED, "related")])
    assert (settled.tier, settled.tier_verdict) == (Tier.RELATED, Verdict.ACCEPTED)
    assert settled.relevance.reasons[-1] == Reason("reviewed", ("akiko", "related"))


def test_a_word_names_the_tier_that_it_holds_to_be_right() -> None:
    assert tier_word(Verdict.ACCEPTED).tier is None
    assert tier_word(Verdict.ACCEPTED, "core").tier is Tier.CORE
    assert tier_word(Verdict.CORRECTED, "context").tier is Tier.CONTEXT
    assert tier_word(Verdict.REJECTED).tier is Tier.OFF
    assert tier_word(Verdict.WITHDRAWN).tier is None
    assert review(1, Verdict.CORRECTED, "a", "core").tier is None


def test_what_a_tag_was_corrected_to_stays_when_neither_is_found_any_more() -> None:
    word = replace(review(1, Verdict.CORRECTED, "z", "y"), label="Y")
    (found,) = settle(replace(ANALYSIS, tags=()), [word]).tags
    assert (found.tag.key, found.verdict, found.reviewer) == ("y", Verdict.CORRECTED, word.reviewer)
    assert found.origins == ((TagKind.PERSON, "z"),)
    assert found.tag.why == Reason("corrected-by", (word.reviewer, "z"))  # not what is right


def test_what_a_tag_was_corrected_to_is_the_machines_own_where_it_finds_it_now() -> None:
    plain = settle(ANALYSIS, []).tags
    assert settle(ANALYSIS, [review(1, Verdict.CORRECTED, "z", "a")]).tags == plain
    other = replace(review(1, Verdict.CORRECTED, "z", "a"), corrected_kind=TagKind.PLACE)
    assert [item.tag.kind for item in settle(ANALYSIS, [other]).tags[len(plain) :]] == ["place"]


def added(number: int, key: str, start: int = 3, revision: int = 1) -> Review:
    place = Mention(start, start + 2, "yz", "xx yz", 0)
    word = review(number, Verdict.ADDED, key)
    return replace(word, label=key.upper(), known=False, place=place, revision=revision)


def withdrawal(number: int, of: Review) -> Review:
    return replace(
        review(number, Verdict.WITHDRAWN, of.key), withdraws=of.id, subject=of.subject, kind=of.kind
    )


def keys(*words: Review) -> list[str]:
    return [item.tag.key for item in settle(ANALYSIS, words).tags]


def test_a_word_that_is_taken_back_was_never_said() -> None:
    first, second = review(1, Verdict.ACCEPTED), review(2, Verdict.REJECTED)
    assert keys(first, second) == ["b", "c"]
    back = withdrawal(3, second)
    assert settle(ANALYSIS, [first, second, back]) == settle(ANALYSIS, [first])
    assert settle(ANALYSIS, [second, back]) == settle(ANALYSIS, [])


def test_taking_back_can_be_taken_back() -> None:
    word = review(1, Verdict.REJECTED)
    back = withdrawal(2, word)
    assert keys(word, back) == ["a", "b", "c"]
    assert keys(word, back, withdrawal(3, back)) == ["b", "c"]


def test_only_what_was_said_before_is_taken_back() -> None:
    assert keys(withdrawal(1, review(2, Verdict.REJECTED)), review(2, Verdict.REJECTED)) == [
        "b",
        "c",
    ]


def test_a_correction_to_another_kind_and_a_new_name() -> None:
    word = replace(
        review(1, Verdict.CORRECTED, to="maison x"),
        label="Maison X",
        corrected_kind=TagKind.ORGANISATION,
        known=False,
    )
    first = settle(ANALYSIS, [word]).tags[0]
    tag = first.tag
    assert (tag.kind, tag.key, tag.label, tag.known) == (
        TagKind.ORGANISATION,
        "maison x",
        "Maison X",
        False,
    )
    assert tag.why == Reason("corrected-by", ("akiko", "a"))
    assert first.origins == ((TagKind.PERSON, "a"),)


def test_corrected_tags_that_fall_together_are_one() -> None:
    words = [review(1, Verdict.CORRECTED, "a", "c"), review(2, Verdict.CORRECTED, "b", "c")]
    (only,) = settle(ANALYSIS, words).tags
    assert only.tag.why == Reason("model")  # of the tag that was so from the start
    assert (only.tag.key, only.verdict) == ("c", Verdict.CORRECTED)
    assert only.origins == tuple((TagKind.PERSON, key) for key in KEYS)
    assert only.tag.mentions == ANALYSIS.tags[0].mentions  # the three stand at one place


def test_an_added_tag_has_its_place_and_proof() -> None:
    settled = settle(ANALYSIS, [added(1, "d")])
    last = settled.tags[-1]
    assert (last.tag.key, last.tag.label, last.tag.known, last.tag.score) == ("d", "D", False, 1)
    assert (last.verdict, last.reviewer) == (Verdict.ADDED, "akiko")
    assert last.tag.mentions == (Mention(3, 5, "yz", "xx yz", 0),)
    assert (last.tag.why, last.tag.made_by) == (Reason("added-by", ("akiko",)), "akiko")


def test_an_added_tag_that_the_machine_finds_is_one_with_both_places() -> None:
    first = settle(ANALYSIS, [added(1, "a")]).tags[0]
    assert [mention.start for mention in first.tag.mentions] == [0, 3]
    assert (first.tag.why, first.verdict) == (Reason("model"), Verdict.ADDED)
    assert len(settle(ANALYSIS, [added(1, "a")]).tags) == 3


def test_a_tag_can_be_added_at_two_places_rejected_and_corrected() -> None:
    words = [added(1, "d"), added(2, "d", start=9)]
    assert [m.start for m in settle(ANALYSIS, words).tags[-1].tag.mentions] == [3, 9]
    rejected = [*words, review(3, Verdict.REJECTED, "d")]
    assert keys(*rejected) == ["a", "b", "c"]
    again = settle(ANALYSIS, [*rejected, added(4, "d", start=20)])
    assert [m.start for m in again.tags[-1].tag.mentions] == [20]
    (first, *_) = settle(ANALYSIS, [*words, review(3, Verdict.CORRECTED, "d", "a")]).tags
    assert [m.start for m in first.tag.mentions] == [0, 3, 9]


def test_a_tag_added_to_another_revision_stays_without_a_place() -> None:
    last = settle(ANALYSIS, [added(1, "d", revision=2)]).tags[-1]
    assert (last.tag.key, last.tag.mentions) == ("d", ())


VERDICTS = st.sampled_from([*Verdict, Verdict.ADDED])
WORDS = st.lists(st.tuples(VERDICTS, st.sampled_from("abcd"), st.sampled_from("acd")), max_size=8)


def make_words(drawn: list[tuple[Verdict, str, str]]) -> list[Review]:
    words: list[Review] = []
    for number, (verdict, key, to) in enumerate(drawn):
        earlier = [word for word in words if word.key == key]
        if verdict is Verdict.ADDED:
            words.append(added(number, key, start=3 + number))
        elif verdict is Verdict.WITHDRAWN:
            words.extend(withdrawal(number, word) for word in earlier[-1:])
        else:
            words.append(review(number, verdict, key, to if verdict is Verdict.CORRECTED else ""))
    return words


@given(WORDS, st.randoms())
def test_the_order_in_which_reviews_are_given_does_not_matter(
    drawn: list[tuple[Verdict, str, str]], random: Random
) -> None:
    words = make_words(drawn)
    shuffled = random.sample(words, len(words))
    assert settle(ANALYSIS, shuffled) == settle(ANALYSIS, words)


@given(WORDS)
def test_no_tag_stands_twice_and_each_says_what_it_came_from(
    drawn: list[tuple[Verdict, str, str]],
) -> None:
    tags = settle(ANALYSIS, make_words(drawn)).tags
    assert len({(item.tag.kind, item.tag.key) for item in tags}) == len(tags)
    origins = [origin for item in tags for origin in item.origins]
    assert len(set(origins)) == len(origins)
    for item in tags:
        places = [(mention.start, mention.end) for mention in item.tag.mentions]
        assert places == sorted(set(places))


@given(WORDS, st.sampled_from("abcd"), st.sampled_from([Verdict.REJECTED, Verdict.ACCEPTED]))
def test_undo_leaves_what_was_there_before(
    drawn: list[tuple[Verdict, str, str]], key: str, verdict: Verdict
) -> None:
    words = make_words(drawn)
    word = review(100, verdict, key)
    assert settle(ANALYSIS, [*words, word, withdrawal(101, word)]) == settle(ANALYSIS, words)
