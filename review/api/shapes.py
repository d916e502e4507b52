"""What all answers and questions of the API have in common."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from review.asked import Asked

Language = Literal["fr", "ja", "en"]
_ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]*$"
_NO_NUL = r"^[^\u0000]*$"

Key = Annotated[str, Path(pattern=_ID, max_length=200)]
"""An id within an address."""
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=_NO_NUL)]
"""A short text that is sent."""
Filled = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_NO_NUL)
]
"""A short text that is sent and holds something."""
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=_NO_NUL)]
"""A longer text that is sent."""


class Shape(BaseModel):
    """An object with exactly the fields that are named here."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Question(Shape):
    """What every address takes."""

    lang: Language | None = None
    """Language of sentences and names; else the one that `Accept-Language` prefers, else French."""


Plain = Annotated[Question, Query()]
"""The question of an address that takes nothing else."""


def asked_by(question: Question) -> Asked:
    """A question as pages read their address: absent parameters left out."""
    given = question.model_dump(mode="json", exclude_none=True)
    return Asked({name: str(value).strip() for name, value in given.items()})
