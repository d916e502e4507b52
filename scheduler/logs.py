"""Logs: the one place that says how events are written, by our commands and by all libraries.

An event is a short name and some values: ids, keys, counts, states; never words of an article or
who somebody is. Nothing is written by any other way than this one, so that all of it goes through
`concealing`. Errors are told to people as before; where events are data, errors are events too.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import structlog
from structlog.contextvars import (
    bind_contextvars,
    clear_contextvars,
    get_contextvars,
    merge_contextvars,
)
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from scheduler.concealing import conceal_all

Form = Literal["text", "json"]
CONTEXT = "SOIE_LOG_CONTEXT"
"""In the environment of a command that another one starts: what its events are to hold."""
FAILED = "command.failed"
_OURS = "soie"
_USUAL: Mapping[Form, str] = {"text": "warning", "json": "info"}


@dataclass(frozen=True, slots=True)
class Logs:
    """How events are written."""

    form: Form = "text"
    """`text`: a line for people. `json`: a line of data."""
    level: str = ""
    """The least that is written: debug, info, warning or error; else what suits the form."""
    secrets: frozenset[str] = frozenset()
    """Words that are never written."""
    context: Mapping[str, Any] = field(default_factory=dict)
    """What each event holds; made by `present()`, for another process."""

    @property
    def least(self) -> int:
        """The level as `logging` counts."""
        return logging.getLevelNamesMapping()[(self.level or _USUAL[self.form]).upper()]


class _Stderr(logging.Handler):
    """Writes to what is stderr at the moment: a progress bar puts itself in between."""

    logs = Logs()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):  # nobody listens any more
            self.handleError(record)


def start_logs(logs: Logs) -> None:
    """Write events of this process so from now on; the last call counts.

    Libraries are heard from warnings on, at `debug` from their information on.
    """
    _HANDLER.logs = logs
    _HANDLER.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=_shared(),
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _concealed,
                _as_json if logs.form == "json" else _as_text,
            ],
        )
    )
    root = logging.getLogger()
    root.addHandler(_HANDLER)  # adds it once
    root.setLevel(logging.INFO if logs.least <= logging.DEBUG else max(logs.least, logging.WARNING))
    logging.getLogger(_OURS).setLevel(logs.least)
    logging.captureWarnings(logs.form == "json" and not sys.warnoptions)
    bind_contextvars(**logs.context)


def take_up() -> None:
    """Begin a command: as nothing had been logged, with the context it was started in."""
    clear_contextvars()
    start_logs(Logs(context=json.loads(os.environ.get(CONTEXT, "{}"))))


def present() -> Logs:
    """How this process writes, with what its events hold here: for a process it starts."""
    return replace(_HANDLER.logs, context=get_contextvars())


def for_child() -> dict[str, str]:
    """The environment of a command that this one starts."""
    context = json.dumps(conceal_all(get_contextvars()))
    return {**os.environ, CONTEXT: context, "SOIE_LOG__FORMAT": _HANDLER.logs.form}


@contextmanager
def stage(name: str, **values: object) -> Iterator[dict[str, Any]]:
    """Bind a stage's name to the events of the block, and tell when it ended.

    Yields:
        A place for what is to be told of the end.
    """
    told: dict[str, Any] = {}
    began = time.monotonic()
    with structlog.contextvars.bound_contextvars(stage=name, **values):
        yield told
        log.info("stage.ended", seconds=round(time.monotonic() - began, 3), **told)


def say(sentence: str, event: str, **values: object) -> None:
    """Tell whoever runs the command on stderr; where events are data, by an event instead."""
    if _HANDLER.logs.form == "json":
        log.info(event, **values)
    else:
        sys.stderr.write(f"{sentence}\n")


def tell_failure(sentence: str, code: int, fault: BaseException | None = None) -> bool:
    """Tell of a command that failed, where events are data; whether they are.

    Args:
        sentence: What a person is told.
        code: The command's exit code.
        fault: What the program stumbled over, when it is the program's own fault.
    """
    if _HANDLER.logs.form != "json":
        return False
    log.error(FAILED, error=sentence, exit_code=code, exc_info=fault)
    return True


def failure_in(lines: Iterable[str]) -> str:
    """What a command told of its failure, in either form; else its last line."""
    last = ""
    for line in lines:
        if line.startswith(f"{_OURS}: "):
            return line.removeprefix(f"{_OURS}: ").strip()
        if f'"event": "{FAILED}"' in line:
            return str(json.loads(line)["error"])
        last = line.strip() or last
    return last


def _shared() -> list[Processor]:
    return [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]


def _concealed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    secrets = _HANDLER.logs.secrets
    trace = str(event.pop("exception", ""))
    found = conceal_all(event, secrets)
    if trace:
        found["exception"] = [conceal_all(line, secrets) for line in trace.splitlines()]
    return {name: value for name, value in found.items() if value is not None}


def _as_json(_logger: WrappedLogger, _method: str, event: MutableMapping[str, Any]) -> str:
    first = {name: event.pop(name) for name in ("at", "level", "logger", "event")}
    return json.dumps(first | dict(event), ensure_ascii=False)


def _as_text(_logger: WrappedLogger, _method: str, event: MutableMapping[str, Any]) -> str:
    at, level, name, what = (event.pop(key) for key in ("at", "level", "logger", "event"))
    trace = event.pop("exception", ())
    who = "" if name.startswith(_OURS) else f"{name}: "
    values = "".join(f" {key}={value}" for key, value in event.items())
    return "\n".join((f"{at[:19]}Z {level:7} {who}{what}{values}", *trace))


_HANDLER = _Stderr()
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_shared(),
        ProcessorFormatter.wrap_for_formatter,
    ],
    wrapper_class=structlog.stdlib.BoundLogger,
    logger_factory=structlog.stdlib.LoggerFactory(),
)
# Where no command has said how, as in tests and on the workers of a cluster, nobody listens.
logging.getLogger(_OURS).addHandler(logging.NullHandler())
log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(_OURS)
"""Where events go: `log.info("turn.begun", duty=…)`."""
