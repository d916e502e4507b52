"""Sentences made from contexts with gaps: `{P}` stands for a person, and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from nlp.training.example import Annotated, compose
from nlp.training.stock import Filling

_GAP: Final = re.compile(r"\{(\w)\}")


def filled(context: str, signs: Mapping[str, Filling]) -> Annotated:
    """One sentence with its names."""
    parts, position = [], 0
    for match in _GAP.finditer(context):
        filling = signs[match.group(1)]
        parts += [(context[position : match.start()], ""), (filling.make(), filling.label)]
        position = match.end()
    parts.append((context[position:], ""))
    return compose([part for part in parts if part[0]])
