"""The headline, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from crawler.body_edges import letters_of
from crawler.document import Document, flatten
from news.text import fold_text

_SEPARATOR = re.compile(r"(\s+[|\-–—·»<>：:]\s+|\s*[|｜]\s*|\s*－\s*)")
_ANY_SEPARATOR = re.compile(r"(\s*[|｜:：\-–—·»<>－]+\s*)")
_NAME_SHARE = 0.5
_NAME_LETTERS = 4
_HEADING_SHARE = 0.35
_COMMON_LABELS = frozenset(
    ("www", "co", "or", "ne", "go", "ac", "lg", "gouv", "asso", "com", "org")
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page comes from: what tells a headline from the name of the site."""

    site: str = ""
    """The outlet's name."""
    host: str = ""
    """The host of the address."""
    css: str = ""
    """Where the source's record says that the headline stands."""


def find_title(document: Document, declared: str, place: Place) -> str:
    """The headline of an article page; empty when the page has none.

    Args:
        document: the page.
        declared: the headline in JSON-LD, empty when there is none.
        place: where the page comes from.
    """
    if place.css:
        chosen = next((flatten(text) for text in document.selected(place.css)), "")
        if chosen:
            return chosen
    social = document.first_meta("og:title", "twitter:title")
    window = next(document.texts("//title"), "")
    names = (
        place.site,
        document.first_meta("og:site_name", "application-name"),
        _label(place.host),
        *document.home_names,
    )
    machine = [title for title in (declared, social, window) if title]
    for level in ("//h1", "//h2"):
        headings = [text for text in document.texts(level) if _heads(text, machine, names)]
        if headings:
            return strip_site(max(headings, key=len), names)
    if machine:
        # Old sites and diaries write their own name as the first heading of every page.
        own = (*names, *islice(document.texts("//h1"), 1))
        return _strip_tail(strip_site(machine[0], own))
    return next(document.texts("//h1 | //h2"), "")


def strip_site(title: str, names: Iterable[str]) -> str:
    """The title without a site's name after or before a separator.

    Parts at either end that bear one of the names are cut, never the whole.
    """
    known = {fold_text(name) for name in names if name}
    if fold_text(title) in known:
        return title
    parts = _ANY_SEPARATOR.split(title)
    while len(parts) > 1 and _is_name(parts[-1], known):
        parts = parts[:-2]
    while len(parts) > 1 and _is_name(parts[0], known):
        parts = parts[2:]
    return "".join(parts).strip() or title


def _strip_tail(title: str) -> str:
    """The title without a last part that looks like the name of a site nobody told us."""
    parts = _SEPARATOR.split(title)
    while len(parts) > 1:
        rest = "".join(parts[:-2])
        short = len(parts[-1]) <= _NAME_SHARE * len(rest)
        if not short or parts[-2].strip() not in {"|", "｜", "-", "–", "—"}:
            break
        parts = parts[:-2]
    return "".join(parts).strip()


def _is_name(part: str, known: set[str]) -> bool:
    letters = letters_of(part)
    return any(
        letters == name
        or (len(name) >= max(_NAME_LETTERS, _HEADING_SHARE * len(letters)) and name in letters)
        for name in map(letters_of, known)
        if name
    )


def _heads(heading: str, machine: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a heading is, but for additions, what the page calls itself elsewhere."""
    letters = letters_of(heading)
    if letters in {letters_of(name) for name in names}:
        return False
    return any(
        letters
        and letters in letters_of(title)
        and len(letters) >= _HEADING_SHARE * len(letters_of(title))
        for title in machine
    )


def _label(host: str) -> str:
    """The word that names a host: `lemonde` for `www.lemonde.fr`, `asahi` for `asahi.co.jp`."""
    labels = [part for part in host.split(".") if part not in _COMMON_LABELS]
    return max(labels[-2:-1] or labels, key=len, default="")
