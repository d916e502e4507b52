"""Press prose written and annotated by hand for the project: `texts_fr.txt`, `texts_ja.txt`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from news.errors import UsageError
from nlp.training.example import (
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    UNKNOWN,
    Annotated,
    cleaned,
    compose,
)

_MARK: Final = re.compile(r"\[\[(?P<name>[^\[\]|]+)\|(?P<label>[POLWX])\]\]")
_LABELS: Final = {"P": PERSON, "O": ORGANISATION, "L": PLACE, "X": UNKNOWN}
_OTHER: Final = {"fr": OTHER, "ja": ""}
"""What a work, product or event is to a language's model: only the French one has a label."""
_BREAK: Final = "⏎"
FOLDER: Final = Path(__file__).parent


def load_texts(language: str) -> list[Annotated]:
    """The passages of a language, as the models read them.

    Raises:
        UsageError: a line whose marks are malformed; names it.
    """
    path = FOLDER / f"texts_{language}.txt"
    lines = path.read_text("utf-8").splitlines()
    labels = _LABELS | {"W": _OTHER[language]}
    return [
        _annotated(line.replace(_BREAK, "\n"), labels, f"{path.name}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def _annotated(line: str, labels: Mapping[str, str], where: str) -> Annotated:
    parts, position = [], 0
    for match in _MARK.finditer(line):
        parts.append((line[position : match.start()], ""))
        parts.append((match["name"], labels[match["label"]]))
        position = match.end()
    parts.append((line[position:], ""))
    given = compose([part for part in parts if part[0]])
    if "[[" in given.text or "]]" in given.text:
        raise UsageError(f"{where}: a mark is not closed or nested", "write [[name|P]]")
    return cleaned(given)
