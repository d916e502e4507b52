"""Backups of everything that is kept: made, the latest of them kept, and put back."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from news.errors import StoreError, UsageError
from scheduler.logs import log
from scheduler.settings import Settings
from storage import (
    Backup,
    Erasure,
    Restored,
    back_up,
    beside,
    open_care,
    opened_backup,
    read_erasures,
    restore,
    write_erasures,
)

_NAME = re.compile(r"soie-\d{8}-\d{6}\.zip")
_SOURCES = "sources.toml"
_ERASURES = "erasures.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made."""

    path: Path
    backup: Backup
    forgotten: tuple[Path, ...]
    """Older ones that were deleted for it."""


def make_backup(settings: Settings, path: Path | None = None, *, portable: bool = False) -> Made:
    """Back up the store and the file of own sources; other processes may write meanwhile.

    Args:
        settings: whose store.
        path: the file to make; when it is None, a name by the hour in `backup.folder`, where
            older ones than the latest `backup.keep` are then deleted.
        portable: whether the file shall fit every kind of database.

    Raises:
        UsageError: when the file is there already.
        StoreError: when it cannot be written or does not hold.
    """
    now = settings.instant()
    target = path or settings.backup.folder / f"soie-{now:%Y%m%d-%H%M%S}.zip"
    files = {_SOURCES: settings.sources} if settings.sources.is_file() else {}
    backup = back_up(settings.database, target, now, files, portable=portable)
    made = Made(target, backup, () if path else _forget(settings))
    log.info("backup.made", rows=backup.rows, forgotten=len(made.forgotten))
    return made


def kept_backups(settings: Settings) -> tuple[Path, ...]:
    """The backups that were made in `backup.folder`, oldest first."""
    found = (path for path in settings.backup.folder.glob("*.zip") if _NAME.fullmatch(path.name))
    return tuple(sorted(found))


def _forget(settings: Settings) -> tuple[Path, ...]:
    old = kept_backups(settings)[: -settings.backup.keep]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def put_back(settings: Settings, path: Path, *, replace: bool = False) -> Restored:
    """Restore a backup: the store, and the file of own sources.

    What was there before is kept aside, each under its name with `.before-` and the hour. Whom
    the store that was there, a backup in `backup.folder`, or the records beside them know to have
    been erased is erased in what is put back too.

    Raises:
        UsageError: when something is there that may not be replaced, or the backup is absent.
        BusyError: when another process uses the store.
        StoreError: when the backup is damaged or of a newer version.
    """
    now = settings.instant()
    sources = settings.sources
    with opened_backup(path) as (backup, archive):
        kept = beside(archive, _SOURCES) if _SOURCES in backup.files else None
    differs = kept is not None and sources.is_file() and sources.read_bytes() != kept
    if differs and not replace:
        raise UsageError(
            f"{sources}: is there and differs from the backup's",
            "say --replace to put the backup in its place",
        )
    restored = restore(settings.database, path, now, _erasures(settings), replace=replace)
    if differs:
        sources.rename(sources.with_name(f"{sources.name}.before-{now:%Y%m%d-%H%M%S}"))
    if kept is not None and not sources.is_file():
        sources.parent.mkdir(parents=True, exist_ok=True)
        sources.write_bytes(kept)
    return restored


def keep_erasures(settings: Settings) -> None:
    """Put the records of erasures beside the backups, so that they outlive the store's loss.

    They name nobody, and say no more than a backup. Without a folder of backups nothing is done.
    """
    folder = settings.backup.folder
    if not folder.is_dir():
        return
    with open_care(settings.database) as care:
        write_erasures(folder / _ERASURES, care.erasures())


def _erasures(settings: Settings) -> list[Erasure]:
    """What lies in the folder of backups knows of erasures; what cannot be read is passed over."""
    known: list[Erasure] = []
    for path in kept_backups(settings):
        with suppress(StoreError), opened_backup(path) as (backup, _):
            known += backup.erasures
    with suppress(StoreError):
        known += read_erasures(settings.backup.folder / _ERASURES)
    return known
