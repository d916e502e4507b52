"""Entries of one sort, read from their files, with the tables they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from knowledge.document import read_document
from knowledge.record import Record, read_records

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Entry]):
    """What was read, by id, in the order of the files."""

    entries: dict[str, Entry]
    records: dict[str, Record]


def read_shelf(paths: Iterable[Path], read: Callable[[Record], Entry]) -> Shelf[Entry]:
    """Read all tables of some files.

    Raises:
        KnowledgeError: when a table is wrong, or an id was used before.
    """
    shelf: Shelf[Entry] = Shelf({}, {})
    for path in paths:
        for record in read_records(read_document(path)):
            earlier = shelf.records.get(record.id)
            if earlier:
                place = f"{earlier.document.path}:{earlier.document.line(earlier.trail)}"
                raise record.error("", f"the id is taken in {place}", "choose another id")
            shelf.records[record.id] = record
            shelf.entries[record.id] = read(record)
    return shelf
