"""What any reader elsewhere is made of: the knowledge of the store, and the models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from knowledge import Knowledge
from news.errors import ConfigurationError
from nlp import Reader
from scheduler.backfill.order import Order
from scheduler.knowing import known
from scheduler.reader import make_reader
from scheduler.settings import Settings

ALONE = Lock()
"""Models and sieve are for one thread at a time; an engine may have given a process several."""


@dataclass(frozen=True, slots=True)
class Lectern:
    """What one process reads with."""

    settings: Settings
    knowledge: Knowledge
    reader: Reader


@lru_cache(maxsize=1)
def lectern(order: Order) -> Lectern:
    """A reader as ordered; made once.

    Raises:
        ConfigurationError: when this process reads by other models, rules or knowledge than
            whoever gave the order.
    """
    settings = order.settings()
    base = known(settings).knowledge
    reader = make_reader(settings, base, gate=order.gate)
    if reader.maker != order.maker:
        raise ConfigurationError(
            f"a reader would read by {reader.maker}, and {order.maker} is wanted",
            "start the command again if what is known was changed meanwhile; else install the"
            " same version, with the same files of the knowledge base, on all machines",
        )
    return Lectern(settings, base, reader)
