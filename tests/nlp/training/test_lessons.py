"""What models are taught: exact spans, whatever is replaced or filled in."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.training import guide_fr, guide_ja
from nlp.training.contexts import filled
from nlp.training.example import (
    LABELS,
    OTHER,
    PERSON,
    PLACE,
    Annotated,
    Mark,
    cleaned,
    compose,
    join,
    pieces,
)
from nlp.training.lessons import Lessons
from nlp.training.lessons_fr import FRENCH as FRENCH_MANNER
from nlp.training.lessons_ja import JAPANESE as JAPANESE_MANNER
from nlp.training.names_fr import draw_names as draw_french
from nlp.training.names_fr import short_firm
from nlp.training.names_ja import draw_names as draw_japanese
from nlp.training.stock import Draw, Stock, load_contexts, load_stock
from nlp.training.swap import paragraphs, swapped

FIRMS = {"ja": ("株式会社ウイルテック", "豊田通商株式会社"), "fr": ("Toyota Tsusho", "NTT")}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=8)
PARTS = st.lists(st.tuples(WORDS, st.sampled_from(["", *LABELS])), max_size=8)
JAPANESE = compose(
    [("トヨタ自動車", "ORG"), ("の", ""), ("佐藤太郎", "PER"), ("氏は", ""), ("愛知県", "LOC")]
)
FRENCH = compose([("Jean Valois", "PER"), (" quitte ", ""), ("Renault", "ORG"), (".", "")])


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - variety, not secrecy


def draw(language: str, seed: int) -> tuple[Draw, Stock]:
    stock = load_stock(language, FIRMS[language])
    make = draw_japanese if language == "ja" else draw_french
    return make(stock, seeded(seed)), stock


def assert_exact(item: Annotated) -> None:
    position = 0
    for mark in item.marks:
        assert position <= mark.start < mark.end <= len(item.text)
        position = mark.end


@given(PARTS)
def test_pieces_and_text_are_the_same_thing(parts: list[tuple[str, str]]) -> None:
    made = compose(parts)
    assert_exact(made)
    assert compose(pieces(made)) == made
    assert [made.name(mark) for mark in made.marks] == [text for text, label in parts if label]


@given(PARTS, WORDS, st.integers(0, 99))
def test_a_replaced_name_is_marked_exactly_and_the_rest_stays(
    parts: list[tuple[str, str]], name: str, seed: int
) -> None:
    before = compose(parts)
    after = swapped(before, lambda text, _label: text + name, 0.5, seeded(seed))
    assert_exact(after)
    assert [mark.label for mark in after.marks] == [mark.label for mark in before.marks]
    for old, new in zip(before.marks, after.marks, strict=True):
        assert after.name(new) in {before.name(old), before.name(old) + name}
    plain = ["".join(text for text, label in pieces(item) if not label) for item in (before, after)]
    assert plain[0] == plain[1]


@given(st.lists(PARTS, min_size=1, max_size=9), st.integers(0, 99))
def test_a_paragraph_keeps_every_name(given_parts: list[list[tuple[str, str]]], seed: int) -> None:
    items = [compose(parts) for parts in given_parts]
    made = paragraphs(items, " ", seeded(seed))
    for item in made:
        assert_exact(item)
    names = [[item.name(mark) for item in group for mark in item.marks] for group in (items, made)]
    assert names[0] == names[1]
    assert join(items, "").text == "".join(item.text for item in items)


@given(PARTS)
def test_cleaning_moves_marks_to_the_same_words(parts: list[tuple[str, str]]) -> None:
    given_text = compose([("Ａ", ""), *parts])
    assert_exact(cleaned(given_text))
    wide = compose([("ＡＢＣ ", ""), ("ＮＨＫ", "ORG"), ("　は", "")])
    folded = cleaned(wide)
    assert [folded.name(mark) for mark in folded.marks] == ["NHK"]


@pytest.mark.parametrize("language", ["ja", "fr"])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_context_is_filled_and_marked_exactly(language: str, seed: int) -> None:
    drawn, _ = draw(language, seed)
    signs = drawn.signs()
    for context in load_contexts(language):
        made = filled(context, signs)
        assert_exact(made)
        assert not re.search(r"[{}]", made.text)
        gaps = [signs[sign].label for sign in re.findall(r"\{(\w)\}", context)]
        assert [mark.label for mark in made.marks] == [label for label in gaps if label]


@pytest.mark.parametrize("language", ["ja", "fr"])
def test_every_form_can_be_drawn_in_all_its_ways(language: str) -> None:
    drawn, stock = draw(language, 1)
    for key in stock.forms:
        assert len({drawn(key) for _ in range(200)}) > 1
    for label, key in stock.signs.values():
        assert label in {*LABELS, OTHER, ""}
        assert all(drawn(key).strip() for _ in range(60))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 12))
def test_rounds_are_exact_and_the_same_for_a_seed(seed: int, number: int) -> None:
    stock = load_stock("ja", FIRMS["ja"])
    lessons = Lessons(replace(JAPANESE_MANNER, made=20), [JAPANESE] * 5, load_contexts("ja"), stock)
    taught = lessons.round(seed, number)
    assert taught == lessons.round(seed, number)
    assert taught != lessons.round(seed + 1, number)
    for item in taught:
        assert_exact(item)


def test_french_rounds_are_exact_and_the_same_for_a_seed() -> None:
    stock = load_stock("fr", FIRMS["fr"])
    lessons = Lessons(FRENCH_MANNER, [FRENCH] * 5, load_contexts("fr"), stock)
    taught = lessons.round(7, 1)
    assert taught == lessons.round(7, 1)
    for item in taught:
        assert_exact(item)


def test_guides_bring_names_to_one_form() -> None:
    titled = compose([("Mme Anne Rey", "PER"), (" et ", ""), ("la France", "LOC")])
    mended = guide_fr.mended(titled, set())
    assert [mended.name(mark) for mark in mended.marks] == ["Anne Rey", "France"]
    town = compose([("Leicester", "ORG"), (" gagne", "")])
    assert guide_fr.mended(town, {"Leicester"}).marks == (Mark(0, 9, PLACE),)
    address = guide_ja.mended(compose([("愛知県", "LOC"), ("豊田市", "LOC"), ("で", "")]))
    assert address.marks == (Mark(0, 6, PLACE),)
    people = guide_ja.mended(compose([("日本", "LOC"), ("人の", ""), ("佐藤", "PER")]))
    assert [mark.label for mark in people.marks] == [PERSON]


def test_registered_names_are_written_as_the_press_writes_them() -> None:
    assert short_firm("TOYOTA TSUSHO CORPORATION") == "Toyota Tsusho"
    assert short_firm("NTT, Inc.") == "NTT"
