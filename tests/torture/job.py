"""The day's work as the clock starts it, in a process that tells which stage it has come to.

It is forked from one that has imported everything, so that a kill falls on work and not on
imports. Of the program itself nothing is changed: each stage is told before it begins.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

import spacy  # noqa: F401 (imported once, for all who are forked)

import nlp.tokens_fr
import nlp.tokens_ja  # noqa: F401 (the same)
from scheduler import delivery
from scheduler import run as daily
from scheduler.cli import call

START, COLLECT, ANALYSE, GROUP, DIGEST, MAIL, BACKUP, PURGE, END = STAGES = (
    "start",
    "collect",
    "analyse",
    "group",
    "digest",
    "mail",
    "backup",
    "purge",
    "end",
)
"""In the order of the work. Start: settings, knowledge, the store made or opened."""
_BEGINNINGS: tuple[tuple[ModuleType, str, str], ...] = (
    (daily, "collect", COLLECT),
    (daily, "analyse", ANALYSE),
    (daily, "group_stories", GROUP),
    (daily, "write_digests", DIGEST),
    (delivery, "deliver_due", MAIL),
)
_SOUND = (0, 3)
"""Exit codes of a run that came to its end."""


def work(config: Path, later: Path, backup: Path, teller: Connection) -> None:
    """Collect to mail, a backup, and the purge of a month later; the stages go to the teller."""
    os.setsid()
    log = os.open(config.with_name("log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for standard in (1, 2):
        os.dup2(log, standard)
    teller.send(START)
    for module, name, stage in _BEGINNINGS:
        setattr(module, name, _told(getattr(module, name), stage, teller.send))
    codes = [call(["--config", str(config), "run"])]
    teller.send(BACKUP)
    codes.append(call(["--config", str(config), "backup", str(backup)]))
    teller.send(PURGE)
    codes.append(call(["--config", str(later), "purge"]))
    teller.send(END)
    sys.exit(0 if codes[0] in _SOUND and not any(codes[1:]) else 1)


def _told(do: Callable[..., Any], stage: str, tell: Callable[[str], None]) -> Callable[..., Any]:
    @functools.wraps(do)
    def told(*given: Any, **named: Any) -> Any:  # noqa: ANN401 (whatever it takes and gives)
        tell(stage)
        return do(*given, **named)

    return told
