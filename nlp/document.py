"""A document: one article as the reading steps share it, with all offsets in `full_text`."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from news.analysis import Mention, TagKind

if TYPE_CHECKING:
    from datetime import datetime

    from news.text import Folded


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; offsets are code points of the document's text."""

    start: int
    end: int
    text: str
    """`document.text[start:end]`, exactly."""


@dataclass(frozen=True, slots=True)
class EntitySpan:
    """A span that names a person, an organisation or a place. Spans never overlap."""

    start: int
    end: int
    kind: TagKind
    key: str
    """Entity id, or the normal form of an unknown name."""
    known: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One article while it is read."""

    text: str
    """`Article.full_text`: title, newline, body."""
    title_end: int
    """Length of the title: `text[:title_end]` is the title, `text[title_end]` the newline."""
    language: str
    """What `detect_language` says: `fr`, `ja` or another ISO 639-1 code."""
    folded: Folded
    """`fold(text)`."""
    sentences: tuple[Sentence, ...]
    """In order, without overlap; white space between them belongs to none."""
    published: datetime | None
    """Aware, UTC; None when it is not known."""
    source_id: str
    entity_spans: tuple[EntitySpan, ...]
    """In order of start."""
    maker: str

    @property
    def title(self) -> str:
        """The title as published."""
        return self.text[: self.title_end]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds an offset; the nearest one before it where none does."""
        if not self.sentences:
            return Sentence(0, len(self.text), self.text)
        index = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start)
        return self.sentences[max(index - 1, 0)]

    def mention(self, start: int, end: int) -> Mention:
        """The mention of `text[start:end]`, with the sentence that proves it.

        A span that runs over the end of its sentence takes the text up to its own end along.
        """
        sentence = self.sentence_at(start)
        first, last = min(sentence.start, start), max(sentence.end, end)
        whole = (first, last) == (sentence.start, sentence.end)
        proof = sentence.text if whole else self.text[first:last]  # mentions share one text
        return Mention(start, end, self.text[start:end], proof, first)

    def folded_mention(self, start: int, end: int) -> Mention:
        """The mention of `folded.text[start:end]`."""
        return self.mention(*self.folded.span(start, end))

    def spans_of(self, *kinds: TagKind) -> tuple[EntitySpan, ...]:
        """The entity spans of some kinds, in order of start."""
        return tuple(span for span in self.entity_spans if span.kind in kinds)
