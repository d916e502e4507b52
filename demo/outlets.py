"""An outlet of the sample press, and one of its articles with the right answers beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from demo.sites import SITES, Site
from news.analysis import Tier
from news.url import article_id

_EXCERPT = {"fr": 170, "ja": 90}
"""Most characters of an excerpt by language."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One fictional outlet."""

    id: str
    name: str
    language: str
    country: str
    timezone: str
    host: str
    """Reserved name, ending in `.example`."""
    format: str
    """How it announces articles, one of `written.FORMATS`."""
    encoding: str
    """As it declares it, a key of `strict.CODECS`."""
    metadata: str
    """What its pages say of themselves to machines, one of `written.METADATA`."""
    tagline: str
    sections: tuple[str, ...]
    fault: str = ""
    """What is wrong with its feed, one of `written.FAULTS`; empty when it is sound."""

    @property
    def site(self) -> Site:
        """How it publishes."""
        return SITES[self.id]

    @property
    def home(self) -> str:
        """Address of the front page."""
        return f"http://{self.host}/"

    @property
    def feed_url(self) -> str:
        """Address of its feed, sitemap or listing page."""
        return f"http://{self.host}{self.site.feed}"

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """One article as written, with what a reader of it should find."""

    outlet_id: str
    language: str
    slug: str
    url: str
    section: str
    title: str
    text: str
    """Paragraphs separated by a blank line."""
    published: datetime
    """Aware, with the outlet's own distance from UTC."""
    updated: datetime | None
    authors: tuple[str, ...]
    story: str
    """Id of the event it tells, shared across outlets and languages."""
    tier: Tier
    sectors: frozenset[str]
    lookalike: str = ""
    """Which trap it is, for an article that only looks like the subject."""
    near_duplicate_of: str = ""
    """`key` of the original that it copies."""
    hangs: bool = False
    """Its page is never answered."""

    @property
    def key(self) -> str:
        """`outlet/slug`."""
        return f"{self.outlet_id}/{self.slug}"

    @property
    def id(self) -> str:
        """Id under which it is collected."""
        return article_id(self.url)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its paragraphs, in order."""
        return tuple(part.strip("\n") for part in re.split(r"\n{2,}", self.text))

    @property
    def excerpt(self) -> str:
        """Its beginning, as a feed or a front page shows it: never the whole."""
        first = self.paragraphs[0]
        cut = first[: min(_EXCERPT[self.language], len(first) * 2 // 3)]
        if self.language == "fr":
            cut = cut.rpartition(" ")[0] or cut
        return f"{cut.rstrip(' ,;:、')}…"

    @property
    def modified(self) -> datetime:
        """When it last changed."""
        return self.updated or self.published
