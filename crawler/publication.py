"""When an article was published: the best witness that can be found.

In order: JSON-LD, meta elements, time elements, dates written beside the headline (Japanese, then
French), the feed, the address, and last a search over the whole page for a day (htmldate). Where
the page only knows the day, a feed that names the same day to the minute is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from htmldate import find_date

from crawler.any_date import read_date
from crawler.dated_places import dated_places
from crawler.document import Document
from crawler.ports import Hints
from crawler.written import Written, read_machine_date
from news.article import Precision, Published

_META_NAMES = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "dcterms.issued",
    "article.published",
    "iso-8601-publish-date",
)
_URL_DAY = re.compile(r"(?<!\d)(20[0-4]\d)([/_.-]?)(0[1-9]|1[0-2])\2([0-3]\d)(?!\d{3})")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_MACHINES = frozenset(("json-ld", "meta", "feed", "sitemap"))
_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Witness:
    """What a search for the publication knows."""

    document: Document
    text: str
    """The page's markup as text."""
    url: str
    json_ld: str
    zone: ZoneInfo
    """The publisher's."""
    now: datetime
    """When the page was fetched: nothing was published later than a day after."""
    hints: Hints
    css: str = ""
    """Where the source's record says that the date stands."""


def find_publication(witness: Witness) -> Published | None:
    """The publication by the best witness, or None when nothing credible is found.

    A date in the future is believed of nobody. Where a machine's witness gives no other, it is
    kept as it stands, so that the article is known to be misdated and not taken for new.
    """
    hinted = _from_hints(witness)
    misdated: Published | None = None
    for published in _testimonies(witness):
        if not is_credible(published, witness.now):
            ahead = published.instant > witness.now
            if ahead and published.provenance in _MACHINES and misdated is None:
                misdated = published
            continue
        if hinted and _sharpens(hinted, published, witness.zone):
            return hinted
        return published
    return misdated


def _testimonies(witness: Witness) -> Iterator[Published]:
    if witness.css:
        for text in witness.document.selected(witness.css):
            yield from _published(witness, read_date(text, _url_year(witness.url)), "text")
    yield from _published(witness, read_machine_date(witness.json_ld), "json-ld")
    for name in _META_NAMES:
        value = witness.document.first_meta(name)
        yield from _published(witness, read_date(value) if value else None, "meta")
    for text, provenance in dated_places(witness.document):
        written = read_date(text, _url_year(witness.url))
        yield from _published(witness, written, provenance)
    if hinted := _from_hints(witness):
        yield hinted
    yield from _published(witness, _from_url(witness.url), "url")
    yield from _published(witness, _from_whole_page(witness), "text")


def is_credible(published: Published, now: datetime) -> bool:
    """Whether a publication is neither in the future nor before there was a web."""
    return _EARLIEST <= published.instant <= now + _TOLERANCE


def _published(witness: Witness, written: Written | None, origin: str) -> Iterator[Published]:
    if written is not None:
        yield written.published(witness.zone, origin)


def _from_hints(witness: Witness) -> Published | None:
    written = read_date(witness.hints.published) if witness.hints.published else None
    if written is None:
        return None
    return written.published(witness.zone, witness.hints.provenance)


def _sharpens(hinted: Published, published: Published, zone: ZoneInfo) -> bool:
    if published.precision is Precision.INSTANT or hinted.precision is Precision.DAY:
        return False
    return _day(hinted, zone) == _day(published, zone)


def _day(published: Published, zone: ZoneInfo) -> date:
    return published.instant.astimezone(zone).date()


def _from_url(url: str) -> Written | None:
    match = _URL_DAY.search(url)
    if match is None:
        return None
    return read_machine_date(f"{match.group(1)}-{match.group(3)}-{match.group(4)}")


def _url_year(url: str) -> int:
    written = _from_url(url)
    return written.moment.year if written else 0


def _from_whole_page(witness: Witness) -> Written | None:
    latest = (witness.now + _TOLERANCE).date().isoformat()
    try:
        found = find_date(witness.text, original_date=True, max_date=latest, url=witness.url)
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError, RecursionError):
        # The search parses whatever looks like a date, on whatever bytes a page has.
        return None
    # Without month and day it answers the first of January: that is a year, not a day.
    if not found or found.endswith("-01-01"):
        return None
    return read_machine_date(found)
