"""What people write after options, read strictly."""

from __future__ import annotations

from datetime import date

from news.errors import UsageError


def asked_day(text: str, option: str = "--date") -> date | None:
    """The day that was asked for, or None when none was.

    Raises:
        UsageError: when the text is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"{option} {text}: no day", "write it as 2022-05-19") from error
