"""robots.txt: what a host forbids, how slowly it wants to be asked (RFC 9309).

Stock behaviour takes a server that cannot answer for one that allows everything. Here a robots.txt
that answers 5xx or 429, or does not answer, closes its host for this crawl; 4xx allows.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from crawler.once import OncePerHost
from news.report import SourceState

_TOO_MANY = 429
_SERVER_ERROR = 500
_CLIENT_ERROR = 400


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host says to us."""

    parser: Protego | None = None
    """None where the host says nothing."""
    closed: tuple[SourceState, str] | None = None
    """State and line, when the host is left alone for this crawl."""


class RobotsBook:
    """The rules of all hosts of a crawl; each host is asked once."""

    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent
        self._hosts: OncePerHost[Rules] = OncePerHost("/robots.txt")

    async def rules(self, url: str, ask: Callable[[str], Awaitable[Rules]]) -> Rules:
        """The rules of an address' host, asked for by the first who wants to know.

        `ask` is given the address of robots.txt and never raises.
        """
        return await self._hosts.answer(url, ask)

    def verdict(self, rules: Rules, url: str) -> tuple[SourceState, str] | None:
        """Why an address may not be asked, or None when it may."""
        if rules.closed is not None:
            return rules.closed
        if rules.parser is None or rules.parser.can_fetch(url, self._user_agent):
            return None
        return SourceState.ROBOTS_REFUSED, "robots.txt does not allow this address"

    def pause(self, rules: Rules) -> float:
        """Seconds that the host wants between two requests; 0 when it does not say."""
        delay = rules.parser.crawl_delay(self._user_agent) if rules.parser else None
        return max(0.0, float(delay or 0.0))


def read_robots(status: int, body: bytes) -> Rules:
    """The rules in an answer to the question for robots.txt."""
    if status >= _SERVER_ERROR or status == _TOO_MANY:
        line = f"robots.txt answered {status}: the host is left alone for this crawl"
        return Rules(closed=(SourceState.HTTP_ERROR, line))
    if status >= _CLIENT_ERROR:
        return Rules()
    return Rules(parser=Protego.parse(body.decode("utf-8-sig", "ignore")))
