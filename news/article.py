"""An article: what extraction made of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256


class Precision(StrEnum):
    """How exactly a publication is dated."""

    INSTANT = "instant"
    DAY = "day"


class Timeliness(StrEnum):
    """How the date of an article stands to the day it was found."""

    CURRENT = "current"
    OLD = "old"
    """Published years before it was found: no news, whatever brought it up."""
    FUTURE = "future"
    """Said to be published later than it was found: the date is wrong, or not of publication."""


_AHEAD = timedelta(days=1)
_YEARS = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Published:
    """When an article was published, how exactly that is known, and from what."""

    instant: datetime
    """Aware, UTC. For a day, its first moment in the publisher's zone."""
    precision: Precision
    provenance: str
    """Where it was read: `json-ld`, `meta`, `feed`, `sitemap`, `text`, `url` ..."""
    offset_minutes: int = 0
    """The publisher's distance from UTC at that instant, to say the date as it was printed."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one of its revisions."""

    id: str
    """`article_id()` of its canonical address."""
    source_id: str
    url: str
    """The address a reader opens."""
    title: str
    text: str
    """Body, paragraphs separated by a newline; as published, not normalised."""
    language: str
    """What the page or source declares; the analysis says what it is."""
    published: Published | None
    collected_at: datetime
    """Aware, UTC: when this revision was first seen here."""
    authors: tuple[str, ...] = ()
    revision: int = 1
    """1 for the first text seen, one more for each later change. Given by the store."""
    reserved: bool = False
    """The publisher reserves text mining or forbids archiving: show title and link only."""
    text_removed_at: datetime | None = None
    """When its text was removed, because it was kept long enough; aware, UTC. Given by the
    store. Evidence in the text then points to where it stood."""

    @property
    def full_text(self) -> str:
        """Title, newline, body: what every offset of an analysis points into."""
        return f"{self.title}\n{self.text}"

    @property
    def content_hash(self) -> str:
        """Digest of what was published: the same words give the same hash."""
        return hash_of(self.title, self.text)

    @property
    def dated(self) -> datetime:
        """The publication instant, or the instant of collection when none is known."""
        return self.published.instant if self.published else self.collected_at

    @property
    def timeliness(self) -> Timeliness:
        """Whether the article can be news of the day it was found.

        An old one belongs to its own day, long past; one of the future to none.
        """
        return timeliness_of(self.dated, self.collected_at)


def hash_of(title: str, text: str) -> str:
    """`Article.content_hash` of these words."""
    return sha256(f"{title}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def timeliness_of(dated: datetime, found: datetime) -> Timeliness:
    """The same for an instant of publication and one of discovery."""
    if dated > found + _AHEAD:
        return Timeliness.FUTURE
    return Timeliness.OLD if dated < found - _YEARS else Timeliness.CURRENT


def permitted(article: Article) -> Article:
    """What may be kept and read of an article: of a reserved one its title and its link."""
    return replace(article, text="") if article.reserved else article
