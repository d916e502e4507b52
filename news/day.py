"""Days: time is UTC inside, a day is a day of the reader's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_window(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First instant of a day and of the next one, in UTC: 23, 24 or 25 hours apart."""
    start = datetime.combine(day, time.min, zone)
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return start.astimezone(UTC), end.astimezone(UTC)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day an aware instant falls on in a zone."""
    return instant.astimezone(zone).date()
