"""What Japanese names need beyond lists and forms: words that nobody has read yet."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Final

from nlp.training.stock import Draw, Stock

_FORM: Final = "株式会社"
_INNER: Final = 0.6
_ENDED: Final = 0.4
_BARE: Final = 0.4


def draw_names(stock: Stock, random: Random) -> Draw:
    """A generator of Japanese names."""
    coinage = Coinage(stock, random)
    draw = Draw(
        stock,
        random,
        {
            "coined": coinage.coined,
            "coined_term": partial(coinage.coined, 3, 5),
            "coined_loan": partial(coinage.coined, 3, 6),
            "latin": coinage.latin,
            "acronym": coinage.acronym,
            "day": lambda: str(random.randint(1, 31)),
            "foreigner": lambda: _foreigner(draw),
            "unknown": lambda: _unknown(draw, random),
        },
        {
            "bracketed": lambda name: name.replace(_FORM, "(株)"),
            "bare": lambda name: name.replace(_FORM, ""),
            "stem": lambda name: name[:-1],
        },
    )
    return draw


class Coinage:
    """Words made of sounds and letters."""

    def __init__(self, stock: Stock, random: Random) -> None:
        self._words = stock.words
        self._random = random

    def coined(self, least: int = 2, most: int = 4) -> str:
        """A katakana word of so many sounds."""
        count = self._random.randint(least, most)
        word = [self._random.choice(self._words["kana"]) for _ in range(count)]
        if self._random.random() < _INNER:
            place = self._random.randint(1, count - 1)
            word.insert(place, self._random.choice(self._words["kana_inner"]))
        if self._random.random() < _ENDED:
            word.append(self._random.choice(self._words["kana_ends"]))
        return "".join(word)

    def latin(self) -> str:
        """A name in Latin letters."""
        letters = "".join(
            self._random.choice("bcdfgklmnprstvz") + self._random.choice("aeiou")
            for _ in range(self._random.randint(2, 3))
        )
        return self._random.choice((letters.capitalize(), letters.upper(), letters[:4].upper()))

    def acronym(self) -> str:
        """Two to five capitals."""
        count = self._random.randint(2, 5)
        return "".join(self._random.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(count))


def _foreigner(draw: Draw) -> str:
    first, last, joint, middle = map(draw, ("kata_first", "kata_end", "joint", "middle"))
    return joint.join((first, middle, last) if middle else (first, last))


def _unknown(draw: Draw, random: Random) -> str:
    """A firm that is little known."""
    word = draw("unknown_word")
    foreign = not "\u4e00" <= word[0] <= "\u9fff"
    name = word + draw("kata_trades" if foreign else "trades")
    if foreign and random.random() < _BARE:
        name = word
    form = draw("legal_forms")
    return random.choice((name, name, form + name, name + form, form + name))
