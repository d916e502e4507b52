"""Small documents and readings, built as the reader builds them but without its models."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from knowledge import Knowledge, load
from news.analysis import Analysis, Reason, Relevance, Tag, TagKind
from news.article import Article, Precision, Published
from news.reading import Reading
from news.text import fold
from nlp import Reader, ReaderOptions
from nlp.document import Document, EntitySpan, Sentence
from nlp.relevance import judge
from nlp.sectors import find_sectors

_KINDS = {"o": TagKind.ORGANISATION, "p": TagKind.PLACE, "h": TagKind.PERSON}


@dataclass(frozen=True, slots=True)
class Written:
    """A document with all its tags."""

    document: Document
    tags: tuple[Tag, ...]
    relevance: Relevance

    @property
    def sectors(self) -> set[str]:
        """The keys of its sectors."""
        return {tag.key for tag in self.tags if tag.kind is TagKind.SECTOR}

    @property
    def codes(self) -> set[str]:
        """The codes of the reasons for its tier."""
        return {reason.code for reason in self.relevance.reasons}

    def reading(self, key: str, when: datetime) -> Reading:
        """The reading of an article of that id and instant."""
        text = self.document.text
        title, _, body = text.partition("\n")
        address = f"https://press.example/{key}"
        published = Published(when.astimezone(UTC), Precision.INSTANT, "test")
        language = self.document.language
        article = Article(key, "source", address, title, body, language, published, when)
        return Reading(article, Analysis(key, 1, "test", language, 1.0, self.tags, self.relevance))


Write = Callable[..., Written]
"""Title, body, language, and names by form: `o:region-aura`, or `o?` for an unknown one."""


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The bundled knowledge base."""
    return load()


@pytest.fixture(scope="session")
def reader(knowledge: Knowledge) -> Reader:
    """One reader for all tests: loading its models takes seconds."""
    return Reader(knowledge, ReaderOptions(longest=6_000))


@pytest.fixture(scope="session")
def write(knowledge: Knowledge) -> Write:
    """A function that makes a document of a title and a body and judges it."""

    def make(title: str, body: str, language: str, names: Mapping[str, str]) -> Written:
        document = _document(title, body, language, names)
        tags = tuple(_tags(document, knowledge))
        tags = (*tags, *find_sectors(document, knowledge))
        return Written(document, tags, judge(document, tags, knowledge))

    return make


def _document(title: str, body: str, language: str, names: Mapping[str, str]) -> Document:
    text = f"{title}\n{body}"
    forms = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    spans = []
    for match in re.finditer(forms, text) if names else ():
        kind, key = _KINDS[names[match.group()][0]], names[match.group()][2:]
        spans.append(
            EntitySpan(match.start(), match.end(), kind, key or match.group(), known=bool(key))
        )
    sentences = tuple(
        Sentence(match.start(), match.end(), match.group())
        for match in re.finditer(r"[^\s。.][^。.\n]*[。.]?", text)
    )
    published = datetime(2024, 11, 12, 8, tzinfo=UTC)
    return Document(
        text,
        len(title),
        language,
        fold(text),
        sentences,
        published,
        "source",
        tuple(spans),
        "test",
    )


def _tags(document: Document, knowledge: Knowledge) -> list[Tag]:
    grouped: dict[tuple[TagKind, str], list[EntitySpan]] = {}
    for span in document.entity_spans:
        grouped.setdefault((span.kind, span.key), []).append(span)
    return [
        Tag(
            kind,
            key,
            knowledge.entities[key].label if spans[0].known else key,
            spans[0].known,
            1.0,
            tuple(document.mention(span.start, span.end) for span in spans),
            Reason("alias"),
            "test",
        )
        for (kind, key), spans in grouped.items()
    ]
