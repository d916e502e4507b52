"""How values are written in columns: instants, words of a list, and what is never empty."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite
from typing import Any

from sqlalchemy import Column, Dialect, Enum, Float, ForeignKey, String, TypeDecorator
from sqlalchemy.types import TypeEngine

from news.errors import StoreError

ColumnType = TypeEngine[Any] | type[TypeEngine[Any]]


class Instant(TypeDecorator[datetime]):
    """An aware instant as `2026-11-22T07:00:00.000000Z`."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> str | None:
        """The text of an instant.

        Raises:
            StoreError: when the instant has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise StoreError(
                f"{value.isoformat()} has no time zone", "give aware instants, for example in UTC"
            )
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")

    def process_result_value(self, value: str | None, _: Dialect) -> datetime | None:
        """The aware UTC instant of a text."""
        return None if value is None else datetime.fromisoformat(value)


class Real(TypeDecorator[float]):
    """A number; what is none, or without end, is refused."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: float | None, _: Dialect) -> float | None:
        """The number itself.

        Raises:
            StoreError: when it is not finite.
        """
        if value is not None and not isfinite(value):
            raise StoreError(f"{value} is no number to keep", "mend it where it was reckoned")
        return value


def one_of(words: type[StrEnum]) -> Enum:
    """A column that holds the value, not the name, of an enumeration's member."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=False,
        length=24,
        values_callable=lambda kind: [member.value for member in kind],
    )


def need(name: str, kind: ColumnType, *rules: ForeignKey, key: bool = False) -> Column[Any]:
    """A column that is never empty."""
    return Column(name, kind, *rules, nullable=False, primary_key=key)
