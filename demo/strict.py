"""Strict reading of the files of the sample press: what is not foreseen is an error."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from news.errors import DemoError

Table = dict[str, object]

CODECS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "iso-8859-1": "iso-8859-1",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
}
"""Python codec by declared encoding. What the web calls Shift_JIS holds Microsoft's additions."""

_JIS_X_0212 = b"\x8f"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the files something stands, to say so in an error."""

    file: str
    article: str = ""

    def error(self, problem: str, remedy: str) -> DemoError:
        """An error that names the file and the article."""
        where = f"{self.file}, article {self.article}" if self.article else self.file
        return DemoError(f"{where}: {problem}", remedy)


def parse(path: Path) -> Table:
    """The tables of one file.

    Raises:
        DemoError: when it is unreadable or no valid TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Place(path.name).error(f"cannot be read ({error})", "restore the file") from error
    except ValueError as error:
        raise Place(path.name).error(f"no valid TOML ({error})", "mend it there") from error


def check_keys(
    table: Table, required: Mapping[str, type], optional: Mapping[str, type], place: Place
) -> None:
    """Check that a table has its keys, no others, and values of the right types.

    Raises:
        DemoError: naming the first key that is wrong.
    """
    known = {**required, **optional}
    for key, value in table.items():
        if key not in known:
            raise place.error(f"unknown key {key!r}", f"use one of {', '.join(sorted(known))}")
        if not isinstance(value, known[key]):
            raise place.error(
                f"{key} is a {type(value).__name__}", f"write a {known[key].__name__}"
            )
    for key in required:
        if key not in table:
            raise place.error(f"{key} is missing", "add it")


def strings(table: Table, key: str, place: Place) -> tuple[str, ...]:
    """A list of different strings under a key, empty when there is no such key.

    Raises:
        DemoError: when something else stands there.
    """
    value = table.get(key, [])
    if not isinstance(value, list):
        raise place.error(f"{key} is a {type(value).__name__}", "write a list of strings")
    found = tuple(item for item in value if isinstance(item, str) and item.strip())
    if len(found) != len(value) or len(set(found)) != len(found):
        raise place.error(f"{key} is no list of different strings", "write each string once")
    return found


def one_of(value: object, allowed: Collection[str], key: str, place: Place) -> str:
    """A value that must be one of a few words.

    Raises:
        DemoError: when it is not.
    """
    if isinstance(value, str) and value in allowed:
        return value
    raise place.error(f"{key} {value!r} is unknown", f"use one of {', '.join(sorted(allowed))}")


def instant(table: Table, key: str, place: Place) -> datetime | None:
    """An instant with its offset, None when there is no such key.

    Raises:
        DemoError: when it has no offset.
    """
    value = table.get(key)
    if value is None:
        return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise place.error(f"{key} has no UTC offset", "write it as 2022-05-19T17:42:00+02:00")
    return value


def check_characters(text: str, encoding: str, place: Place) -> None:
    """Check that a text survives the way through an encoding.

    Raises:
        DemoError: naming the first character that does not.
    """
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} and char != "\n":
            raise place.error(f"holds {char!r}, a control character", "remove it")
        if not _survives(char, encoding):
            raise place.error(
                f"{char!r} (U+{ord(char):04X}) does not exist in {encoding}",
                "write it otherwise",
            )


def _survives(char: str, encoding: str) -> bool:
    codec = CODECS[encoding]
    try:
        data = char.encode(codec)
    except UnicodeEncodeError:
        return False
    if codec == "euc_jp" and data.startswith(_JIS_X_0212):
        return False
    return data.decode(codec) == char
