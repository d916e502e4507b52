"""A date as it is written: what it says, and what it leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import parsedate_tz
from zoneinfo import ZoneInfo

from news.article import Precision, Published

_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?:T|t|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<offset>Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})(?!\d))?)?"
)
_COMPACT = re.compile(
    r"^\s*(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?"
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?)?\s*$"
)
_HOURS_OF = {"JST": 9, "CET": 1, "CEST": 2}
_ZONE_NAMES = re.compile(r"\b(?:JST|CES?T)\b")
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Written:
    """A date read from a text, in the clock of whoever wrote it."""

    moment: datetime
    """Naive: what stands there. Midnight where no time is given."""
    timed: bool
    """Whether a time of day stands there."""
    offset: timedelta | None = None
    """Distance from UTC, when it stands there."""

    def published(self, zone: ZoneInfo, provenance: str) -> Published:
        """The publication it speaks of, read in the publisher's zone where it gives no offset.

        Midnight to the second is what systems write that only know the day.
        """
        if not self.timed or self.moment.time() == time.min:
            aware, precision = self.moment.replace(tzinfo=zone), Precision.DAY
        else:
            aware, precision = self._aware(zone), Precision.INSTANT
        offset = aware.utcoffset() or timedelta()
        minutes = round(offset.total_seconds() / 60)
        return Published(aware.astimezone(UTC), precision, provenance, minutes)

    def _aware(self, zone: ZoneInfo) -> datetime:
        if self.offset is None:
            return self.moment.replace(tzinfo=zone)
        aware = self.moment.replace(tzinfo=timezone(self.offset))
        # Systems that write UTC say nothing of the publisher's clock: its zone does.
        return aware if self.offset else aware.astimezone(zone)


def read_machine_date(text: str) -> Written | None:
    """A date in ISO 8601 or in the form of mail headers (RFC 5322)."""
    match = _ISO.search(text) or _COMPACT.search(text)
    if match is None:
        return _read_mail_date(text)
    parts = match.groupdict()
    clock = tuple(int(parts[name] or 0) for name in ("hour", "minute", "second"))
    day = tuple(int(parts[name]) for name in ("year", "month", "day"))
    return make(day, clock if parts["hour"] else None, _read_offset(parts["offset"]))


def make(
    day: tuple[int, ...], clock: tuple[int, ...] | None, offset: timedelta | None = None
) -> Written | None:
    """A written date from its numbers, or None where the calendar has no such date.

    Hours beyond 23 belong to the next day, as Japanese programmes count them.
    """
    hours, minutes, seconds = (*clock, 0, 0, 0)[:3] if clock else (0, 0, 0)
    if hours > 29 or minutes > 59:  # noqa: PLR2004 - no clock counts further
        return None
    try:
        moment = datetime(day[0], day[1], day[2])  # noqa: DTZ001 - a zone is given later
        moment += timedelta(hours=hours, minutes=minutes, seconds=min(seconds, 59))
    except (ValueError, OverflowError):
        return None
    return Written(moment, clock is not None, offset)


def _read_offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    if text[0] not in "+-":
        return timedelta()
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset >= timedelta(hours=24):
        return None
    return -offset if text[0] == "-" else offset


def _read_mail_date(text: str) -> Written | None:
    # The mail parser takes any three words for a date: ask for a month name and a year first.
    if not re.search(r"\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}|[A-Za-z]{3} \d{1,2},? \d{4}", text):
        return None
    try:
        parsed = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        return None
    if parsed is None:
        return None
    offset = _mail_offset(text, parsed[9] or 0)
    return make(parsed[:3], parsed[3:6] if ":" in text else None, offset)


def _mail_offset(text: str, seconds: int) -> timedelta | None:
    named = _ZONE_NAMES.search(text)
    if named:
        return timedelta(hours=_HOURS_OF[named.group()])
    # The mail parser says 0 for every zone it does not know.
    if not seconds and not re.search(r"[+-]0000\b|\b(?:GMT|UTC?|Z)\b", text):
        return None
    return timedelta(seconds=seconds) if abs(seconds) < _DAY_SECONDS else None
