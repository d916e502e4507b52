"""What changed between two knowledge bases, in the lines of the knowledge files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any

from knowledge.model import Knowledge, Sector
from knowledge.writing import written
from news.entity import Entity, Role


def differences(base: Knowledge, amended: Knowledge) -> Iterator[str]:
    """The tables that differ, in their order, with the lines `-` that went and `+` that came."""
    before: dict[str, Entity | Sector] = {**base.entities, **base.sectors}
    after: dict[str, Entity | Sector] = {**amended.entities, **amended.sectors}
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        yield f"{_sign(old, new)}[{key}]"
        yield from _lines(_table(old), _table(new))
        if key in amended.redirects:
            yield f"+ merged_into = {written(amended.redirects[key])}"
        yield ""


def _sign(old: object, new: object) -> str:
    return "+ " if old is None else "- " if new is None else "  "


def _lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    for key in {**old, **new}:
        one, other = old.get(key), new.get(key)
        if isinstance(one or other, list):
            gone = [item for item in one or () if item not in (other or ())]
            come = [item for item in other or () if item not in (one or ())]
            yield from (f"- {key} = {written([item])}" for item in gone)
            yield from (f"+ {key} = {written([item])}" for item in come)
        elif one != other:
            if one:
                yield f"- {key} = {written(one)}"
            if other:
                yield f"+ {key} = {written(other)}"


def _table(entry: Entity | Sector | Role | None) -> dict[str, Any]:
    """An entry as the table that it stands for."""
    return {item.name: _value(getattr(entry, item.name)) for item in fields(entry)} if entry else {}


def _value(value: object) -> object:
    if isinstance(value, tuple):
        return [_table(item) if isinstance(item, Role) else item for item in value]
    return value.value if isinstance(value, StrEnum) else value
