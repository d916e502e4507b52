"""Cutting long work into pieces that one statement or one transaction can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    """The items in lists of at most `size`; takes from `items` only as it goes."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
