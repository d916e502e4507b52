"""What the French model is taught in each round."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from nlp.training.contexts import filled
from nlp.training.example import ORGANISATION, OTHER, PERSON, PLACE, UNKNOWN, Annotated, Mark
from nlp.training.names_fr import draw_names
from nlp.training.stock import Draw, Stock
from nlp.training.swap import paragraphs, swapped

_SHARE: Final = 0.4
"""Names replaced in each round but the first, which replaces fewer."""
_FIRST_SHARE: Final = 0.1
_CONTEXTS: Final = 1800


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


class FrenchLessons:
    """Annotated sentences with names replaced, contexts filled anew, in short paragraphs."""

    def __init__(
        self,
        sentences: Sequence[Annotated],
        as_they_are: Sequence[Annotated],
        contexts: Sequence[str],
        stock: Stock,
    ) -> None:
        self._sentences = sentences
        self._as_they_are = as_they_are
        self._contexts = contexts
        self._stock = stock

    def round(self, seed: int, number: int) -> list[Annotated]:
        """The texts of one round; the same seed and number give the same texts."""
        random = Random(seed * 1000 + number)  # noqa: S311 - variety, not secrecy
        draw = draw_names(self._stock, random)
        share = _SHARE if number else _FIRST_SHARE
        other = partial(self._other, draw)
        taught = [swapped(item, other, share, random) for item in self._sentences]
        random.shuffle(taught)
        signs = draw.signs()
        made = [filled(random.choice(self._contexts), signs) for _ in range(_CONTEXTS)]
        every = [*taught, *made, *self._as_they_are]
        random.shuffle(every)
        return paragraphs(every, " ", random)

    def _other(self, draw: Draw, text: str, label: str) -> str:
        """Another name of the same kind and, roughly, the same form."""
        if label == PERSON:
            kind = "person" if " " in text else "short"
        elif label == ORGANISATION:
            kind = _organisation(text)
        elif label == PLACE:
            lists = (key for key in ("cities", "regions") if text in self._stock.words[key])
            kind = next(lists, "")
        else:
            kind = ""
        return draw(kind) if kind else text


def _organisation(text: str) -> str:
    if text.isupper():
        return "acronym"
    return "brand" if text[0].isupper() and " " not in text else ""
