"""Whether a publisher reserves its page: text mining (TDMRep) or keeping a copy (noarchive)."""

from __future__ import annotations

import re

from crawler.document import Document
from news.page import Page

_ROBOTS = ("robots", "fildesoie", "googlebot-news")
_NO_COPY = re.compile(r"(?:^|[\s,;:])(?:noarchive|none)(?:$|[\s,;])", re.IGNORECASE)
_RESERVATION = "tdm-reservation"


def is_reserved(document: Document | None, page: Page) -> bool:
    """Whether only title and link of the page may be shown."""
    return bool(reservations(document, page))


def reservations(document: Document | None, page: Page) -> tuple[str, ...]:
    """What of a page reserves it, as it is written there; of a document, what its headers say.

    Read from `<meta name=robots content=noarchive>`, the X-Robots-Tag header, and the TDM
    Reservation Protocol (W3C community group): the meta element goes over the header, the header
    over the host's tdmrep.json.
    """
    meta = document.meta if document else {}
    said = [(f"meta {name}", value) for name in _ROBOTS for value in meta.get(name, ())]
    said.append(("X-Robots-Tag", page.headers.get("x-robots-tag", "")))
    found = [f"{name}: {value}" for name, value in said if _NO_COPY.search(value)]
    words = (*meta.get(_RESERVATION, ()), page.headers.get(_RESERVATION, ""), page.reservation)
    claims = [word.strip() for word in words if word.strip() in {"0", "1"}]
    if claims[:1] == ["1"]:
        found.append(f"{_RESERVATION}: 1")
    return tuple(found)
