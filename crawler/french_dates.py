"""French dates: « 19 mai 2022 à 17h40 », « le 1er févr. 2022 », « 19/05/2022 - 17:40 »."""

from __future__ import annotations

import re
import unicodedata

from crawler.written import Written, make

# Enough letters to tell the months apart; accents are dropped before.
_MONTHS = (
    ("janv", 1), ("fev", 2), ("mars", 3), ("avr", 4), ("mai", 5), ("juin", 6),
    ("juil", 7), ("aou", 8), ("sept", 9), ("oct", 10), ("nov", 11), ("dec", 12),
)  # fmt: skip
_NAMES = (
    r"janv(?:ier|\.)?|fevr?(?:ier|\.)?|mars|avr(?:il|\.)?|mai|juin|juil(?:let|\.)?|aout|"
    r"sept(?:embre|\.)?|oct(?:obre|\.)?|nov(?:embre|\.)?|dec(?:embre|\.)?"
)
_CLOCK = (
    r"(?:\s*(?:,|-|–|—|\||·|a|@|vers|h\s*:)?\s*(?:a\s+)?(?P<hour>[0-2]?\d)\s*(?:h|:)\s*"
    r"(?P<minute>[0-5]\d)?(?!\d))?"
)
_WORDS = re.compile(
    rf"(?<![\d/])(?P<day>[0-3]?\d)(?:er)?\s+(?P<name>{_NAMES})\.?\s+(?P<year>\d{{4}}){_CLOCK}",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    rf"(?<![\d/.-])(?P<day>[0-3]?\d)([/.-])(?P<month>[01]?\d)\2(?P<year>\d{{4}})(?!\d){_CLOCK}",
    re.IGNORECASE,
)


def read_french_date(text: str) -> Written | None:
    """The first complete date of a text; day before month, as in all French writing."""
    normal = _plain(text)
    found = [match for pattern in (_WORDS, _NUMBERS) if (match := pattern.search(normal))]
    for match in sorted(found, key=lambda match: match.start()):
        parts = match.groupdict()
        month = int(parts["month"]) if "month" in parts else _month(parts["name"])
        clock = None
        if parts["hour"]:
            clock = (int(parts["hour"]), int(parts["minute"] or 0))
        written = make((int(parts["year"]), month, int(parts["day"])), clock)
        if written is not None:
            return written
    return None


def _month(name: str) -> int:
    lowered = name.lower()
    return next(number for start, number in _MONTHS if lowered.startswith(start))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
