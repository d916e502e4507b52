"""What an engine is: it has work done elsewhere, and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Protocol, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Died(Generic[Task]):
    """The process that did a task is no more, or the engine gave the task up."""

    task: Task
    detail: str


class Engine(Protocol[Task, Result_co]):
    """Has tasks done by other processes, all by the same function."""

    @property
    def places(self) -> int:
        """How many tasks are done at the same time."""
        ...

    def submit(self, task: Task) -> None:
        """Have a task done as soon as there is a place."""
        ...

    def outcome(self) -> Result_co | Died[Task]:
        """The next task that came to an end, whichever it is; waits for it.

        Raises:
            SoieError: what the function was stopped by, when it holds for any task.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...
