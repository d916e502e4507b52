"""What a model is taught in each round: names replaced, contexts filled, in short paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Final

from nlp.training.contexts import filled
from nlp.training.example import Annotated
from nlp.training.stock import Draw, Stock
from nlp.training.swap import paragraphs, swapped

_FIRST_SHARE: Final = 0.1
"""Names replaced in the first round, which is to show the sentences nearly as they are."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the texts of a language are varied."""

    draw: Callable[[Stock, Random], Draw]
    kind: Callable[[Stock, str, str], str]
    """What to draw in place of a name with its label; nothing where the name stays."""
    share: float
    """Names replaced in each round but the first."""
    gap: str
    """What stands between the sentences of a paragraph."""
    made: int
    """Contexts filled in each round."""
    estrange: Callable[[Annotated, Draw, Random], Annotated] | None = None
    """What becomes of the words that are no names."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """Sentences annotated by hand, contexts and names: what the rounds are made of."""

    manner: Manner
    sentences: Sequence[Annotated]
    contexts: Sequence[str]
    stock: Stock

    def round(self, seed: int, number: int) -> list[Annotated]:
        """The texts of one round; the same seed and number give the same texts."""
        manner = self.manner
        random = Random(seed * 1000 + number)  # noqa: S311 - variety, not secrecy
        draw = manner.draw(self.stock, random)
        share = manner.share if number else _FIRST_SHARE
        other = partial(self._other, draw)
        taught = [swapped(item, other, share, random) for item in self.sentences]
        signs = draw.signs()
        made = [filled(random.choice(self.contexts), signs) for _ in range(manner.made)]
        if manner.estrange:
            taught = [manner.estrange(item, draw, random) for item in taught]
        every = [*taught, *made]
        random.shuffle(every)
        return paragraphs(every, manner.gap, random)

    def _other(self, draw: Draw, text: str, label: str) -> str:
        """Another name of the same kind and, roughly, form; the name itself where none is known."""
        kind = self.manner.kind(self.stock, text, label)
        return draw(kind) if kind else text
