"""What the French model is taught in each round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from nlp.training.example import ORGANISATION, OTHER, PERSON, PLACE, UNKNOWN, Annotated, Mark
from nlp.training.lessons import Manner
from nlp.training.names_fr import draw_names
from nlp.training.stock import Stock


def with_teacher(sentences: Sequence[Annotated], stock: Language) -> list[Annotated]:
    """Sentences annotated by hand, with what the stock model sees beside.

    Works and events keep a label of their own, so that they do not become organisations; any
    other name that the annotators left out teaches nothing.
    """
    docs = stock.pipe([sentence.text for sentence in sentences], batch_size=32)
    return [_completed(sentence, doc) for sentence, doc in zip(sentences, docs, strict=True)]


def _completed(given: Annotated, doc: Doc) -> Annotated:
    more = [
        Mark(ent.start_char, ent.end_char, OTHER if ent.label_ == OTHER else UNKNOWN)
        for ent in doc.ents
        if not any(mark.start < ent.end_char and ent.start_char < mark.end for mark in given.marks)
    ]
    return Annotated(given.text, tuple(sorted([*given.marks, *more], key=lambda mark: mark.start)))


def _kind(stock: Stock, text: str, label: str) -> str:
    if label == PERSON:
        return "person" if " " in text else "short"
    if label == ORGANISATION:
        return _organisation(text)
    if label == PLACE:
        return next((key for key in ("cities", "regions") if text in stock.words[key]), "")
    return ""


def _organisation(text: str) -> str:
    if text.isupper():
        return "acronym"
    return "brand" if text[0].isupper() and " " not in text else ""


FRENCH: Final = Manner(draw=draw_names, kind=_kind, share=0.4, gap=" ", made=2400)
"""Nearly half of the names replaced, almost as many contexts as sentences."""
