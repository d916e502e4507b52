"""The declared training data, checked byte for byte before anything is learnt from it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from news.errors import UsageError
from nlp.clean import clean
from nlp.training.example import LABELS, Annotated, Mark, cleaned

_DECLARATION: Final = Path(__file__).parent / "sources.toml"
TEACHES: Final = "teaches"
HELD_OUT: Final = "held-out"
NAMES: Final = "names"


@dataclass(frozen=True, slots=True)
class Source:
    """One declared file."""

    file: str
    language: str
    role: str
    origin: str
    licence: str
    sha256: str


def declared() -> tuple[Source, ...]:
    """Every file that training reads, and why."""
    given = tomllib.loads(_DECLARATION.read_text(encoding="utf-8"))
    return tuple(Source(**item) for item in given["source"])


class Data:
    """The declared files of one language, all of them the declared bytes.

    Raises:
        UsageError: a file is absent or another one; names it.
    """

    def __init__(self, folder: Path, language: str, sources: Iterable[Source]) -> None:
        own = [source for source in sources if source.language == language]
        self._lines = {
            role: [line for source in own if source.role == role for line in _lines(folder, source)]
            for role in (TEACHES, HELD_OUT, NAMES)
        }

    def sentences(self) -> list[Annotated]:
        """What teaches, without the sentences that measure."""
        held = {clean(record["text"]).text for record in _records(self._lines[HELD_OUT])}
        found = map(_annotated, _records(self._lines[TEACHES]))
        return [sentence for sentence in found if sentence.text not in held]

    def firms(self, key: str) -> tuple[str, ...]:
        """The names of firms under a key of the register."""
        names = (record.get(key) for record in _records(self._lines[NAMES]))
        return tuple(clean(name).text for name in names if name)


def _lines(folder: Path, source: Source) -> list[str]:
    path = folder / source.file
    remedy = f"get it again: {source.origin}"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: training data cannot be read", remedy) from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise UsageError(f"{path}: these are not the declared bytes", remedy)
    return data.decode().splitlines()


def _records(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines if line.strip())


def _annotated(record: dict[str, Any]) -> Annotated:
    marks = tuple(
        Mark(item["start"], item["end"], item["label"])
        for item in sorted(record["entities"], key=lambda item: int(item["start"]))
        if item["label"] in LABELS
    )
    return cleaned(Annotated(record["text"], marks))
