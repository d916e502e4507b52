"""How often one host may be asked, over all spiders of a crawl.

Scrapy's delays and its AutoThrottle know one crawler each, forget a host after a minute and read
neither Crawl-delay nor Retry-After. The gate below is shared: one request at a time a host, with a
pause after each answer that grows with the host's own slowness.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from crawler.refusal import Refusal
from news.report import SourceState

_LONGEST_SLOWNESS = 60.0


class HostGate:
    """Lets requests through, host by host. Times are seconds of one monotonic clock."""

    def __init__(
        self, delay: float, concurrency: int, deadline: float, clock: Callable[[], float]
    ) -> None:
        self._delay = delay
        self._deadline = deadline
        self._clock = clock
        self._all_hosts = asyncio.Semaphore(concurrency)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._entered: dict[str, float] = {}
        self._not_before: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._left = clock()

    @property
    def remaining(self) -> float:
        """Seconds until the crawl's time is used up; never below 0."""
        return max(0.0, self._deadline - self._clock())

    @property
    def overdue(self) -> float:
        """Seconds since the crawl's time was used up; never below 0."""
        return max(0.0, self._clock() - self._deadline)

    @property
    def quiet(self) -> float:
        """Seconds since the last request ended; 0 while any is under way."""
        return 0.0 if self._entered else self._clock() - self._left

    async def enter(self, host: str) -> None:
        """Wait for the host's turn.

        Raises:
            Refusal: `timeout`, when the turn would come after the crawl's time is used up.
        """
        lock = self._locks[host]
        await lock.acquire()
        try:
            await self._wait(host)
            await self._all_hosts.acquire()
        except BaseException:
            lock.release()
            raise
        self._entered[host] = self._clock()

    def leave(self, host: str) -> None:
        """Give the turn back and begin the pause."""
        now = self._left = self._clock()
        slowness = min(now - self._entered.pop(host, now), _LONGEST_SLOWNESS)
        self.postpone(host, max(self._delay, self._pauses.get(host, 0.0), slowness))
        self._all_hosts.release()
        self._locks[host].release()

    def slow_down(self, host: str, seconds: float) -> None:
        """Keep at least so many seconds between two requests, as robots.txt asks."""
        self._pauses[host] = max(seconds, self._pauses.get(host, 0.0))
        self.postpone(host, seconds)

    def postpone(self, host: str, seconds: float) -> None:
        """Let nothing through to the host for so many seconds."""
        until = self._clock() + seconds
        self._not_before[host] = max(until, self._not_before.get(host, 0.0))

    async def _wait(self, host: str) -> None:
        while (wait := self._not_before.get(host, 0.0) - self._clock()) > 0:
            if wait >= self.remaining:
                asked = f"{host} asks for a pause of {wait:.0f} s, longer than the crawl has left"
                raise Refusal(SourceState.TIMEOUT, asked)
            await asyncio.sleep(wait)


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number or a date; None when unreadable."""
    if value.strip().isdecimal():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    if until.tzinfo is None:
        return None
    return max(0.0, (until - now).total_seconds())
