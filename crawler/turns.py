"""Reading waits for asking: pages are read one by one, in the time that requests leave.

Making an article of a page takes the processor for ten times as long as fetching it does. Were
each page read as it comes, no other host would be heard meanwhile; so while any request is under
way, reading takes at most a twentieth of the time. What is waiting is read when the asking is done.
How much may wait is bounded by Scrapy (`SCRAPER_SLOT_MAX_ACTIVE_SIZE`), which then asks no more.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from crawler.politeness import HostGate

_SHARE = 0.05
_LONGEST_PAUSE = 2.0
_TICK = 0.01
_QUIET = 0.05
"""Seconds without any request after which nobody is kept waiting."""
_GRACE = 10.0
"""Seconds after the crawl's time in which pages that were fetched may still be read."""


class ReadingTurns:
    """Lets one page after the other be read."""

    def __init__(self, gate: HostGate, clock: Callable[[], float]) -> None:
        self._gate = gate
        self._clock = clock
        self._lock = asyncio.Lock()
        self._pause = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Wait for the turn; False when it came too late to read on."""
        async with self._lock:
            # Also where nothing is under way: an answer that has come in goes before a page.
            await asyncio.sleep(0)
            end = self._clock() + self._pause
            while self._clock() < end and self._gate.quiet < _QUIET:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(_TICK)
            began = self._clock()
            yield self._gate.overdue < _GRACE
            self._pause = min((self._clock() - began) * (1 / _SHARE - 1), _LONGEST_PAUSE)
