"""What is asked of each host once in a crawl, by whoever wants to know first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

Answer = TypeVar("Answer")


class OncePerHost(Generic[Answer]):
    """Answers by scheme, host and port; all who ask at once wait for the same one."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._answers: dict[str, asyncio.Future[Answer]] = {}

    async def answer(self, url: str, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        """What the host of an address says under the path.

        `ask` is given the address of that path and never raises.
        """
        origin = _origin(url)
        known = self._answers.get(origin)
        if known is None:
            known = self._answers[origin] = asyncio.get_running_loop().create_future()
            known.set_result(await ask(f"{origin}{self._path}"))
        return await known

    def known(self, url: str) -> Answer | None:
        """What the host of an address answered; None while it has not been asked."""
        found = self._answers.get(_origin(url))
        return found.result() if found is not None and found.done() else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
