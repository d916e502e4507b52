"""Progress for a person: on stderr, and only on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from scheduler.cli.app import errors
from scheduler.collection import Progress
from scheduler.logs import log


@contextmanager
def shown(title: str) -> Iterator[Progress]:
    """A line that says what is being done; silent when stderr is no terminal."""
    if not errors.is_terminal:
        yield _note
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(title)

        def tell(stage: str, what: str) -> None:
            _note(stage, what)
            bar.update(task, description=f"{title} · {stage} · {what[:80]}")

        yield tell


def _note(stage: str, what: str) -> None:
    log.debug("progress", stage=stage, what=what)
