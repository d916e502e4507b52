"""All that a store holds as lines of JSON that either kind of database writes and reads.

The first line says which schema the rows have. Then, table by table in an order in which nothing
refers to what is not there yet: a line with the table's name and columns, a line a row, and a line
with the number of rows and the sum of their digests. Tables are taken as the database itself
describes them, so that a file of an older schema is loaded into that schema and migrated after.

The search index is not among them: it follows from the texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Date, MetaData, Table, func, select

from news.errors import StoreError
from storage.chunks import chunks
from storage.dialects import of
from storage.schema import VERSION_TABLE, schema_of

FORM = "soie-tables/1"
_SEARCH = frozenset(
    ("search", *(f"search_{part}" for part in ("data", "idx", "content", "docsize", "config")))
)
_ROWS_AT_ONCE = 500
_DIGESTS = 1 << 256


@dataclass(frozen=True, slots=True)
class Tally:
    """What a table holds, in a form that two databases can compare."""

    rows: int
    sum: str = ""
    """Sum of the SHA-256 of the rows, modulo 2^256, in hexadecimal: their order makes no
    difference. Empty where only the rows were counted."""


Tallies = Mapping[str, Tally]


def tables_of(connection: Connection) -> list[Table]:
    """The tables of a store as they are, those first that others refer to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name not in {*_SEARCH, VERSION_TABLE})
    return found.sorted_tables


def count_rows(connection: Connection) -> dict[str, Tally]:
    """How many rows each table has."""
    return {
        table.name: Tally(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in tables_of(connection)
    }


def dump(connection: Connection) -> Iterator[str]:
    """The lines of a store, without their ends; all from the state that the transaction sees."""
    tables = tables_of(connection)
    yield _line({"form": FORM, "schema": schema_of(connection)})
    for table in tables:
        yield _line({"table": table.name, "columns": [column.name for column in table.columns]})
        total = _Total()
        for line in _rows(connection, table):
            total.add(line)
            yield line
        yield _line(asdict(total.tally))


def tally(connection: Connection) -> dict[str, Tally]:
    """What each table holds, counted and summed."""
    found = {}
    for table in tables_of(connection):
        total = _Total()
        for line in _rows(connection, table):
            total.add(line)
        found[table.name] = total.tally
    return found


def read_schema(lines: Iterator[str]) -> str:
    """The schema of what follows; takes the first line.

    Raises:
        StoreError: when the lines are of another form.
    """
    first = _read(next(lines, "null"))
    if not isinstance(first, dict) or first.get("form") != FORM:
        raise StoreError("the tables of the backup have an unknown form", "take another backup")
    return str(first["schema"])


def load(connection: Connection, lines: Iterator[str]) -> dict[str, Tally]:
    """Put the rows of `dump()` into the empty tables of the same schema.

    Args:
        connection: In a transaction that writes.
        lines: What follows the first one.

    Raises:
        StoreError: when the lines end early, do not add up, or name a table that is not there.
    """
    tables = {table.name: table for table in tables_of(connection)}
    found: dict[str, Tally] = {}
    for line in lines:
        head = _read(line)
        table = tables.get(head["table"]) if isinstance(head, dict) and "table" in head else None
        if table is None:
            raise _damaged(f"no table begins with {line[:60]}")
        found[table.name] = _load_table(connection, table, head["columns"], lines)
    if found.keys() != tables.keys():
        raise _damaged(f"it lacks {', '.join(sorted(tables.keys() - found.keys()))}")
    return found


def _load_table(
    connection: Connection, table: Table, columns: list[str], lines: Iterator[str]
) -> Tally:
    total = _Total()
    given = _Table(lines, total)
    days = [isinstance(table.columns[name].type, Date) for name in columns]
    for piece in chunks(given, _ROWS_AT_ONCE):
        rows = [
            {
                name: date.fromisoformat(value) if is_day and value else value
                for name, value, is_day in zip(columns, row, days, strict=True)
            }
            for row in piece
        ]
        connection.execute(table.insert(), rows)
    of(connection).renumber(connection, table)
    if given.said != total.tally:
        raise _damaged(f"the rows of {table.name} do not add up")
    return total.tally


class _Table:
    """The rows of one table, up to the line that says what they add up to."""

    def __init__(self, lines: Iterator[str], total: _Total) -> None:
        self._lines = lines
        self._total = total
        self.said: Tally | None = None

    def __iter__(self) -> Iterator[list[Any]]:
        for line in self._lines:
            row = _read(line)
            if isinstance(row, dict):
                self.said = Tally(**row)
                return
            self._total.add(line)
            yield row


class _Total:
    """Rows as they go by."""

    def __init__(self) -> None:
        self._rows = 0
        self._sum = 0

    def add(self, line: str) -> None:
        self._rows += 1
        self._sum = (self._sum + int.from_bytes(sha256(line.encode()).digest())) % _DIGESTS

    @property
    def tally(self) -> Tally:
        return Tally(self._rows, f"{self._sum:064x}")


def _rows(connection: Connection, table: Table) -> Iterator[str]:
    ordered = select(table).order_by(*table.primary_key.columns)
    asked = {"yield_per": _ROWS_AT_ONCE}
    for row in connection.execute(ordered, execution_options=asked):
        yield _line([_plain(value) for value in row])


def _plain(value: object) -> object:
    """A value as JSON has it. PostgreSQL keeps no U+0000, which becomes U+FFFD as in HTML."""
    if isinstance(value, date):
        return value.isoformat()
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _read(line: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(line)
    except ValueError as error:
        raise _damaged(f"a line is no JSON: {line[:60]}") from error


def differences(wanted: Tallies, found: Tallies) -> list[str]:
    """The tables whose content is not the same; sums are compared where both have one."""
    return sorted(
        name
        for name in wanted.keys() | found.keys()
        if not _same(wanted.get(name), found.get(name))
    )


def _same(one: Tally | None, other: Tally | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.rows == other.rows and (one.sum == other.sum or not (one.sum and other.sum))


def lines_of(stream: Iterable[bytes]) -> Iterator[str]:
    """The lines of a file in UTF-8, without their ends."""
    return (line.decode("utf-8").removesuffix("\n") for line in stream)


def _damaged(what: str) -> StoreError:
    return StoreError(f"the backup is damaged: {what}", "take another backup")
