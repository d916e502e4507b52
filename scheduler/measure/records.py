"""Strict reading of JSON lines: whatever is malformed is named by file and line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from news.errors import UsageError

Record = dict[str, Any]
Fields = Mapping[str, type | tuple[type, ...]]


def read_records(path: Path, required: Fields, optional: Fields | None = None) -> Iterator[Record]:
    """Each line's object, once its fields are found to be there and of their type.

    Raises:
        UsageError: naming the file, the line and the problem.
    """
    return (record for _, record in placed_records(path, required, optional))


def placed_records(
    path: Path, required: Fields, optional: Fields | None = None
) -> Iterator[tuple[str, Record]]:
    """The same, each with its file and line, for what only its reader can find wrong.

    Raises:
        UsageError: naming the file, the line and the problem.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise UsageError(f"{path}: {reason}", "give a file of JSON lines in UTF-8") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}:{number}"
            yield where, _read_line(line, where, required, optional or {})


def _read_line(line: str, where: str, required: Fields, optional: Fields) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:  # a ValueError alone: a number of 5,000 digits
        raise UsageError(f"{where}: not JSON: {error}", "mend the line") from error
    if not isinstance(record, dict):
        raise UsageError(f"{where}: not a JSON object", "write one object a line")
    for name, kind in required.items():
        if name not in record:
            raise UsageError(f"{where}: the field {name!r} is missing", "add it")
        _check(record[name], kind, f"{where}: {name}")
    for name, kind in optional.items():
        if record.get(name) is not None:
            _check(record[name], kind, f"{where}: {name}")
    return record


def _check(value: object, kind: type | tuple[type, ...], where: str) -> None:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        names = " or ".join(item.__name__ for item in kinds)
        raise UsageError(
            f"{where}: {type(value).__name__} where {names} is wanted", "mend the line"
        )


def check_spans(record: Record, spans: list[Any], length: int, where: str) -> None:
    """Refuse spans that do not lie in the text.

    Raises:
        UsageError: naming the record and the span.
    """
    for span in spans:
        start, end = (span.get(key) if isinstance(span, dict) else None for key in ("start", "end"))
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length):
            name = record.get("id", "record")
            raise UsageError(
                f"{where}: {name}: the span {span!r} is not in the text", "mend its offsets"
            )
