"""Records of sources as TOML, in the order and form that people write them in."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge.shelf import read_shelf
from knowledge.source import read_source
from news.errors import KnowledgeError, UsageError
from news.source import Source
from news.url import canonical_url

_HEADER = (
    "# Sources of our own, beside the catalogue; edit freely, `soie sources check` tries them.\n"
)


def to_toml(source: Source) -> str:
    """One table that the loader reads back as the same source."""
    given: dict[str, object] = {
        "name": _tidy(source.name),
        "language": source.language,
        "country": source.country,
        "timezone": source.timezone,
        "kind": source.kind.value,
        "urls": list(source.urls),
        "home": source.home,
        "hosts": list(source.hosts),
        "rights": source.rights.value,
        "cadence_hours": source.cadence_hours,
        "groups": list(source.groups),
        "confidence": source.confidence,
        "evidence": _tidy(source.evidence),
        "expectation": {
            "weekly": source.expectation.weekly,
            "fields": list(source.expectation.fields),
        },
        "selectors": {
            item.name: getattr(source.selectors, item.name) for item in fields(source.selectors)
        },
        "documents": source.documents,
    }
    if not source.enabled:
        given["enabled"] = False
    lines = [f"{key} = {written(value)}" for key, value in given.items() if _is_said(value)]
    return "\n".join([f"[{source.id}]", *lines, ""])


def add_sources(path: Path, added: Iterable[Source], known: Mapping[str, Source]) -> None:
    """Append sources to a file of people's own; the file is replaced whole or not at all.

    Args:
        path: the file; it is made when it is not there.
        added: the sources to append.
        known: all sources that there are.

    Raises:
        UsageError: when an id or an address is there already.
        KnowledgeError: when what would be written is not what the loader accepts.
    """
    seen = dict(known)
    tables = []
    for source in added:
        refuse_duplicate(source, seen)
        seen[source.id] = source
        tables.append(to_toml(source))
    before = path.read_text(encoding="utf-8") if path.exists() else _HEADER
    text = "\n".join([before.rstrip("\n") + "\n", *tables])
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".soie-") as folder:
        draft = Path(folder) / path.name
        draft.write_text(text, encoding="utf-8")
        try:
            read_shelf([draft], read_source)
        except KnowledgeError as error:
            problem = str(error).partition(": ")[2]
            raise KnowledgeError(path, error.line, problem, error.remedy) from error
        draft.replace(path)


def refuse_duplicate(source: Source, known: Mapping[str, Source]) -> None:
    """Let no source in whose id or one of whose addresses is there.

    Raises:
        UsageError: naming the source that has it.
    """
    if source.id in known:
        raise UsageError(f"{source.id}: there is a source of this id", "give another with --id")
    owners = {canonical_url(url): item.id for item in known.values() for url in item.urls}
    for url in source.urls:
        owner = owners.get(canonical_url(url))
        if owner:
            raise UsageError(
                f"{url}: source {owner} reads this address",
                f"`soie sources check {owner}` tries it",
            )


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _is_said(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_is_said, value.values()))
    return value is False or bool(value)


def written(value: object) -> str:
    """A value as TOML: texts, lists, tables on one line without what is empty, days, instants."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        parts = (f"{key} = {written(item)}" for key, item in value.items() if _is_said(item))
        return f"{{ {', '.join(parts)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    # Strings of JSON are strings of TOML, but for the one control that JSON leaves bare.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
