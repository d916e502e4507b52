"""What French names need beyond lists and forms: coined words, prepositions, capitals."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from nlp.training.stock import Draw, Stock

_ACRONYM: Final = 5
"""Capitals; a longer word is no acronym."""
_LEGAL: Final = re.compile(
    r",? ?(Co\.?|Inc\.?|Ltd\.?|CORPORATION|Corporation|CO\.|LTD\.|INC\.|Limited|Company)[.,]?"
)
_ACCENTS: Final = str.maketrans("ÉÈÎÔéèêëîïôç", "EEIOeeeeiioc")
_ALL_CAPITALS: Final = 0.8


def draw_names(stock: Stock, random: Random) -> Draw:
    """A generator of French names."""
    return Draw(
        stock,
        random,
        {
            "coined": lambda: _coined(stock, random),
            "acronym": lambda: _acronym(random),
            "year": lambda: str(random.randint(1950, 2025)),
            "digit": lambda: str(random.randint(2, 9)),
        },
        {
            "bare": lambda name: name.translate(_ACCENTS),
            "capital": str.capitalize,
            "century": lambda year: str(int(year) % 100),
            "initial": lambda name: name[0],
            "lower": str.lower,
            "of": _of,
            "raised": _raised,
            "title": str.title,
            "upper": str.upper,
        },
    )


def short_firm(name: str) -> str:
    """A registered English name as the press writes it."""
    bare = _LEGAL.sub("", name).strip(" ,.")
    return bare.title() if bare.isupper() and len(bare) > _ACRONYM else bare


def _coined(stock: Stock, random: Random) -> str:
    """A word that nobody has read yet."""
    consonants, vowels = stock.words["consonants"], stock.words["vowels"]
    count = random.randint(1, 2)
    word = "".join(random.choice(consonants) + random.choice(vowels) for _ in range(count))
    word += random.choice(consonants) + random.choice(stock.words["word_ends"])
    return word.capitalize()


def _acronym(random: Random) -> str:
    """Two to six letters, mostly capitals."""
    count = random.randint(2, 6)
    name = "".join(random.choice("ABCDEFGHILMNOPRSTUV") for _ in range(count))
    return name if random.random() < _ALL_CAPITALS else name.capitalize()


def _raised(name: str) -> str:
    """A lone family name as it starts a sentence; particles keep theirs."""
    return name[0].upper() + name[1:] if name[0].islower() and " " not in name else name


def _of(name: str) -> str:
    if name.startswith("Le "):
        return f"du {name[3:]}"
    return f"d'{name}" if name[0] in "AEIOUÉÎÔaeioué" else f"de {name}"
