"""Passing on what a command tells, line by line, while it works."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress

_LAST_LINES = 200
_LOOK_SECONDS = 1.0
"""How soon is noticed that a command ended whose own processes still hold the line."""


def pass_on(process: subprocess.Popen[bytes], seconds: float) -> str:
    """Write what a process tells on our stderr, until it ends or its time is over.

    Args:
        process: Started with a pipe for its stderr.
        seconds: How long it may take; it is not ended when they are over.

    Returns:
        Its last lines.
    """
    assert process.stderr  # noqa: S101 (as it was started)
    pipe, deadline, rest = process.stderr.fileno(), time.monotonic() + seconds, b""
    last: deque[str] = deque(maxlen=_LAST_LINES)
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while (left := deadline - time.monotonic()) > 0:
            if selector.select(min(left, _LOOK_SECONDS)):
                given = os.read(pipe, 65_536)
                *lines, rest = (rest + given).split(b"\n")
                _write(lines, last)
                if not given:
                    with suppress(subprocess.TimeoutExpired):
                        process.wait(left)
                    break
            elif process.poll() is not None:
                break
    _write([rest] if rest else [], last)
    return "\n".join(last)


def _write(lines: list[bytes], last: deque[str]) -> None:
    for line in lines:
        text = line.decode("utf-8", "replace")
        last.append(text)
        sys.stderr.write(f"{text}\n")
    if lines:
        sys.stderr.flush()
