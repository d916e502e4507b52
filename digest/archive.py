"""The page that lists all digests of one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from digest.as_html import fill
from digest.words import Words
from knowledge import Knowledge


def render_archive(days: Iterable[date], language: str, knowledge: Knowledge) -> str:
    """The days, newest first, by month; each links to `<day>.html` beside the page."""
    words = Words(knowledge, language, ZoneInfo("UTC"))
    newest_first = sorted(set(days), reverse=True)
    months = [
        (_month(first, words), [(day, words.long_date(day)) for day in found])
        for first, found in (
            (group[0], group)
            for group in (
                list(days_of) for _, days_of in groupby(newest_first, lambda d: (d.year, d.month))
            )
        )
    ]
    return fill("archive.html", words, months=months)


def _month(day: date, words: Words) -> str:
    return words.say("digest-month", words.say(f"month-{day.month}"), day.year)
