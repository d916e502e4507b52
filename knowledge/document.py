"""One TOML file of the knowledge base, and the way from a key back to its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from news.errors import KnowledgeError

_HEADER = re.compile(r"\s*\[{1,2}[\w.\"'-]+\]{1,2}\s*(?:#.*)?$")
_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)$")

Trail = tuple[str | int, ...]
"""Keys that lead to a value, outermost first; a number picks from an array of tables."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file, parsed, with the raw text that lines are counted in."""

    path: Path
    lines: Sequence[str]
    tables: Mapping[str, object]

    def line(self, trail: Trail, value: str = "") -> int:
        """Line of a key, or of a value inside it; of the nearest thing found where it is absent.

        The parser keeps no lines, so they are searched in the text, which must write each table
        under a header of its own.
        """
        name, nth, rest = _header_of(trail)
        header, section = self._section(name, nth)
        if not rest:
            return header
        key = str(rest[0])
        written = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        found = next((at for at in section if written.match(self.lines[at - 1])), header)
        if value:
            return next(
                (at for at in section if at >= found and value in self.lines[at - 1]), found
            )
        return found

    def _section(self, name: str, nth: int) -> tuple[int, range]:
        """Line of the header that opens a table, and the lines up to the next header."""
        wanted = re.compile(
            rf"\s*\[{{1,2}}\s*[\"']?{re.escape(name)}[\"']?\s*\]{{1,2}}\s*(?:#.*)?$"
        )
        headers = [at for at, line in enumerate(self.lines, 1) if wanted.match(line)]
        if not headers:
            return 1, range(1, len(self.lines) + 1)
        start = headers[min(nth, len(headers) - 1)]
        following = range(start + 1, len(self.lines) + 1)
        end = next((at for at in following if _HEADER.match(self.lines[at - 1])), following.stop)
        return start, range(start, end)

    def error(self, trail: Trail, problem: str, remedy: str, value: str = "") -> KnowledgeError:
        """The error to raise about a key of this file."""
        return KnowledgeError(self.path, self.line(trail, value), problem, remedy)


def _header_of(trail: Trail) -> tuple[str, int, Trail]:
    """Name of the table that a trail leads into, which one of an array it is, and what is left."""
    for index, item in enumerate(trail):
        if isinstance(item, int):
            return ".".join(str(part) for part in trail[:index]), item, trail[index + 1 :]
    return str(trail[0]), 0, trail[1:]


def read_document(path: Path) -> Document:
    """Read and parse one file.

    Raises:
        KnowledgeError: when the file is absent, is no UTF-8, or is no TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")  # some editors put a mark first
    except OSError as error:
        remedy = "put the file back; the folder is complete only with it"
        raise KnowledgeError(path, 1, f"cannot be read: {error.strerror}", remedy) from error
    except UnicodeDecodeError as error:
        at = error.object[: error.start].count(b"\n") + 1
        raise KnowledgeError(path, at, "is not UTF-8", "save the file as UTF-8") from error
    try:
        return Document(path, text.splitlines(), tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(path, text, str(error)) from error


def _syntax_error(path: Path, text: str, message: str) -> KnowledgeError:
    place = _PLACE.search(message)
    line = int(place[1]) if place and place[1] else text.count("\n") + 1
    problem = _PLACE.sub("", message).strip()
    return KnowledgeError(path, line, problem, "mend the TOML on this line or the one before")
