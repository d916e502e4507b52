"""Dates as the press prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

# fmt: off
_MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
]
# fmt: on
_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_REIWA = 2018


def french_day(at: datetime) -> str:
    """The day alone: `19 mai 2022`, and `1er mai 2022` for the first."""
    day = "1er" if at.day == 1 else str(at.day)
    return f"{day} {_MONTHS[at.month - 1]} {at.year}"


def french_long(at: datetime) -> str:
    """Weekday and hour too: `jeudi 19 mai 2022 à 17h42`."""
    return f"{_DAYS[at.weekday()]} {french_day(at)} à {at:%H}h{at:%M}"


def french_numeric(at: datetime) -> str:
    """Day first, in figures: `19/05/2022 à 17:42`."""
    return f"{at:%d/%m/%Y} à {at:%H:%M}"


def japanese_day(at: datetime) -> str:
    """The day alone: `2022年5月19日`."""
    return f"{at.year}年{at.month}月{at.day}日"


def japanese_minute(at: datetime) -> str:
    """To the minute: `2022年5月19日 17時40分`."""
    return f"{japanese_day(at)} {at.hour}時{at:%M}分"


def japanese_noon(at: datetime) -> str:
    """By half days, 0 to 11 o'clock each: `2022年5月19日 午後5時40分`."""
    half = "午前" if at.hour < 12 else "午後"  # noqa: PLR2004 - noon
    return f"{japanese_day(at)} {half}{at.hour % 12}時{at:%M}分"


def japanese_weekday(at: datetime) -> str:
    """With the weekday: `2022年5月19日(木)`."""
    return f"{japanese_day(at)}({'月火水木金土日'[at.weekday()]})"


def japanese_slash(at: datetime) -> str:
    """In figures: `2022/05/19 17:40`."""
    return f"{at:%Y/%m/%d %H:%M}"


def japanese_era(at: datetime) -> str:
    """The day in the Reiwa era, which began on 1 May 2019: `令和4年5月19日`."""
    return f"令和{at.year - _REIWA}年{at.month}月{at.day}日"


STYLES: Mapping[str, Callable[[datetime], str]] = MappingProxyType(
    {
        "fr-day": french_day,
        "fr-long": french_long,
        "fr-numeric": french_numeric,
        "ja-era": japanese_era,
        "ja-minute": japanese_minute,
        "ja-noon": japanese_noon,
        "ja-slash": japanese_slash,
        "ja-weekday": japanese_weekday,
    }
)
