"""Everything that can go wrong, as one tree.

    SoieError                     exit 1
    ├── UsageError                exit 2   the call or its input is malformed
    ├── ConfigurationError        exit 78  the settings are wrong
    │   └── KnowledgeError                 a knowledge file is wrong, at a line
    ├── BusyError                 exit 75  another process holds what is needed
    ├── CollectionError                    a page could not be had; carries a SourceState
    ├── ExtractionError                    a page could not be read; carries a code
    ├── AnalysisError                      an article could not be analysed
    ├── StoreError                         the store refused
    │   └── ConflictError                  somebody else spoke since
    └── DemoError                          the sample press did not behave as it is written

`str(error)` is the text for the log. `error.remedy` tells a person how to mend it. A command
prints both on one line and exits with `exit_code`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from news.report import SourceState


class SoieError(Exception):
    """Root of all errors that are expected and explained."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors pass between processes; by default they would be built again from their text alone.
        return _again, (type(self), self.args, self.__dict__)

    @property
    def sentence(self) -> str:
        """What went wrong and how to mend it, on one line."""
        text = " ".join(str(self).split())
        return f"{text} — {self.remedy}" if self.remedy else text


def _again(kind: type[SoieError], args: tuple[Any, ...], state: dict[str, Any]) -> SoieError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class UsageError(SoieError):
    """The call or its input is malformed."""

    exit_code = 2


class ConfigurationError(SoieError):
    """The settings are wrong."""

    exit_code = 78


class KnowledgeError(ConfigurationError):
    """A knowledge file is wrong; names the file and the line."""

    def __init__(self, path: Path, line: int, problem: str, remedy: str = "") -> None:
        super().__init__(f"{path}:{line}: {problem}", remedy)
        self.path = path
        self.line = line


class BusyError(SoieError):
    """Another process holds what is needed."""

    exit_code = 75


class CollectionError(SoieError):
    """A page could not be had."""

    def __init__(self, state: SourceState, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.state = state


class ExtractionError(SoieError):
    """A page could not be read as an article.

    `code` is one of `not-html`, `undecodable`, `no-title`, `no-body`, `too-large`, `unreadable`,
    and of documents `encrypted`, `no-text`.
    """

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.code = code


class AnalysisError(SoieError):
    """An article could not be analysed."""


class StoreError(SoieError):
    """The store refused."""


class ConflictError(StoreError):
    """Somebody else spoke of the same thing since it was read; nothing of either is lost."""


class DemoError(SoieError):
    """The sample press did not behave as it is written."""
