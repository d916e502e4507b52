"""Changes as a TOML file: one table each, in the keys of the knowledge files.

[5f3c09a1b2d4]
entity = "toyota-motor"
aliases = ["トヨタ自工"]
by = "Claire"
at = 2026-11-23T08:15:00Z
note = "seen in three regional papers"

[0e6a…]
person = "dauphin-claire"
label = "Claire Dauphin"
…
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from knowledge.amendments.amendment import CUES, NAMES, NEW, Amendment, Change
from knowledge.amendments.kept import KeptAmendment, Signature
from knowledge.phrases import LANGUAGES
from knowledge.record import Record
from knowledge.shelf import read_shelf
from knowledge.writing import written

_HEADER = (
    "# Changes of what is known, made by people; one table each, in the keys of the knowledge\n"
    "# files. `soie knowledge import` takes them into a store.\n"
)
_NAMES = {Change.NAME_FR: "fr", Change.NAME_JA: "ja", Change.NAME_EN: "en"}
_SIGNATURE = ("by", "at", "note")
_TEXTS = (Change.LABEL, Change.MERGED)
"""Changes that are written as one text, not as a list of forms."""
ENTRY_KEYS = (
    "label",
    "names",
    "family",
    "aliases",
    "weak_aliases",
    "side",
    "sectors",
    "institution",
    "look_alikes",
    "source",
    "roles",
)
"""Keys of an entity's table, in the order they are written in."""


def entry_text(table: Mapping[str, object]) -> str:
    """The lines of a new entity's table; what is empty is left out."""
    return "\n".join(f"{key} = {written(table[key])}" for key in ENTRY_KEYS if table.get(key))


def to_lines(amendment: Amendment) -> list[str]:
    """A change in the lines of a correction file, without header and signature."""
    change, target = amendment.change, amendment.target
    if change in NEW:
        return [f"{change.value} = {written(target)}", *amendment.entry.splitlines()]
    owner = f"{'sector' if change in CUES else 'entity'} = {written(target)}"
    if change in _NAMES:
        return [owner, f"names = {written({_NAMES[change]: amendment.form})}"]
    value: object = amendment.form if change in _TEXTS else [amendment.form]
    return [owner, f"{change.value} = {written(value)}"]


def to_file(kept: Iterable[KeptAmendment]) -> str:
    """A correction file of the changes that count, oldest first."""
    tables = [_HEADER]
    for each in kept:
        if each.taken_back is None:
            signed = {"by": each.signed.who, "at": each.signed.at, "note": each.signed.note}
            told = [f"{key} = {written(value)}" for key, value in signed.items() if value]
            tables.append("\n".join([f"[{each.id}]", *to_lines(each.amendment), *told, ""]))
    return "\n".join(tables)


def read_file(path: Path) -> tuple[KeptAmendment, ...]:
    """The changes of a correction file.

    Raises:
        KnowledgeError: at the first thing that is wrong, with file, line and remedy.
    """
    return tuple(read_shelf([path], _read).entries.values())


def _read(record: Record) -> KeptAmendment:
    at = record.instant("at") or datetime.fromtimestamp(0, UTC)
    signed = Signature(record.text("by", ""), at, record.text("note", ""))
    amendment = _read_new(record) or _read_known(record)
    return KeptAmendment(record.id, amendment, signed)


def _read_new(record: Record) -> Amendment | None:
    change = next((each for each in NEW if each.value in record), None)
    if change is None:
        return None
    table = {key: value for key, value in record.table.items() if key not in _SIGNATURE}
    target = record.text(change.value)
    del table[change.value]
    for key in table:
        if key not in ENTRY_KEYS:
            remedy = f"remove it, or use one of: {', '.join(ENTRY_KEYS)}"
            raise record.error(key, f"unknown key “{key}”", remedy)
    return Amendment(change, target, entry=entry_text(table))


def _read_known(record: Record) -> Amendment:
    owner = "sector" if "sector" in record else "entity"
    target = record.text(owner)
    allowed = CUES if owner == "sector" else [each for each in Change if each not in CUES]
    found = [each for each in allowed if each.value in record and each not in (*NEW, *_NAMES)]
    names = record.names("names", LANGUAGES) if owner == "entity" else {}
    changes = [(each, _form(record, each)) for each in found]
    changes += [(each, names[lang]) for each, lang in _NAMES.items() if lang in names]
    if len(changes) != 1:
        keys = [each.value for each in allowed if each not in (*NEW, *_NAMES)]
        remedy = f"write one of: {', '.join(keys if owner == 'sector' else [*keys, 'names'])}"
        raise record.error("", "a table makes one change", remedy)
    record.close()
    change, form = changes[0]
    return Amendment(change, target, form)


def _form(record: Record, change: Change) -> str:
    if change in _TEXTS or change in NAMES:
        return record.text(change.value)
    forms = record.texts(change.value)
    if len(forms) != 1:
        remedy = "write each in a table of its own, so that each can be taken back"
        raise record.error(change.value, f"{change.value} must hold one form", remedy)
    return forms[0]
