"""The engine of many machines: the workers of a Dask scheduler read, this process keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self

import distributed
from distributed import KilledWorker

from news.errors import SoieError, UsageError
from scheduler.backfill.engine import Died, Result, Task

_DASK: Any = distributed  # annotated in part only
_PATIENCE_SECONDS = 20


class ClusterEngine(Generic[Task, Result]):
    """Workers that come and go; a task whose worker died is done by another."""

    def __init__(self, work: Callable[[Task], Result], address: str) -> None:
        """Connect to a scheduler.

        Args:
            work: what is done with each task; both pass to other machines.
            address: of the scheduler.

        Raises:
            UsageError: when none answers there.
        """
        self._work = work
        self._address = address
        try:
            self._client: Any = _DASK.Client(address, timeout=_PATIENCE_SECONDS)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--cluster {address}: no Dask scheduler answers there",
                "start one with `dask scheduler`, or leave --cluster out",
            ) from error
        self._ended: Any = _DASK.as_completed([], loop=self._client.loop)
        self._tasks: dict[Any, Task] = {}

    @property
    def places(self) -> int:
        """How many tasks are done at the same time, by the workers that are there now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, task: Task) -> None:
        """Have a task done by any worker."""
        future = self._client.submit(self._work, task, pure=False)
        self._tasks[future] = task
        self._ended.add(future)

    def outcome(self) -> Result | Died[Task]:
        """The next task that came to an end."""
        future = next(self._ended)
        task = self._tasks.pop(future)
        if future.status == "finished":
            result: Result = future.result()
            return result
        if future.status != "error":
            raise SoieError(
                f"the Dask scheduler at {self._address} is gone",
                "start it and the command again: what is done is kept",
            )
        fault = future.exception()
        if isinstance(fault, SoieError):
            raise fault
        if isinstance(fault, KilledWorker):
            return Died(task, "its workers died")
        return Died(task, f"its worker failed ({type(fault).__name__}: {str(fault)[:120]})")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for future in self._tasks:
            future.cancel()
        self._client.close()
