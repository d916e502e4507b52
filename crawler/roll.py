"""The roll of one listing: which of the articles it announced are still awaited.

A feed's validators are remembered only when all that it announced has been dealt with. Otherwise
a crawl that was killed, or ran out of time, would hear "not modified" next time and never see the
rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.announced import Announced
from crawler.ports import CrawlOptions, Delivery, Hints
from news.page import Page, Visit
from news.report import SourceState
from news.source import Source

# What will not change by asking again: gone, forbidden by us, or read and found wanting.
_FINAL = frozenset((SourceState.EXTRACTION_ERROR, SourceState.TOO_LARGE))
_GONE = frozenset((404, 410))
_REFUSED = 400


@dataclass(slots=True)
class Roll:
    """The articles announced by one listing that are awaited."""

    source: Source
    page: Page | None = None
    """None where no page announces them: they were named by a person."""
    visit: Visit | None = None
    awaited: int = 0
    incomplete: bool = False
    """Whether something must be asked for again next time."""

    def settle(self, state: SourceState = SourceState.OK, status: int = 200) -> None:
        """One article less to wait for; `state` says what became of it."""
        self.awaited -= 1
        if not state.healthy and state not in _FINAL and status not in _GONE:
            self.incomplete = True

    @property
    def complete(self) -> bool:
        """Whether nothing is awaited any more."""
        return self.awaited <= 0

    @property
    def delivery(self) -> Delivery | None:
        """The listing with its visit; without validators where something is left to ask."""
        if self.page is None or self.visit is None:
            return None
        visit = forget(self.visit) if self.incomplete else self.visit
        return Delivery(self.source.id, self.page, visit)


def forget(visit: Visit) -> Visit:
    """A visit after which everything is asked for, and looked at, again."""
    return replace(visit, etag="", last_modified="", digest="")


@dataclass(frozen=True, slots=True)
class Errand:
    """One article page to ask for."""

    source: Source
    url: str
    key: str
    """The canonical address, under which visits to articles are remembered."""
    hints: Hints
    roll: Roll
    previous: Visit | None = None
    """The last visit, when the page is asked for again because it was updated."""


def is_known(item: Announced, previous: Visit | None) -> bool:
    """Whether an article was seen before and, as far as the source says, has not changed since.

    A page that was gone counts as seen; one that the server could not give does not.
    """
    if previous is None:
        return False
    seen = previous.status < _REFUSED or previous.status in _GONE
    return seen and not (item.updated and item.updated > previous.visited_at)


def page_cap(options: CrawlOptions, asked: int) -> int:
    """How many article pages of a source may still be asked for."""
    return max(0, options.max_pages_per_source - asked)


def errand_for(item: Announced, key: str, roll: Roll, previous: Visit | None) -> Errand:
    """The errand for an announced article; a page that was seen before is asked for if changed."""
    known = previous if previous and previous.status < _REFUSED else None
    return Errand(roll.source, item.url, key, item.hints, roll, known)
