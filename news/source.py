"""A source: one outlet of the press, as a record that people edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class SourceKind(StrEnum):
    """How a source announces its articles."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    ADDRESS = "address"
    """Its addresses are the articles themselves; for addresses that a person gives."""


class Rights(StrEnum):
    """How much of an article of this source readers may be shown."""

    LINK = "link"
    TITLE = "title"
    EXCERPT = "excerpt"


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for a source that has no feed; empty means "not given"."""

    item: str = ""
    """Each article on the listing page; links are looked for inside it."""
    title: str = ""
    """The headline on the article page."""
    body: str = ""
    """The body on the article page."""
    published: str = ""
    """The element that holds the date on the article page."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a healthy source gives; its report turns red when it does not."""

    weekly: int = 0
    """Least number of articles in seven days; 0 means no expectation."""
    fields: tuple[str, ...] = ()
    """Names of `Article` fields that must not be empty."""


@dataclass(frozen=True, slots=True)
class Source:
    """One outlet of the press."""

    id: str
    """Stable key, lower-case ASCII with hyphens."""
    name: str
    """The outlet's own name, in its own writing."""
    language: str
    """ISO 639-1 code of its main language; a hint, never the last word."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    timezone: str
    """IANA name of the publisher's zone; dates without one are read in it."""
    kind: SourceKind
    urls: tuple[str, ...]
    """Feeds, sitemaps or listing pages."""
    home: str = ""
    rights: Rights = Rights.TITLE
    cadence_hours: int = 24
    """How often the source is worth asking, in hours."""
    expectation: Expectation = Expectation()
    selectors: Selectors = field(default_factory=Selectors)
    groups: tuple[str, ...] = ()
    """Names of sets this source belongs to, for example `sample`."""
    confidence: str = "A"
    """How its address is known: A seen to work lately, B agreed by several, C once, D doubtful."""
    evidence: str = ""
    """Where its address was found."""
    enabled: bool = True
    documents: bool = False
    """Whether PDF documents that its pages link are read as articles of their own."""
    hosts: tuple[str, ...] = ()
    """Hosts, without `www`, that serve the same articles under the same paths; the first counts."""

    @property
    def sisters(self) -> Mapping[str, str]:
        """Each further host with the one that counts, as `canonical_url` takes them."""
        return dict.fromkeys(self.hosts[1:], self.hosts[0]) if self.hosts else {}

    @property
    def cadence(self) -> timedelta:
        """How often the source is worth asking."""
        return timedelta(hours=self.cadence_hours)

    @property
    def zone(self) -> ZoneInfo:
        """The publisher's time zone."""
        return ZoneInfo(self.timezone)
