"""Names and phrases made at random from lists and forms: what contexts are filled with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

_FOLDER: Final = Path(__file__).parent
_SLOT: Final = re.compile(r"\{(?:(\w+):)?(\w+)\}")

Maker = Callable[[], str]
Change = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to make a name: see the head of the forms in `stock_ja.toml`."""

    once: tuple[str, ...]
    texts: tuple[str, ...]
    limits: tuple[float, ...]
    """Empty where all texts are made and one of them is taken."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The lists and forms of one language."""

    words: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, Form]
    signs: Mapping[str, tuple[str, str]]
    """What a sign of a context stands for: its label and what is drawn."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A label and what makes a name of it."""

    label: str
    make: Maker


def load_stock(language: str, registered: Sequence[str]) -> Stock:
    """Read what ships with the package; `registered` are names of firms from a register."""
    given = tomllib.loads((_FOLDER / f"stock_{language}.toml").read_text(encoding="utf-8"))
    words = {
        key: tuple(value.replace("\n", "").split(",")) for key, value in given["words"].items()
    }
    return Stock(
        {**words, "registered": tuple(registered)},
        {key: _form(value) for key, value in given["forms"].items()},
        {sign: (pair[0], pair[1]) for sign, pair in given["signs"].items()},
    )


def load_contexts(language: str) -> tuple[str, ...]:
    """The sentences with gaps of a language."""
    text = (_FOLDER / f"contexts_{language}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip())


def _form(given: Mapping[str, Sequence[str]]) -> Form:
    once = tuple(given.get("once", ()))
    if "any" in given:
        return Form(once, tuple(given["any"]), ())
    return Form(
        once,
        tuple(str(step[0]) for step in given["ladder"]),
        tuple(float(step[1]) for step in given["ladder"]),
    )


class Draw:
    """A generator of names; the same seed draws the same names."""

    def __init__(
        self,
        stock: Stock,
        random: Random,
        makers: Mapping[str, Maker],
        changes: Mapping[str, Change],
    ) -> None:
        self._stock = stock
        self._random = random
        self._makers = makers
        self._changes = changes

    def __call__(self, key: str) -> str:
        """One name of a kind.

        Raises:
            KeyError: no list, form or maker is called so.
        """
        if key in self._stock.words:
            return self._random.choice(self._stock.words[key])
        if key in self._stock.forms:
            return self._formed(self._stock.forms[key])
        return self._makers[key]()

    def signs(self) -> dict[str, Filling]:
        """What the signs of a context stand for."""
        return {
            sign: Filling(label, partial(self, key))
            for sign, (label, key) in self._stock.signs.items()
        }

    def _formed(self, form: Form) -> str:
        drawn = [self(key) for key in form.once]
        if form.limits:
            chance = self._random.random()
            taken = next(index for index, limit in enumerate(form.limits) if chance < limit)
            return self._written(form.texts[taken], drawn)
        made = [self._written(text, drawn) for text in form.texts]
        return made[0] if len(made) == 1 else self._random.choice(made)

    def _written(self, text: str, drawn: Sequence[str]) -> str:
        def word(match: re.Match[str]) -> str:
            change, key = match.groups()
            name = drawn[int(key) - 1] if key.isdigit() else self(key)
            return self._changes[change](name) if change else name

        return _SLOT.sub(word, text)
