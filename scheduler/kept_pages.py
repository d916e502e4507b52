"""The files of the archive of pages: how much they take, and when they go.

They are written by `crawler/warc.py`, one a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

_NAME = re.compile(r"pages-(\d{4}-\d\d-\d\d)\.warc\.gz")


@dataclass(frozen=True, slots=True)
class Kept:
    """What an archive takes."""

    folder: Path
    files: int
    bytes: int
    since: date | None
    """The oldest day; None where there is none."""


def measure(folder: Path) -> Kept:
    """How much a folder's archive takes."""
    days = _days(folder)
    size = sum(path.stat().st_size for path in days.values())
    return Kept(folder, len(days), size, min(days, default=None))


def forget_before(folder: Path, now: datetime, days: int, *, dry_run: bool = False) -> int:
    """Delete the files of days longer ago than so many, or only count them; how many."""
    first = now.astimezone(UTC).date() - timedelta(days=days)
    old = [path for day, path in _days(folder).items() if day < first]
    for path in () if dry_run else old:
        path.unlink(missing_ok=True)
    return len(old)


def _days(folder: Path) -> dict[date, Path]:
    found = ((_NAME.fullmatch(path.name), path) for path in folder.glob("pages-*.warc.gz"))
    return {date.fromisoformat(name[1]): path for name, path in found if name}
