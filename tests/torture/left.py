"""What a life left beside its rows: files, kept pages, backups, mails."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from news.errors import SoieError
from storage import opened_backup, restore
from tests.post import PostOffice
from tests.torture.bench import Home
from tests.torture.rows import Rows, read_rows

_ADDRESS = re.compile(rb"WARC-Target-URI: (\S+)")
_OF_THE_STORE = re.compile(r"soie\.sqlite(-wal|-shm)?|log|.*\.toml")


def strange_files(calm: Home, hurt: Home) -> list[str]:
    """Files that an undisturbed life does not leave, lacks, or leaves with other words."""
    before, after = _files(calm.folder), _files(hurt.folder)
    told = [f"{name}: left behind" for name in sorted(after.keys() - before.keys())]
    told += [f"{name}: missing" for name in sorted(before.keys() - after.keys())]
    both = sorted(before.keys() & after.keys())
    return told + [f"{name}: differs" for name in both if before[name] != after[name]]


def _files(folder: Path) -> dict[str, bytes]:
    """What every file says, but for those that each life has of its own."""
    found = {}
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        whole = path.is_file() and path.suffix not in {".gz", ".zip"}
        own = path.parent.name == "backups" and path.suffix == ".zip"
        if not own and not _OF_THE_STORE.fullmatch(name):
            found[name] = path.read_bytes() if whole else b""
    return found


def lost_pages(calm: Home, hurt: Home) -> list[str]:
    """Pages that the archive should hold and does not, or that cannot be read."""
    try:
        lost = _pages(calm.folder) - _pages(hurt.folder)
    except (OSError, EOFError, zlib.error) as error:
        return [f"pages: cannot be read: {error}"]
    return [f"pages: {len(lost)} lost, e.g. {min(lost)!r}"] if lost else []


def _pages(folder: Path) -> set[bytes]:
    files = folder.glob("pages/*.warc.gz")
    return {
        found for path in files for found in _ADDRESS.findall(gzip.decompress(path.read_bytes()))
    }


def broken_backups(home: Home) -> list[str]:
    """Backups that are there and are not whole."""
    told = []
    for path in sorted(home.backups.glob("*.zip")):
        try:
            with opened_backup(path) as (_, archive):
                broken = archive.testzip()
        except (SoieError, zipfile.BadZipFile) as error:
            broken = str(error)
        if broken:
            told.append(f"{path.name}: {broken}")
    return told


def restored_rows(home: Home) -> Rows:
    """The rows that the latest backup gives back."""
    latest = max(home.backups.glob("*.zip"), key=lambda path: int(path.stem))
    database = f"sqlite:///{home.folder.with_name(f'{home.folder.name}-restored.sqlite')}"
    restore(database, latest, datetime.now(UTC), [])
    return read_rows(database)


def mails_twice(office: PostOffice) -> list[str]:
    """Readers that were given one mail more than once, by its Message-ID."""
    seen = Counter(
        (address, line)
        for address, content in office.mails
        for line in content.splitlines()
        if line.lower().startswith(b"message-id:")
    )
    return [
        f"{address} {line!r}: {count} times" for (address, line), count in seen.items() if count > 1
    ]
