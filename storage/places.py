"""Places in a list, as addresses carry them from one leaf to the next."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime

from news.errors import UsageError
from storage.catalogue import Shelf

Place = tuple[datetime | float, str]
"""What the list is ordered by, then the id."""

_LARGEST = 2**63
_WRITTEN = re.compile(r"([^~=]+)([~=])(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a leaf begins."""

    place: Place
    at: bool = False
    """Whether what stands at the place itself belongs to the leaf."""

    def __str__(self) -> str:
        rank, key = self.place
        told = rank.isoformat() if isinstance(rank, datetime) else repr(rank)
        return f"{told}{'=' if self.at else '~'}{key}"


def read_start(shelf: Shelf, text: str) -> Start | None:
    """The start that was written as this text; None for an empty one.

    Raises:
        UsageError: when it is no such text.
    """
    if not text:
        return None
    parts = _WRITTEN.fullmatch(text)
    rank = _read_rank(shelf, parts[1]) if parts else None
    if parts is None or rank is None:
        raise _refusal(text)
    return Start((rank, parts[3]), at=parts[2] == "=")


def _read_rank(shelf: Shelf, text: str) -> datetime | float | None:
    try:
        if shelf is Shelf.STORIES:
            number = float(text)
            return number if math.isfinite(number) else None
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def read_number(text: str) -> int | None:
    """The number of an article that a leaf of a search gave; None for an empty text.

    Raises:
        UsageError: when it is none.
    """
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) >= _LARGEST:
        raise _refusal(text)
    return int(text)


def _refusal(text: str) -> UsageError:
    return UsageError(f"{text[:60]!r} is no place in this list", "begin at its top")
