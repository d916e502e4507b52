"""The engine that a command's options ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from news.errors import ConfigurationError, UsageError
from storage import file_of

if TYPE_CHECKING:
    from scheduler.backfill.engine import Engine
    from scheduler.settings import Settings

Task = TypeVar("Task")
Result = TypeVar("Result")


def open_engine(
    chosen: Settings, cluster: str, jobs: int, work: Callable[[Task], Result]
) -> Engine[Task, Result]:
    """Processes of this machine, or the workers of a Dask scheduler where its address is given.

    Args:
        chosen: how many processes, when `jobs` does not say; where the store is.
        cluster: address of a Dask scheduler, or empty.
        jobs: how many processes; 0 for one a core, below it what the settings say.
        work: what they do.

    Raises:
        ConfigurationError: when Dask is not installed.
        UsageError: when nobody answers there, or other machines could not reach the store.
    """
    from scheduler.backfill.local import LocalEngine  # noqa: PLC0415 (only where it is used)

    if not cluster:
        asked = chosen.backfill.jobs if jobs < 0 else jobs
        return LocalEngine(work, asked or os.cpu_count() or 1)
    if file_of(chosen.database):
        raise UsageError(
            "--cluster: a store on SQLite is for one machine",
            "keep the store on PostgreSQL, see docs/how-to/use-postgresql.md",
        )
    try:
        from scheduler.backfill.cluster import ClusterEngine  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise ConfigurationError(
            "--cluster: Dask is not installed", "pip install 'fildesoie[cluster]'"
        ) from error
    return ClusterEngine(work, cluster)
