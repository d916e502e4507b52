"""Reasons, roles and faults as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from news.analysis import Reason, RoleMention
from news.errors import StoreError

Document = dict[str, Any]


def dump_json(value: object) -> str:
    """Compact JSON that a person can read in both scripts.

    Raises:
        StoreError: when a number in it is none, or without end.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise StoreError(f"{error}", "mend the number where it was reckoned") from error


def from_reason(reason: Reason) -> Document:
    """A reason as a document."""
    return {"code": reason.code, "detail": list(reason.detail), "points": reason.points}


def to_reason(document: Document) -> Reason:
    """The reason of a document."""
    return Reason(document["code"], tuple(document["detail"]), document["points"])


def from_reasons(reasons: Iterable[Reason]) -> list[Document]:
    """Reasons as documents, in their order."""
    return [from_reason(reason) for reason in reasons]


def to_reasons(documents: Iterable[Document]) -> tuple[Reason, ...]:
    """The reasons of documents, in their order."""
    return tuple(to_reason(document) for document in documents)


def from_roles(roles: Iterable[RoleMention]) -> list[Document]:
    """Solved offices as documents, in their order."""
    return [
        {"start": role.start, "end": role.end, "surface": role.surface, "person": role.person}
        for role in roles
    ]


def to_roles(documents: Iterable[Document]) -> tuple[RoleMention, ...]:
    """The solved offices of documents, in their order."""
    return tuple(RoleMention(**document) for document in documents)
