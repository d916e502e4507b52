"""What is known beforehand: data that people edit, and the strict loader that reads it.

The data lies beside this file as TOML, one table an entry, keys in a fixed order. `load()` reads
all of it or refuses with the file and the line.
"""

from knowledge.load import load
from knowledge.model import Event, Knowledge, LookAlike, LookAlikeKind, Relation, Sector
from knowledge.phrases import Phrases
from knowledge.writing import add_sources, refuse_duplicate, to_toml

__all__ = [
    "Event",
    "Knowledge",
    "LookAlike",
    "LookAlikeKind",
    "Phrases",
    "Relation",
    "Sector",
    "add_sources",
    "load",
    "refuse_duplicate",
    "to_toml",
]
