"""The one loader: all files of a folder, or a refusal that says where and how to mend."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from knowledge.check import check_entities, check_sources, check_subject
from knowledge.entity import FOLDERS, read_entity, with_look_alikes
from knowledge.model import Knowledge
from knowledge.phrase import read_phrase
from knowledge.phrases import Phrases
from knowledge.shelf import read_shelf
from knowledge.source import read_source
from knowledge.subject import check_shared, read_event, read_look_alike, read_sector
from news.errors import KnowledgeError

BUNDLED = Path(__file__).parent
_SOURCES = "sources"
_SECTORS = "sectors"
_PHRASES = "phrases"
_FOLDERS = (*FOLDERS, _SOURCES, _SECTORS, _PHRASES)
_READ = ("look_alikes.toml",)
_FILES = ("events.toml", "look_alikes.toml")


def load(folder: Path | None = None, own: Path | None = None) -> Knowledge:
    """Read the whole knowledge base.

    Args:
        folder: where the files lie; the bundled ones when it is None.
        own: a file of further sources, read when it is there.

    Raises:
        KnowledgeError: at the first thing that is wrong, with file, line and remedy.
    """
    folder = folder or BUNDLED
    paths = _find(folder)
    of_sectors = [path for path in paths if path.parent.name == _SECTORS]
    sectors = read_shelf(of_sectors, read_sector)
    in_folders = [path for path in paths if path.parent.name in FOLDERS]
    entities = read_shelf(in_folders, read_entity)
    of_sources = [path for path in paths if path.parent.name == _SOURCES]
    if own is not None and own.is_file():
        of_sources.append(own)
    sources = read_shelf(of_sources, read_source)
    look_alikes = read_shelf([folder / "look_alikes.toml"], read_look_alike)
    events = read_shelf([folder / "events.toml"], read_event)
    of_phrases = [path for path in paths if path.parent.name == _PHRASES]
    phrases = read_shelf(of_phrases, read_phrase)
    check_entities(entities, sectors.entries)
    check_shared(sectors)
    check_sources(sources)
    check_subject(look_alikes, events, entities.entries)
    return Knowledge(
        sources=sources.entries,
        entities=with_look_alikes(entities.entries, look_alikes.entries.values()),
        sectors=dict(sorted(sectors.entries.items(), key=lambda item: item[1].rank)),
        look_alikes=tuple(look_alikes.entries.values()),
        events=tuple(events.entries.values()),
        phrases=Phrases(phrases.entries),
        version=_version(folder, (*in_folders, *of_sectors, *(folder / name for name in _READ))),
    )


def _find(folder: Path) -> list[Path]:
    """All TOML files, sorted; one that nobody would read is refused, not passed over."""
    known = {folder / name for name in _FILES}
    found = sorted(folder.rglob("*.toml"))
    for path in found:
        if path not in known and path.parent not in {folder / name for name in _FOLDERS}:
            remedy = f"move it into one of: {', '.join(_FOLDERS)}"
            raise KnowledgeError(path, 1, "nobody reads this file", remedy)
    return found


def _version(folder: Path, paths: Iterable[Path]) -> str:
    """12 hexadecimal digits of the SHA-256 of what the reading of an article depends on.

    Phrases, sources and events are left out: a new address must not have everything read again.
    """
    digest = sha256()
    for path in paths:
        digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0")
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
