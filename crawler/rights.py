"""Whether a publisher reserves its page: text mining (TDMRep) or keeping a copy (noarchive)."""

from __future__ import annotations

import re

from crawler.document import Document
from news.page import Page

_ROBOTS = ("robots", "fildesoie", "googlebot-news")
_NO_COPY = re.compile(r"(?:^|[\s,;:])(?:noarchive|none)(?:$|[\s,;])", re.IGNORECASE)
_RESERVATION = "tdm-reservation"


def is_reserved(document: Document, page: Page) -> bool:
    """Whether only title and link of the page may be shown.

    Read from `<meta name=robots content=noarchive>`, the X-Robots-Tag header, and the
    tdm-reservation header or meta element (TDM Reservation Protocol, W3C community group).
    """
    robots = [value for name in _ROBOTS for value in document.meta.get(name, ())]
    robots.append(page.headers.get("x-robots-tag", ""))
    reservation = (*document.meta.get(_RESERVATION, ()), page.headers.get(_RESERVATION, ""))
    return any(_NO_COPY.search(value) for value in robots) or "1" in map(str.strip, reservation)
