"""Japanese words as the model sees them: Sudachi's short units, each with what surrounds it.

spaCy's own tokenizer keeps the part of speech alone. The long unit that a short one belongs to
(愛知 in 愛知県警察) tells where names end, the script tells what the dictionary does not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from sudachipy import Dictionary, SplitMode

from nlp.units_ja import UNITS, part_of_speech, read_units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from spacy.language import Language
    from spacy.vocab import Vocab
    from sudachipy import Morpheme

NAME: Final = "fildesoie.japanese_words"
"""The tokenizer that the weights' configuration names."""
_SPACE = re.compile(r"\s+")
_LONGEST_RUN: Final = 3


class JapaneseWords(DummyTokenizer):
    """Tokenizer. TAG holds the part of speech, LEMMA the script, DEP the long unit."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self.tokenizer = Dictionary().create(mode=SplitMode.C)

    def __call__(self, text: str) -> Doc:
        """The words of a text; white space other than a blank is a word of its own."""
        words: list[str] = []
        spaces: list[bool] = []
        features: list[tuple[str, str, str]] = []
        units = self.tokenizer.tokenize(text)
        for surface, tag, unit, norm in _parts(units):
            if surface == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                continue
            words.append(surface)
            spaces.append(False)
            features.append((tag, unit, norm))
        doc = Doc(self.vocab, words=words, spaces=spaces)
        for token, (tag, unit, norm) in zip(doc, features, strict=True):
            token.tag_ = tag
            token.norm_ = norm
            token.lemma_ = script(token.text)
            token.dep_ = unit
        doc.user_data[UNITS] = read_units(units)
        return doc

    def __reduce__(self) -> tuple[Any, ...]:
        return JapaneseWords, (self.vocab,)


def _parts(units: Iterable[Morpheme]) -> Iterator[tuple[str, str, str, str]]:
    for unit in units:
        if not unit.surface():
            continue
        parts = [part for part in unit.split(SplitMode.A, add_single=True) if part.surface()]
        speech = part_of_speech(unit)
        for index, part in enumerate(parts):
            yield (
                part.surface(),
                part_of_speech(part) + ("" if not part.is_oov() else "?"),
                f"{_place(index, len(parts))}:{speech}",
                part.normalized_form(),
            )


def _place(index: int, count: int) -> str:
    if count == 1:
        return "U"
    return "B" if index == 0 else "L" if index == count - 1 else "I"


@lru_cache(maxsize=65536)
def script(word: str) -> str:
    """The kinds of characters in order, runs cut at three: トヨタ自動車 is カカカ漢漢漢."""
    kinds = (_kind(char) for char in word)
    return "".join(kind * min(len(list(run)), _LONGEST_RUN) for kind, run in groupby(kinds))


def _kind(char: str) -> str:
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "カ"
    if "ぁ" <= char <= "ゖ":
        return "か"
    if "\u4e00" <= char <= "\u9fff" or char == "々":
        return "漢"
    if char.isdigit():
        return "0"
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return char


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator] # the registry has no types
def create() -> Callable[[Language], JapaneseWords]:
    """What a spaCy configuration names."""
    return lambda nlp: JapaneseWords(nlp.vocab)
