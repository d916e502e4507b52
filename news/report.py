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
    VALIDATORS_LIE = "validators-lie"
    """Only in notes: what the server says of "not modified" cannot be trusted."""
    STALE = "stale"
    VOLUME_DROP = "volume-drop"

    @property
    def healthy(self) -> bool:
        """Whether nobody needs to look at it."""
        return self in {SourceState.OK, SourceState.UNCHANGED, SourceState.EMPTY}

    @property
    def quiet(self) -> bool:
        """Whether the source was read, and gives less than it should."""
        return self in {SourceState.STALE, SourceState.VOLUME_DROP}


@dataclass(frozen=True, slots=True)
class Fault:
    """One address that could not be read, with its typed reason."""

    url: str
    state: SourceState
    detail: str
    """One line for people, without markup."""
    status: int = 0
    """What the server answered; 0 where it did not come to that."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """How much a source failed of late, and whether it is left in peace for a while."""

    strikes: float = 0.0
    """Sum over the failures since the last success; see `news/circuit.py`."""
    rests: int = 0
    """How often in a row the source was left in peace."""
    until: datetime | None = None
    """Not asked again before; None while the circuit is closed. Aware, UTC."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What one run saw of one source."""

    source_id: str
    state: SourceState
    """The state of the source itself; single pages that failed are in `faults`."""
    since: datetime
    """When the source entered this state; for one that fails in changing ways, when it began to
    fail; for a stale one, when it last gave something new. Aware, UTC."""
    pages: int = 0
    """Answers received, feeds included."""
    listed: int = 0
    """Articles that the source announced."""
    new: int = 0
    revised: int = 0
    unchanged: int = 0
    robots_blocked: int = 0
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    """What is worth knowing and no fault."""
    newest: datetime | None = None
    """The latest publication among the articles announced, as far as they are dated."""
    asked: bool = True
    """False for a source that was left in peace; its state is then the last one seen."""
    circuit: Circuit = Circuit()
    reserved: int = 0
    """Articles of this run whose publisher reserves text mining or forbids archiving."""

    @property
    def sound(self) -> bool:
        """Whether the source and each of its pages were read, or rightly left alone."""
        return self.state.healthy and not self.faults


@dataclass(frozen=True, slots=True)
class LanguageReport:
    """How much all sources of one language gave, against their own history."""

    language: str
    new: int
    """Articles first seen in the day that ends with the run."""
    usual: float
    """What is usual for that day of the week; 0 where too little is known."""
    least: float
    """Fewer than this is a drop; 0 where no number is too small."""
    state: SourceState
    """`ok` or `volume-drop`."""
    since: datetime
    """When it entered this state; aware, UTC."""


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
    languages: tuple[LanguageReport, ...] = ()
