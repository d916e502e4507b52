"""tdmrep.json: what a host reserves of text and data mining, for all its pages or some.

TDM Reservation Protocol, final report of the W3C community group of 2 February 2024, section on
the file at the origin: an array of `location` (a pattern as in robots.txt) and `tdm-reservation`
(1 or 0); of the locations that fit, the most specific, the longest, counts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATH = "/.well-known/tdmrep.json"
_MOST_RULES = 1000
_LARGEST = 500_000
_MOST_STARS = 8
_SOUND = 200


@dataclass(frozen=True, slots=True)
class Reservation:
    """One line of the file."""

    location: str
    value: str
    """`1` reserved, `0` not."""

    def fits(self, path: str) -> bool:
        """Whether a path with its query is meant."""
        open_end = not self.location.endswith("$")
        pieces = self.location.removesuffix("$").split("*")
        pattern = ".*".join(re.escape(piece) for piece in pieces)
        return bool(re.match(pattern + ("" if open_end else "$"), path))


def read_reservations(status: int, body: bytes) -> tuple[Reservation, ...]:
    """The lines of an answer to the question for the file; none where it says nothing."""
    if status != _SOUND or len(body) > _LARGEST:
        return ()
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    lines = found if isinstance(found, list) else [found]
    return tuple(rule for line in lines[:_MOST_RULES] if (rule := _rule(line)) is not None)


def _rule(line: Any) -> Reservation | None:  # noqa: ANN401 - JSON of strangers
    if not isinstance(line, dict):
        return None
    location, value = line.get("location"), line.get("tdm-reservation")
    if not isinstance(location, str) or str(value) not in {"0", "1"}:
        return None
    # Patterns of many stars take a search of many years.
    if location.count("*") > _MOST_STARS:
        return None
    return Reservation(location, str(value))


def reservation_of(url: str, rules: tuple[Reservation, ...]) -> str:
    """What the lines say of an address: `1`, `0`, or nothing."""
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fitting = [rule for rule in rules if rule.fits(path)]
    return max(fitting, key=lambda rule: len(rule.location)).value if fitting else ""
