"""A date in whatever writing it comes."""

from __future__ import annotations

from crawler.french_dates import read_french_date
from crawler.japanese_dates import read_japanese_date
from crawler.written import Written, read_machine_date


def read_date(text: str, year: int = 0) -> Written | None:
    """The date in a short text: in a machine's form, else Japanese, else French.

    Args:
        text: a date with little around it.
        year: the year to read `5月19日` in; 0 leaves dates without a year unread.
    """
    return read_machine_date(text) or read_japanese_date(text, year) or read_french_date(text)
