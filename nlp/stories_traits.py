"""What two tellings of one event share across languages: names by sound, figures, days.

A French name printed in katakana keeps its consonants: *Charbonnel* and シャルボネル both give
S-R-B-N-R once vowels, doubled letters, r and l, b and v are put together. A figure keeps its value
(1,2 million, 120万), and a day its date, whether told as *mardi*, *le 19 mai* or 19日.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from news.text import fold_text

_KANA = {
    **dict.fromkeys("カキクケコ", "K"),
    **dict.fromkeys("ガギグゲゴ", "G"),
    **dict.fromkeys("サシスセソザジズゼゾ", "S"),
    **dict.fromkeys("タチツテト", "T"),
    **dict.fromkeys("ダヂヅデド", "D"),
    **dict.fromkeys("ナニヌネノン", "N"),
    **dict.fromkeys("マミムメモ", "M"),
    **dict.fromkeys("ラリルレロ", "R"),
    **dict.fromkeys("バビブベボ", "B"),
    **dict.fromkeys("パピプペポ", "P"),
    "フ": "F",
}
# Letters by sound, tried in this order; what is left of vowels, h and y is dropped.
_LATIN = (
    ("sch|ch|sh|ss", "S"),
    ("ph", "F"),
    ("gn", "N"),
    ("qu|ck|cc(?![eiy])", "K"),
    ("th|tt", "T"),
    ("m(?=[bp])", "N"),
    ("g(?=[eiy])|j|z|s|c(?=[eiy])", "S"),
    ("x", "KS"),
    ("c|k|q", "K"),
    ("l|r", "R"),
    ("b|v|w", "B"),
    ("[dfgmnpt]", ""),
    (".", " "),
)
_SOUND = re.compile("|".join(f"(?P<s{index}>{form})" for index, (form, _) in enumerate(_LATIN)))
_DOUBLED = re.compile(r"(.)\1+")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
_CAPITALISED = re.compile(r"(?<![\w])[A-ZÀ-ÝŌŪ][\wÀ-ÿ]{3,}")
_SHORTEST = 3
"""Consonants below which two names sound alike by chance."""

_MONTHS = {
    "janvier": 1,
    "fevrier": 2,
    "mars": 3,
    "avril": 4,
    "mai": 5,
    "juin": 6,
    "juillet": 7,
    "aout": 8,
    "septembre": 9,
    "octobre": 10,
    "novembre": 11,
    "decembre": 12,
}
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FRENCH_DAY = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)})\b(?: (\d{{4}}))?")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b(?! (?:\d|prochain))")
_JAPANESE_DAY = re.compile(r"(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日(?![間前目以本頃])")

_COUNTED_FR = (
    *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"),
)
_WORDS_FR = {word: value for value, word in enumerate(_COUNTED_FR, start=2)} | {
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "cent": 100,
}
_FIGURE_FR = re.compile(
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:[ .]\d{3})+(?!\d)|\d+(?:,\d+)?)"
    r"(?P<scale> millions?| milliards?)?"
    rf"(?! ?(?:er|h|heures?|{'|'.join(_MONTHS)})\b)"
    rf"|\b(?P<word>{'|'.join(sorted(_WORDS_FR, key=len, reverse=True))})\b"
)
_FIGURE_JA = re.compile(r"(?<![\d.])(?:\d[\d,]*+(?:\.\d++)?[兆億万千百]?)++(?![\d月日年時分号])")
_PART_JA = re.compile(r"(\d[\d,]*(?:\.\d+)?)([兆億万千百]?)")
_SCALE = {"": 1, "百": 100, "千": 10**3, "万": 10**4, "億": 10**8, "兆": 10**12}
_SCALE_FR = {"": 1, " million": 10**6, " milliard": 10**9}
_YEARS = range(1900, 2100)


def sounds(text: str, folded: str, language: str) -> frozenset[str]:
    """The consonants of every name-like word: katakana runs, or capitalised Latin words."""
    found: set[str] = set()
    if language == "ja":
        for match in _KATAKANA.finditer(folded):
            found.update(kana_sounds(match.group()))
    for match in _CAPITALISED.finditer(text):
        found.update(latin_sounds(match.group()))
    return frozenset(sound for sound in found if len(sound) >= _SHORTEST)


def kana_sound(word: str) -> str:
    """The consonants of a folded katakana word, no two alike side by side."""
    return _DOUBLED.sub(r"\1", _kana_consonants(word))


def kana_sounds(word: str) -> set[str]:
    """The consonants of a folded katakana word, as they come and no two alike side by side.

    ヴァロワール keeps B-R-R, which B-R alone would be too short to tell.
    """
    return {_kana_consonants(word), kana_sound(word)}


def _kana_consonants(word: str) -> str:
    return "".join(_KANA.get(char, "") for char in word)


def latin_sounds(word: str) -> set[str]:
    """The consonants of a Latin word, with and without an ending that French leaves silent.

    Each as they come, doubled letters once, and no two alike side by side.
    """
    folded = re.sub("[^a-z]", "", fold_text(word))
    silent = re.sub(r"(?:e?[rtdszxp]{1,2})$", "", folded)
    return {form for word in (folded, silent) for form in _latin_sound(word)}


def _latin_sound(word: str) -> tuple[str, str]:
    pieces = []
    for match in _SOUND.finditer(word):
        index = int((match.lastgroup or "s0")[1:])
        pieces.append(_LATIN[index][1] or match.group().upper())
    heard = _DOUBLED.sub(r"\1", "".join(pieces)).replace(" ", "")
    return heard, _DOUBLED.sub(r"\1", heard)


def figures(folded: str, language: str) -> frozenset[float]:
    """Values of the figures in folded text; years, hours and dates left out."""
    values = _figures_ja(folded) if language == "ja" else _figures_fr(folded)
    return frozenset(value for value in values if value > 1 and value not in _YEARS)


def _figures_fr(folded: str) -> Iterator[float]:
    for match in _FIGURE_FR.finditer(folded):
        if match["word"]:
            yield _WORDS_FR[match["word"]]
        else:
            digits = re.sub(r"[ .](?=\d{3})", "", match["digits"]).replace(",", ".")
            yield float(digits) * _SCALE_FR[(match["scale"] or "").removesuffix("s")]


def _figures_ja(folded: str) -> Iterator[float]:
    for match in _FIGURE_JA.finditer(folded):
        yield sum(
            float(digits.replace(",", "")) * _SCALE[scale]
            for digits, scale in _PART_JA.findall(match.group())
        )


def days(folded: str, language: str, published: date) -> frozenset[date]:
    """The days that are told, read from the day of publication."""
    found = _days_ja(folded, published) if language == "ja" else _days_fr(folded, published)
    return frozenset(day for day in found if day is not None)


def _days_fr(folded: str, published: date) -> Iterator[date | None]:
    for match in _FRENCH_DAY.finditer(folded):
        yield _nearest(match[3], _MONTHS[match[2]], int(match[1]), published)
    for match in _WEEKDAY.finditer(folded):
        back = (published.weekday() - _WEEKDAYS.index(match[1])) % 7
        yield published - timedelta(days=back)


def _days_ja(folded: str, published: date) -> Iterator[date | None]:
    for match in _JAPANESE_DAY.finditer(folded):
        month = int(match[2]) if match[2] else published.month
        day = int(match[3])
        if not match[2] and day > published.day + 15:
            month = month - 1 or 12
        yield _nearest(match[1], month, day, published)


def _nearest(year: str | None, month: int, day: int, published: date) -> date | None:
    years = [int(year)] if year else [published.year + step for step in (-1, 0, 1)]
    candidates = []
    for number in years:
        try:
            candidates.append(date(number, month, day))
        except ValueError:
            continue
    return min(candidates, key=lambda item: abs(item - published), default=None)
