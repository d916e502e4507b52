"""French names that stand again: firms, people by their family name, acronyms in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.rules_fr import acronym_at
from nlp.spans import MODEL, ORGANISATION, PERSON, PLACE, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_WORD_CHAR = re.compile(r"[\w-]")
_SHORTEST = 2  # characters; shorter names are initials


def named_again(text: str, spans: Sequence[Span], signs: Iterable[Span]) -> Iterator[Span]:
    """What the names of a text make of the rest of it.

    Args:
        text: the cleaned text.
        spans: its names, settled.
        signs: the firms that words beside them announce.
    """
    yield from _acronyms(text, spans)
    yield from _repeated(text, spans, signs)


def _repeated(text: str, spans: Sequence[Span], signs: Iterable[Span]) -> Iterator[Span]:
    """Names of several words and firms where they stand again, people by family name too."""
    names = {text[span.start : span.end]: span.kind for span in spans if span.kind is not PLACE}
    whole = {name: kind for name, kind in names.items() if " " in name}
    families = {name.rpartition(" ")[2]: kind for name, kind in whole.items() if kind is PERSON}
    families = {name: kind for name, kind in families.items() if name not in names}
    settled = set(spans)
    firms = {text[sign.start : sign.end]: ORGANISATION for sign in signs if sign in settled}
    for name, kind in (whole | families | firms).items():
        if len(name) > _SHORTEST and name[0].isupper():
            for start in _places_of(text, name):
                yield Span(start, start + len(name), kind, MODEL)


def _places_of(text: str, name: str) -> Iterator[int]:
    """Where a name stands as a whole; plain search, since a text may hold thousands of names."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _WORD_CHAR.match(text[start - 1 : start]) and not _WORD_CHAR.match(text, end):
            yield start
        start = text.find(name, end)


def _acronyms(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    for span in spans:
        if span.kind is ORGANISATION:
            found = acronym_at(text, span.end)
            if found:
                yield found
