"""Who wrote an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crawler.dated_places import dated_places
from crawler.document import Document, flatten
from news.text import fold_text

_LONGEST = 60
_MOST = 8
_BY = re.compile(
    r"^(?:(?:propos recueillis|un article|article|écrit|publié|posté|rédigé|texte)\s+)?"
    r"(?:par|by|de notre correspondante?|文|文責|取材・文|著者|執筆|記者)\s*[::]?\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[|｜/·•].*|\bavec (?:AFP|Reuters)\b.*|\bpubli[ée].*|\ble \d.*|@\S+|\d{4}年.*"
    r"|\d{1,2}[/h:]\d.*)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[,、;；]|\bet\b|&)\s*")
_ADDRESS = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|[@<>{}]|\d|^\W*$")
_SIGNED = re.compile(
    r"(?:[Pp]ubli[ée]e?|[Mm]is(?:e)? en ligne|[Pp]ost[ée]e?)\b.{6,60}?\bpar\s+"
    r"(?P<name>(?:[A-ZÀ-Ý][\w'’-]+[ ,]*){2,8}(?:et (?:[A-ZÀ-Ý][\w'’-]+ ?){2,4})?)",
)
_PLACES = (
    "//*[@rel='author']",
    "//*[contains(@itemprop, 'author')]//*[@itemprop='name']",
    "//*[contains(@itemprop, 'author')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
)


def find_authors(
    document: Document, declared: Iterable[str], hinted: Iterable[str], site: str = ""
) -> tuple[str, ...]:
    """Names of the authors by the first witness that knows any.

    JSON-LD, then meta elements, then the byline, then what the feed said. The outlet itself, which
    many systems name as author, is none.
    """
    witnesses = (
        declared,
        document.meta.get("author", ()) + document.meta.get("article:author", ()),
        document.meta.get("dc.creator", ()) + document.meta.get("parsely-author", ()),
        *(document.texts(place) for place in _PLACES),
        _signatures(document),
        hinted,
    )
    for witness in witnesses:
        names = tuple(dict.fromkeys(name for text in witness for name in split_names(text)))
        names = tuple(name for name in names if fold_text(name) != fold_text(site))
        if names:
            return names[:_MOST]
    return ()


def _signatures(document: Document) -> Iterator[str]:
    """Names in lines such as « Publié le 20 mai 2022 par Prénom Nom »."""
    for text, _provenance in dated_places(document):
        match = _SIGNED.search(text)
        if match:
            yield match.group("name")
            return


def split_names(text: str) -> Iterator[str]:
    """Names in a byline, without what stands around them."""
    if _ADDRESS.match(text):
        return
    bare = _TAIL.sub("", _BY.sub("", flatten(text)))
    for part in _BETWEEN.split(bare):
        name = part.strip(" \"'「」()（）[]［］【】:：-–—")
        if name and len(name) <= _LONGEST and not _NO_NAME.search(name):
            yield name
