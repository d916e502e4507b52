"""What a run saw of each source, and as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceState(StrEnum):
    """What became of a source in one run."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty-but-valid"
    HTML_INSTEAD = "html-instead-of-feed"
    ROBOTS_REFUSED = "robots-refused"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNREACHABLE = "unreachable"
    HTTP_ERROR = "http-error"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    PARSE_ERROR = "parse-error"
    EXTRACTION_ERROR = "extraction-error"
    STALE = "stale"
    VOLUME_DROP = "volume-drop"

    @property
    def healthy(self) -> bool:
        """Whether nobody needs to look at it."""
        return self in {SourceState.OK, SourceState.UNCHANGED, SourceState.EMPTY}


@dataclass(frozen=True, slots=True)
class Fault:
    """One address that could not be read, with its typed reason."""

    url: str
    state: SourceState
    detail: str
    """One line for people, without markup."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one run saw of one source."""

    source_id: str
    state: SourceState
    """The state of the source itself; single pages that failed are in `faults`."""
    since: datetime
    """When the source entered this state; aware, UTC."""
    pages: int = 0
    """Answers received, feeds included."""
    listed: int = 0
    """Articles that the source announced."""
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    robots_blocked: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the source and each of its pages were read, or rightly left alone."""
        return self.state.healthy and not self.faults


class RunState(StrEnum):
    """How a run ended."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run of the daily job did."""

    id: str
    started_at: datetime
    finished_at: datetime
    state: RunState
    sources: tuple[SourceReport, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """Articles by what was done with them: `read`, `new`, `analysed`, `core`, `stories` ..."""
    error: str = ""
    """One sentence, when the run failed."""
