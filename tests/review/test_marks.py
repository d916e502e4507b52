"""Cutting a text at its marks loses nothing, whatever the marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review.excerpt import find_hits, make_excerpt
from review.marks import Mark, cut, cut_lines

_TEXTS = st.text(alphabet="ab\n\r<&\"' é愛県𠮷", max_size=40)
_MARKS = st.lists(
    st.builds(Mark, st.integers(-5, 50), st.integers(-5, 50), st.sampled_from(["person", "place"])),
    max_size=8,
)


@given(_TEXTS, _MARKS, st.integers(0, 40), st.integers(0, 40))
def test_the_pieces_joined_are_the_text(
    text: str, marks: list[Mark], start: int, length: int
) -> None:
    start = min(start, len(text))
    pieces = cut(text, marks, start, start + length)
    assert "".join(piece.text for piece in pieces) == text[start : start + length]
    assert all(piece.text for piece in pieces)


@given(_TEXTS, _MARKS)
def test_every_character_knows_the_marks_that_cover_it(text: str, marks: list[Mark]) -> None:
    place = 0
    for piece in cut(text, marks):
        for offset in range(place, place + len(piece.text)):
            covering = [mark for mark in marks if mark.start <= offset < mark.end]
            assert sorted(map(id, piece.marks)) == sorted(map(id, covering))
        place += len(piece.text)


@given(_TEXTS, _MARKS)
def test_lines_joined_by_newlines_are_the_text(text: str, marks: list[Mark]) -> None:
    lines = cut_lines(text, marks)
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == text


def test_the_narrowest_mark_leads_and_each_place_is_named_once() -> None:
    wide = Mark(0, 9, "organisation", "Toyota Motor", "tag-1", "tag-1-at-1")
    narrow = Mark(0, 6, "place", "Toyota", "tag-2", "tag-2-at-1")
    first, second = cut("Toyota M. dit", [wide, narrow])[:2]
    assert (first.text, first.target, first.names) == ("Toyota", "tag-2", "Toyota · Toyota Motor")
    assert first.kinds == ("place", "organisation")
    assert first.anchors == ("tag-2-at-1", "tag-1-at-1")
    assert (second.text, second.target, second.anchors) == (" M.", "tag-1", ())


def test_hits_are_found_whatever_the_spelling() -> None:
    text = "Ōmura a parlé d’HYDROGÈNE ; オーヴェルニュ"
    hits = find_hits(text, 'omura "hydrogene" オーベルニュ')
    assert [text[hit.start : hit.end] for hit in hits] == ["Ōmura", "HYDROGÈNE", "オーヴェルニュ"]


def test_an_excerpt_shows_the_first_hit() -> None:
    text = "rien " * 100 + "hydrogène" + " rien" * 100
    pieces = make_excerpt(text, "hydrogene")
    assert [piece.text for piece in pieces if piece.marks] == ["hydrogène"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert "".join(piece.text for piece in make_excerpt("un\ndeux")) == "un deux"
