"""The engine of many machines: the workers of a Dask scheduler read, this process keeps."""

from __future__ import annotations

from typing import Any, Self

import distributed
from distributed import KilledWorker

from news.errors import SoieError, UsageError
from scheduler.backfill.engine import Died
from scheduler.backfill.order import Harvest, Order
from scheduler.backfill.work import read_unit
from storage import Unit

_DASK: Any = distributed  # annotated in part only
_PATIENCE_SECONDS = 20


class ClusterEngine:
    """Workers that come and go; an archive whose worker died is read by another."""

    def __init__(self, order: Order, address: str) -> None:
        """Connect to a scheduler.

        Raises:
            UsageError: when none answers there.
        """
        self._order = order
        self._address = address
        try:
            self._client: Any = _DASK.Client(address, timeout=_PATIENCE_SECONDS)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--cluster {address}: no Dask scheduler answers there",
                "start one with `dask scheduler`, or leave --cluster out",
            ) from error
        self._ended: Any = _DASK.as_completed([], loop=self._client.loop)
        self._units: dict[Any, Unit] = {}

    @property
    def places(self) -> int:
        """How many archives are read at the same time, by the workers that are there now."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, unit: Unit) -> None:
        """Have a unit read by any worker."""
        future = self._client.submit(read_unit, self._order, unit, pure=False)
        self._units[future] = unit
        self._ended.add(future)

    def outcome(self) -> Harvest | Died:
        """The next unit that came to an end."""
        future = next(self._ended)
        unit = self._units.pop(future)
        if future.status == "finished":
            harvest: Harvest = future.result()
            return harvest
        if future.status != "error":
            raise SoieError(
                f"the Dask scheduler at {self._address} is gone",
                "start it and the command again: what is done is kept",
            )
        fault = future.exception()
        if isinstance(fault, SoieError):
            raise fault
        if isinstance(fault, KilledWorker):
            return Died(unit, "its workers died")
        return Died(unit, f"its worker failed ({type(fault).__name__}: {str(fault)[:120]})")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for future in self._units:
            future.cancel()
        self._client.close()
