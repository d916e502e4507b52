"""What an engine is: it has archives read elsewhere, and says what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

from scheduler.backfill.order import Harvest
from storage import Unit


@dataclass(frozen=True, slots=True)
class Died:
    """The process that read a unit is no more, or the engine gave the unit up."""

    unit: Unit
    detail: str


class Engine(Protocol):
    """Has archives read by other processes."""

    @property
    def places(self) -> int:
        """How many archives are read at the same time."""
        ...

    def submit(self, unit: Unit) -> None:
        """Have a unit read as soon as there is a place."""
        ...

    def outcome(self) -> Harvest | Died:
        """The next unit that came to an end, whichever it is; waits for it.

        Raises:
            SoieError: what the reader was stopped by, when it holds for any archive.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...
