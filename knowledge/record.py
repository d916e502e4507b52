"""One table of a knowledge file, read key by key; what nobody asks for is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from knowledge.document import Document, Trail
from news.errors import KnowledgeError

Choice = TypeVar("Choice", bound=StrEnum)
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The form of ids."""
_STRAY_SPACE = re.compile(r"^\s|\s$|\s\s|[\t\r\n]")
_YEARS = range(1600, 2100)
_DATE_REMEDY = "write a day as 2022-05-19, without quotes"


class Record:
    """One table; every getter checks type and form and remembers that its key was read."""

    def __init__(self, document: Document, trail: Trail, table: Mapping[str, object]) -> None:
        self.document = document
        self.trail = trail
        self.table = table
        self._read: set[str] = set()

    @property
    def id(self) -> str:
        """The key of the table itself."""
        return str(self.trail[0])

    def __contains__(self, key: object) -> bool:
        return key in self.table

    def error(self, key: str, problem: str, remedy: str, value: str = "") -> KnowledgeError:
        """The error to raise about a key of this table; an empty key means the table itself."""
        trail = (*self.trail, key) if key else self.trail
        return self.document.error(trail, f"[{self.id}] {problem}", remedy, value)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without a default it must be there and not be empty."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value:
            raise self.error(key, f"{key} must be a text", f'write {key} = "…"')
        return self._normal(key, value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings without repetition; empty when the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, f"{key} must be a list of texts", f'write {key} = ["…", "…"]')
        seen: set[str] = set()
        for item in value:
            self._normal(key, item)
            if item in seen:
                raise self.error(key, f"{key} holds “{item}” twice", "keep one of them", item)
            seen.add(item)
        return tuple(value)

    def names(self, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
        """A small table of strings by language; empty when the key is absent."""
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.error(key, f"{key} must be a table", f'write {key} = {{ fr = "…" }}')
        for name, item in value.items():
            if name not in allowed:
                remedy = f"use {', '.join(allowed)}"
                raise self.error(key, f"{key} has an unknown part “{name}”", remedy)
            if not isinstance(item, str) or not item:
                raise self.error(key, f"{key}.{name} must be a text", "write it in quotes")
            self._normal(key, item)
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of an enumeration."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        known = [str(item) for item in kind]
        if value not in known:
            shown = "nothing" if value is None else f"“{value}”"
            raise self.error(key, f"{key} is {shown}", f"use one of: {', '.join(known)}")
        return kind(value)

    def day(self, key: str) -> date | None:
        """A calendar day, or None when the key is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(key, f"{key} is not a day: {value}", _DATE_REMEDY)
        if value.year not in _YEARS:
            raise self.error(key, f"{key} is {value}, a slip surely", _DATE_REMEDY)
        return value

    def instant(self, key: str) -> datetime | None:
        """An instant with its zone, or None when the key is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            remedy = "write an instant as 2022-05-19T08:15:00Z, without quotes"
            raise self.error(key, f"{key} is no instant: {value}", remedy)
        return value

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.error(key, f"{key} must be true or false", f"write {key} = true")
        return value

    def number(self, key: str, default: int) -> int:
        """A whole number, not below zero."""
        value = self._take(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.error(key, f"{key} must be a whole number from 0", f"write {key} = 24")
        return value

    def records(self, key: str) -> list[Record]:
        """An array of tables, `[[id.key]]`; empty when there is none."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            remedy = f"write each under a line [[{self.id}.{key}]]"
            raise self.error(key, f"{key} must be tables", remedy)
        return [Record(self.document, (self.id, key, nth), item) for nth, item in enumerate(value)]

    def record(self, key: str) -> Record:
        """A small table of any values; an empty one when the key is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, dict):
            raise self.error(key, f"{key} must be a table", f"write {key} = {{ … }}")
        return Record(self.document, (*self.trail, key), value or {})

    def close(self) -> None:
        """Refuse the keys that nobody asked for.

        Raises:
            KnowledgeError: when there is one.
        """
        for key in self.table:
            if key not in self._read:
                remedy = f"remove it, or use one of: {', '.join(sorted(self._read))}"
                raise self.error(key, f"unknown key “{key}”", remedy)

    def _take(self, key: str) -> object:
        self._read.add(key)
        return self.table.get(key)

    def _normal(self, key: str, value: str) -> str:
        if value != unicodedata.normalize("NFC", value):
            remedy = "write it in Unicode NFC"
            raise self.error(key, f"{key} is not composed: “{value}”", remedy, value)
        if _STRAY_SPACE.search(value):
            remedy = "use single spaces, none at the ends"
            raise self.error(key, f"{key} has stray spaces: “{value}”", remedy, value)
        return value


def read_records(document: Document) -> list[Record]:
    """The top-level tables of a file.

    Raises:
        KnowledgeError: when something stands outside a table, or an id is malformed.
    """
    records = []
    for name, table in document.tables.items():
        if not isinstance(table, dict):
            remedy = "put it under a line [id]"
            raise document.error((name, name), f"“{name}” stands outside any table", remedy)
        if not ID.fullmatch(name):
            remedy = "use lower-case ASCII letters, digits and single hyphens"
            raise document.error((name,), f"“{name}” is no id", remedy)
        records.append(Record(document, (name,), table))
    return records
