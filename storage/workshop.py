"""Folders to make something ready in, of which a process that was killed leaves none for good."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def workshop(place: Path, prefix: str) -> Iterator[Path]:
    """A new folder in a place, gone with the block; those of the dead go before.

    Who is at work holds a shared lock on the place: who can have it alone knows that all other
    folders there are abandoned.

    Raises:
        OSError: when the folder cannot be made.
    """
    place.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_RDONLY)
    try:
        # Where a file system locks no folders, nothing is swept and all else is as it was.
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for abandoned in place.glob(f"{prefix}*"):
                shutil.rmtree(abandoned, ignore_errors=True)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)
        with tempfile.TemporaryDirectory(dir=place, prefix=prefix) as folder:
            yield Path(folder)
    finally:
        os.close(handle)
