"""Which pairs of articles are worth comparing: the few whose tie can be strong enough to join them.

Everything that adds to a tie is a product of what two articles hold, so an upper bound of all
ties is one product of a sparse matrix with itself. That takes a second where comparing pair by
pair takes minutes, and no strong tie is passed over: what may be one is compared in full.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlp.stories_links import ENOUGH, LINK, SECTORS, WINDOW, WORDS, Rarity, Telling, fading

_AT_ONCE = 256
"""Rows of the product that are in memory at a time."""
_LEAST = LINK * ENOUGH - 1e-6
_SOUND = "sound:"


def promising(tellings: Iterable[Telling], rarity: Rarity) -> Iterator[tuple[Telling, Telling]]:
    """Pairs within `WINDOW` whose tie may reach `LINK`, the earlier article first."""
    ordered = sorted(tellings, key=lambda item: (item.instant, item.id))
    rows, columns = _held(ordered, rarity)
    first = 0
    for start in range(0, len(ordered), _AT_ONCE):
        end = min(start + _AT_ONCE, len(ordered))
        while ordered[start].instant - ordered[first].instant > WINDOW:
            first += 1
        bounds = (rows[start:end] @ columns[first:end].T).tocoo()
        some = bounds.data >= _LEAST - SECTORS
        for row, column, bound in zip(
            (bounds.row[some] + start).tolist(),
            (bounds.col[some] + first).tolist(),
            bounds.data[some].tolist(),
            strict=True,
        ):
            earlier, later = ordered[column], ordered[row]
            if column < row and _may_join(earlier, later, bound):
                yield earlier, later


def _may_join(earlier: Telling, later: Telling, bound: float) -> bool:
    most = bound + (SECTORS if earlier.sectors and later.sectors else 0.0)
    return most * fading(later.instant - earlier.instant) >= _LEAST


def _held(ordered: list[Telling], rarity: Rarity) -> tuple[Any, Any]:
    """Two matrices whose product holds an upper bound of each tie, sectors left out.

    A row an article, a column a thing or a word of a language. They differ in sounds alone, which
    count across languages only: in the second they stand under all languages but the article's.
    """
    places: dict[tuple[str, str], int] = {}
    tongues = {item.language for item in ordered}
    rows, columns = _Matrix(places), _Matrix(places)
    for item in ordered:
        plain, sounds = _roots(item, rarity)
        rows.add([*plain, *(((item.language, name), root) for name, root in sounds)])
        others = sorted(tongues - {item.language})
        columns.add([*plain, *(((code, name), root) for name, root in sounds for code in others)])
    return rows.made(), columns.made()


def _roots(
    item: Telling, rarity: Rarity
) -> tuple[list[tuple[tuple[str, str], float]], list[tuple[str, float]]]:
    """Square roots of what two articles get by what both hold: things and words; sounds."""
    plain: list[tuple[tuple[str, str], float]] = []
    sounds: list[tuple[str, float]] = []
    for name in item.features:
        root = math.sqrt(rarity.heaviest(name) * rarity.of(name))
        if name.startswith(_SOUND):
            sounds.append((name, root))
        else:
            plain.append((("", name), root))
    plain.extend(
        ((item.language, word), math.sqrt(WORDS) * rarity.part(item, word)) for word in item.words
    )
    return plain, sounds


class _Matrix:
    """A sparse matrix while its rows are added."""

    def __init__(self, places: dict[tuple[str, str], int]) -> None:
        self._places = places
        self._columns: list[int] = []
        self._values: list[float] = []
        self._ends = [0]

    def add(self, row: Iterable[tuple[tuple[str, str], float]]) -> None:
        """Add a row: the names of its columns with their values."""
        for name, value in row:
            self._columns.append(self._places.setdefault(name, len(self._places)))
            self._values.append(value)
        self._ends.append(len(self._columns))

    def made(self) -> Any:  # noqa: ANN401 (scipy has no types)
        """The matrix, once every row of every matrix of these columns is there."""
        shape = (len(self._ends) - 1, len(self._places))
        cells = np.array(self._values), np.array(self._columns, int), np.array(self._ends)
        return csr_matrix(cells, shape=shape)
