"""What a feed, sitemap or listing announces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.ports import Hints
from news.url import canonical_url

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Announced:
    """One article that a source announces."""

    url: str
    """Absolute, http or https."""
    hints: Hints = field(default_factory=Hints)
    published: datetime | None = None
    """Aware, UTC; to put the newest first."""
    updated: datetime | None = None
    """Aware, UTC: the last change that the source speaks of."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that one document announces."""

    items: tuple[Announced, ...]
    nested: tuple[str, ...] = ()
    """Further sitemaps that it names."""
    entries: int = 0
    """How many entries it has; more than items where several lead to one address, or to none."""
    title: str = ""
    """What a feed calls itself."""


def newest_first(items: Iterable[Announced]) -> tuple[Announced, ...]:
    """Items without repetitions, newest first; undated ones last, in their order."""
    once: dict[str, Announced] = {}
    for item in items:
        try:
            once.setdefault(canonical_url(item.url), item)
        except ValueError:
            continue
    return tuple(sorted(once.values(), key=_age, reverse=True))


def _age(item: Announced) -> datetime:
    return max(item.published or _LONG_AGO, item.updated or _LONG_AGO)
