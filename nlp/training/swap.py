"""Names of annotated sentences replaced by others of the same kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from nlp.training.example import Annotated, compose, join, pieces


def swapped(
    given: Annotated, other: Callable[[str, str], str], share: float, random: Random
) -> Annotated:
    """A share of the names replaced; `other` is given name and label, and answers a name."""
    parts = [
        (other(text, label) if label and random.random() < share else text, label)
        for text, label in pieces(given)
    ]
    return compose(parts)


def paragraphs(items: Sequence[Annotated], gap: str, random: Random) -> list[Annotated]:
    """Half the texts stand alone, the others in twos and threes."""
    made, position = [], 0
    while position < len(items):
        size = random.choice((1, 1, 2, 3))
        made.append(join(items[position : position + size], gap))
        position += size
    return made
