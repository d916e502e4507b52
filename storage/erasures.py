"""The records of erasures, which name nobody."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from news.erasure import ErasedForm
from news.errors import StoreError
from storage.care_tables import erased_forms, erasures


@dataclass(frozen=True, slots=True)
class Erasure:
    """The record of an erasure, which names nobody."""

    id: str
    at: datetime
    """Aware, UTC."""
    by: str
    reason: str
    key: bytes
    """Of the digests."""
    forms: tuple[ErasedForm, ...]
    counts: dict[str, int] = field(default_factory=dict)
    """Rows changed or deleted, by table, and files."""


def put_down(connection: Connection, erasure: Erasure) -> None:
    """Add the record of an erasure, whose forms are blocked from then on."""
    values = {name: getattr(erasure, name) for name in ("id", "at", "by", "reason", "counts")}
    connection.execute(erasures.insert().values(key=erasure.key.hex(), **values))
    put_down_forms(connection, erasure.id, erasure.forms)


def put_down_forms(connection: Connection, erasure_id: str, forms: Iterable[ErasedForm]) -> None:
    """Add forms to a record that is there."""
    rows = [
        {"erasure_id": erasure_id, "digest": form.digest, "units": form.units, "weak": form.weak}
        for form in dict.fromkeys(forms)
    ]
    if rows:
        connection.execute(erased_forms.insert(), rows)


def load_erasures(connection: Connection) -> list[Erasure]:
    """All records, oldest first."""
    forms: dict[str, list[ErasedForm]] = {}
    for row in connection.execute(select(erased_forms).order_by(*erased_forms.primary_key.columns)):
        forms.setdefault(row.erasure_id, []).append(ErasedForm(row.digest, row.units, row.weak))
    rows = connection.execute(select(erasures).order_by(erasures.c.at, erasures.c.id))
    return [
        Erasure(
            row.id,
            row.at,
            row.by,
            row.reason,
            bytes.fromhex(row.key),
            tuple(forms.get(row.id, ())),
            row.counts,
        )
        for row in rows
    ]


def erasure_data(erasure: Erasure) -> dict[str, Any]:
    """A record as JSON has it."""
    return {
        **asdict(erasure),
        "at": erasure.at.isoformat(),
        "key": erasure.key.hex(),
    }


def erasure_of(data: dict[str, Any]) -> Erasure:
    """The record of `erasure_data()`."""
    read = {
        "at": datetime.fromisoformat(data["at"]),
        "key": bytes.fromhex(data["key"]),
        "forms": tuple(ErasedForm(**form) for form in data["forms"]),
    }
    return Erasure(**{**data, **read})


def write_erasures(path: Path, records: Iterable[Erasure]) -> None:
    """Write records into a file of its owner's, whole or not at all.

    Raises:
        OSError: when it cannot be written.
    """
    fresh = path.with_name(f".{path.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps([erasure_data(record) for record in records], indent=1), "utf-8")
    fresh.replace(path)


def read_erasures(path: Path) -> list[Erasure]:
    """The records of a file of `write_erasures()`.

    Raises:
        StoreError: when there is none, or it is not as it was written.
    """
    try:
        return [erasure_of(data) for data in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: no records of erasures: {error}", "take another one") from error
