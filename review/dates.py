"""Dates as each language writes them, in the reader's zone with the other zone beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from news.article import Article, Precision

Say = Callable[..., str]
"""Says a phrase by its code, in one language."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """One point in time, ready to be printed."""

    text: str
    clock: str
    """The hour alone, for a list that already names the day; the day when no hour is known."""
    iso: str = ""
    """For machines; empty when nothing is known."""
    other: str = ""
    """The same instant in the other zones; empty for a day."""


def long_day(say: Say, day: date) -> str:
    """A day with its weekday."""
    return say(
        "date-long",
        say(f"weekday-{day.isoweekday()}"),
        str(day.day),
        say(f"month-{day.month}"),
        str(day.year),
    )


def short_day(say: Say, day: date) -> str:
    """A day without its weekday."""
    return say("date-short", str(day.day), say(f"month-{day.month}"), str(day.year))


def month_of_year(say: Say, year: int, month: int) -> str:
    """A month with its year."""
    return say("month-of-year", say(f"month-{month}"), str(year))


def stamp(say: Say, instant: datetime, zone: ZoneInfo, others: Iterable[ZoneInfo]) -> Stamp:
    """An instant in a zone, and in the others."""
    local = instant.astimezone(zone)
    beside = (
        f"{zone_name(say, other)} {_moment(say, instant.astimezone(other))}" for other in others
    )
    iso = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    return Stamp(_moment(say, local), f"{local:%H:%M}", iso, " · ".join(beside))


def stamp_article(say: Say, article: Article, zone: ZoneInfo, others: Iterable[ZoneInfo]) -> Stamp:
    """When an article was published, as exactly as that is known.

    A day is told as the publisher printed it: it is no instant and has no other zone.
    """
    published = article.published
    if published is None:
        return Stamp(say("date-unknown"), say("date-unknown"))
    if published.precision is Precision.DAY:
        printed = (published.instant + timedelta(minutes=published.offset_minutes)).date()
        text = short_day(say, printed)
        return Stamp(text, text, printed.isoformat())
    return stamp(say, published.instant, zone, others)


def zone_name(say: Say, zone: ZoneInfo) -> str:
    """A zone's city in the reader's language; its own last part when there is no phrase."""
    code = f"zone-{zone.key.lower().replace('/', '-').replace('_', '-')}"
    told = say(code)
    return zone.key.rpartition("/")[2].replace("_", " ") if told == code else told


def _moment(say: Say, local: datetime) -> str:
    return say("date-time", short_day(say, local.date()), f"{local:%H:%M}")
