"""Mentions of a document always quote it exactly."""

from news.analysis import TagKind
from news.text import fold
from nlp.document import Document, EntitySpan
from nlp.sentences import split_latin


def document(text: str) -> Document:
    """A document of a text whose first line is the title."""
    spans = (EntitySpan(0, 4, TagKind.PLACE, "lyon", known=True),)
    title_end = text.index("\n")
    folded = fold(text)
    return Document(
        text, title_end, "fr", folded, split_latin(text), None, "source", spans, "maker"
    )


def test_a_mention_carries_the_sentence_that_holds_it() -> None:
    subject = document("Lyon accueille\nPremière phrase. Aichi signe à Lyon.")
    mention = subject.mention(32, 37)
    assert mention.surface == "Aichi"
    assert mention.sentence == "Aichi signe à Lyon."
    assert mention.sentence_start == 32


def test_a_folded_span_comes_back_to_the_original_offsets() -> None:
    subject = document("Lyon\nL’e\u0301cole s’ouvre a\u0300 Oyonnax.")
    start = subject.folded.text.index("oyonnax")
    assert subject.folded_mention(start, start + 7).surface == "Oyonnax"


def test_a_span_over_the_end_of_a_sentence_takes_its_own_text_along() -> None:
    subject = document("Lyon\nUne. Deux.")
    mention = subject.mention(5, 15)
    assert mention.sentence == "Une. Deux."


def test_spans_are_told_by_kind() -> None:
    subject = document("Lyon\nTexte.")
    assert [span.key for span in subject.spans_of(TagKind.PLACE)] == ["lyon"]
    assert subject.spans_of(TagKind.PERSON) == ()
    assert subject.title == "Lyon"
