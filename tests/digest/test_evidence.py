"""The sentence that is quoted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from digest.evidence import EXCERPT_AT_MOST, find_evidence
from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article
from news.reading import Reading

if TYPE_CHECKING:
    from tests.digest.conftest import Press

WHEN = datetime(2022, 5, 20, 8, tzinfo=UTC)
NAGOYA = {"Nagoya": (TagKind.PLACE, "nagoya")}


def test_the_sentence_that_names_most_is_quoted_with_its_marks(press: Press) -> None:
    text = "Nagoya dort. Odile Brun rejoint Nagoya lundi. Fin."
    people = {"Odile Brun": (TagKind.PERSON, "?odile brun")}
    reading = press.tell("gazette", "Voyage", text, named=NAGOYA | people)
    nagoya = reading.analysis.tags[0]
    second = Mention(39, 45, "Nagoya", "Odile Brun rejoint Nagoya lundi.", 20)
    tag = replace(nagoya, mentions=(*nagoya.mentions, second))
    tags = (tag, reading.analysis.tags[1])
    evidence = find_evidence(replace(reading, analysis=replace(reading.analysis, tags=tags)))
    assert evidence is not None
    assert evidence.text == "Odile Brun rejoint Nagoya lundi."
    assert [evidence.text[slice(*mark)] for mark in evidence.marks] == ["Odile Brun", "Nagoya"]
    assert reading.article.full_text[evidence.start : evidence.end] == evidence.text


def test_the_title_is_no_evidence(press: Press) -> None:
    reading = press.tell("gazette", "Cap sur Nagoya", "Rien de plus.", named=NAGOYA)
    assert find_evidence(reading) is None


def test_a_sector_is_evidence_when_no_name_is(press: Press) -> None:
    named = {"métier à tisser": (TagKind.SECTOR, "textile")}
    reading = press.tell("gazette", "Un achat", "Un métier à tisser arrive.", named=named)
    evidence = find_evidence(reading)
    assert evidence is not None
    assert [piece.text for piece in evidence.pieces if piece.marked] == ["métier à tisser"]


def test_offsets_of_another_revision_are_passed_over(press: Press) -> None:
    reading = press.tell("gazette", "Voyage", "Il part pour Nagoya.", named=NAGOYA)
    edited = replace(reading.article, text="Elle est partie hier pour Nagoya.")
    assert find_evidence(replace(reading, article=edited)) is None


def test_no_break_spaces_of_french_stay(press: Press) -> None:
    text = "« Vers\N{NO-BREAK SPACE}Nagoya\N{NARROW NO-BREAK SPACE}! »"
    evidence = find_evidence(press.tell("gazette", "Cri", text, named=NAGOYA))
    assert evidence is not None
    assert evidence.text == text


def reading_of(before: str, name: str, after: str) -> Reading:
    """A reading whose only sentence is these three, the middle one tagged."""
    sentence = f"{before}{name}{after}"
    article = Article("a", "s", "https://s.example/a", "T", sentence, "fr", None, WHEN)
    mention = Mention(2 + len(before), 2 + len(before + name), name, sentence, 2)
    tag = Tag(
        kind=TagKind.PLACE,
        key="k",
        label=name,
        known=True,
        score=1.0,
        mentions=(mention,),
        why=Reason("alias"),
        made_by="hand",
    )
    relevance = Relevance(Tier.CORE, 1.0, ())
    return Reading(article, Analysis("a", 1, "hand", "fr", 1.0, (tag,), relevance))


WORDS = st.text("aé 、。名古屋 \N{NO-BREAK SPACE}", max_size=600)


@given(WORDS, st.text("Xñ県", min_size=1, max_size=40), WORDS)
def test_an_excerpt_is_short_true_and_holds_the_name(before: str, name: str, after: str) -> None:
    reading = reading_of(before, name, after)
    evidence = find_evidence(reading)
    assert evidence is not None
    assert len(evidence.text) <= EXCERPT_AT_MOST
    assert [evidence.text[slice(*mark)] for mark in evidence.marks] == [name]
    quoted = evidence.text.strip("…").split()
    assert quoted == reading.article.full_text[evidence.start : evidence.end].split()
