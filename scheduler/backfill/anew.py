"""Reading articles of the store anew. Imports no engine, touches nothing that is kept."""

from __future__ import annotations

from typing import TypeAlias

from news.analysis import Analysis
from news.article import Article
from scheduler.backfill.lectern import ALONE, lectern
from scheduler.backfill.order import Order

Batch: TypeAlias = tuple[Article, ...]


def read_batch(order: Order, batch: Batch) -> tuple[Analysis, ...]:
    """What the reader that is ordered says of some articles, in their order.

    Raises:
        ConfigurationError: when this process has another reader.
    """
    with ALONE:
        desk = lectern(order)
        return tuple(desk.reader.read(batch, desk.knowledge.sources))
