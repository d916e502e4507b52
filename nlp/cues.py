"""Cues: words and phrases looked for in folded text, with the boundaries of each writing.

A French cue matches as a whole word, in its simple plural and feminine forms; a katakana cue
matches only where no katakana goes on around it; a Latin cue in Japanese text matches as a whole
Latin word. Of hits that overlap the longest counts, so a longer phrase silences a shorter one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Generic, TypeVar, cast

import ahocorasick

from news.text import fold_text

Label = TypeVar("Label", bound=Hashable)
Value = TypeVar("Value")

_INVARIABLE_LENGTH = 3
_MOST_INFLECTED_WORDS = 4
# Endings of a masculine singular, and what replaces them in the other forms.
_ENDINGS = (
    ("teur", ("teurs", "teuse", "teuses", "trice", "trices")),
    ("eur", ("eurs", "euse", "euses", "eure", "eures")),
    ("eau", ("eaux",)),
    ("eux", ("euse", "euses")),
    ("al", ("als", "aux", "ale", "ales")),
    ("el", ("els", "elle", "elles")),
    ("if", ("ifs", "ive", "ives")),
    ("ien", ("iens", "ienne", "iennes")),
    ("er", ("ers", "ere", "eres")),
    ("ois", ("oise", "oises")),
    ("ais", ("aise", "aises")),
    ("e", ("es",)),
    ("s", ()),
    ("x", ()),
)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Label]):
    """One place where a cue stands. Offsets count the folded text."""

    start: int
    end: int
    form: str
    """The cue as the knowledge base writes it."""
    labels: tuple[Label, ...]
    """What the cue speaks for; empty for a phrase that only silences what it covers."""


class Lexicon(Generic[Label]):
    """Cues that are looked for together, in one pass over a text."""

    def __init__(self, entries: Iterable[tuple[str, Label | None]], *, inflect: bool) -> None:
        """Build the automaton.

        Args:
            entries: Pairs of a cue and what it speaks for; None marks a trap.
            inflect: Whether the words of a cue take French plural and feminine endings.
        """
        forms: dict[str, tuple[str, list[Label]]] = {}
        for cue, label in entries:
            folded = fold_text(cue)
            for form in inflections(folded) if inflect else {folded}:
                _, labels = forms.setdefault(form, (cue, []))
                if label is not None and label not in labels:
                    labels.append(label)
        self._automaton = ahocorasick.Automaton()
        for form, (cue, labels) in forms.items():
            if form:
                self._automaton.add_word(form, (len(form), cue, tuple(labels)))
        self._empty = not len(self._automaton)
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, folded: str) -> tuple[Hit[Label], ...]:
        """Hits in a folded text, in order; of those that overlap the longest, then the leftmost."""
        return without_overlap(self.find_all(folded))

    def find_all(self, folded: str) -> tuple[Hit[Label], ...]:
        """All hits that stand alone, overlapping ones too, by where they end."""
        if self._empty:
            return ()
        found: list[Hit[Label]] = []
        for last, (length, cue, labels) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if stands_alone(folded, start, end):
                found.append(Hit(start, end, cue, labels))
        return tuple(found)


def without_overlap(hits: Sequence[Hit[Label]]) -> tuple[Hit[Label], ...]:
    """The longest hits, then the leftmost, that do not overlap; in order of start."""
    taken: list[Hit[Label]] = []
    covered: set[int] = set()
    for hit in sorted(hits, key=lambda item: (item.start - item.end, item.start)):
        places = range(hit.start, hit.end)
        if covered.isdisjoint(places):
            covered.update(places)
            taken.append(hit)
    return tuple(sorted(taken, key=lambda item: item.start))


def stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether no letter of the same writing touches `folded[start:end]` from outside."""
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    return not (_goes_on(before, folded[start]) or _goes_on(folded[end - 1], after))


@lru_cache(maxsize=16384)
def _goes_on(left: str, right: str) -> bool:
    if _is_katakana(left) and _is_katakana(right):
        return True
    return _is_alphabetic(left) and _is_alphabetic(right)


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー"


def _is_alphabetic(char: str) -> bool:
    return char.isalnum() and char < "\u2e80"


def inflections(folded: str) -> set[str]:
    """A French cue in its simple plural and feminine forms, hyphens also written otherwise."""
    words = folded.split(" ")
    if len(words) > _MOST_INFLECTED_WORDS:
        return {folded}
    forms = {" ".join(chosen) for chosen in product(*(_word_forms(word) for word in words))}
    if "-" in folded:
        forms |= {form.replace("-", " ") for form in forms} | {
            form.replace("-", "") for form in forms
        }
    return forms


def _word_forms(word: str) -> tuple[str, ...]:
    if len(word) <= _INVARIABLE_LENGTH or not word[-1].isalpha() or word[-1] > "z":
        return (word,)
    for ending, others in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return (word, *(stem + other for other in others))
    return (word, word + "s", word + "e", word + "es")


_kept: OrderedDict[tuple[int, str], tuple[object, object]] = OrderedDict()
_MOST_KEPT = 32


def keep(owner: object, name: str, make: Callable[[], Value]) -> Value:
    """What was made once of an owner that never changes; the owner is held, so its id stays its."""
    key = (id(owner), name)
    if key not in _kept:
        _kept[key] = (owner, make())
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return cast("Value", _kept[key][1])
