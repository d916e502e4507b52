"""Links to articles on any page, found by what such links have in common.

For outlets whose listing page nobody has described with a selector. A link to an article stands
outside menus and footers, has a date beside it, bears a headline rather than one word, and leads to
an address with a number or a long last part, like those of its neighbours. A date is enough, and
so are two of the others; where no link has that, one is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from crawler.any_date import read_date
from crawler.document import Document, flatten
from news.text import is_cjk

_FURNITURE = frozenset(("nav", "footer", "header", "aside", "form"))
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|gnavi|footer|header|breadcrumbs?|topicpath|pankuzu|sidebar|share|sns"
    r"|pagination|pager|cookie)(?:$|[\s_-])"
)
_NUMBER = re.compile(r"\d{3,}")
_SLUG = re.compile(r"[^/]+-[^/]+-[^/]+")
_SECTION = re.compile(r"/(?:tags?|categor(?:y|ies|ie)|auteurs?|authors?|pages?|themes?|search)/")
_DATES_REACH = 200
_HEADLINE_LETTERS = 18
_NEIGHBOURS = 3
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that may lead to an article."""

    href: str
    text: str
    date: str
    """What is written beside it, when a date is among it."""
    signs: int
    """How many signs of an article it bears."""


def article_links(document: Document) -> list[FoundLink]:
    """The links of a page that look like articles, in its order."""
    seen = list(_look(document))
    shapes = Counter(_shape(link.href) for link in seen)
    judged = [_judge(link, shapes) for link in seen]
    best = [link for link in judged if link.signs >= _ENOUGH]
    return best or [link for link in judged if link.signs > 0]


def _look(document: Document) -> Iterator[FoundLink]:
    for node in document.root.iter("a"):
        href = (node.get("href") or "").strip()
        if _leads_on(href) and not _in_furniture(node):
            yield FoundLink(href, flatten(node.xpath("string()")), _date_beside(node), 0)


def _leads_on(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in {"", "http", "https"} and bool(parts.netloc or parts.path or parts.query)


def _judge(link: FoundLink, shapes: Counter[str]) -> FoundLink:
    path = urlsplit(link.href).path
    last = path.rstrip("/").rpartition("/")[2]
    letters = sum(2 if is_cjk(char) else 1 for char in link.text)
    telling = bool(_NUMBER.search(last) or _SLUG.search(last) or urlsplit(link.href).query)
    signs = (
        2 * bool(link.date)
        + (letters >= _HEADLINE_LETTERS)
        + (telling and shapes[_shape(link.href)] >= _NEIGHBOURS)
        - bool(_SECTION.search(f"{path}/"))
    )
    return FoundLink(link.href, link.text, link.date, signs)


def _shape(href: str) -> str:
    """An address without what tells neighbours apart: digits, and the last part's words."""
    parts = urlsplit(href)
    folder, _, last = re.sub(r"\d+", "0", parts.path).rstrip("/").rpartition("/")
    _, dot, ending = last.rpartition(".")
    return f"{parts.hostname or ''}{folder}/{dot}{ending if dot else ''}"


def _date_beside(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The text of the nearest element around a link, when it is short and holds a date."""
    around, text = node, ""
    for _ in range(3):
        text = flatten(" ".join(piece for piece in around.itertext() if piece.strip()))
        if len(text) > _DATES_REACH or (around is not node and _links_in(around) > 1):
            return ""
        if any(char.isdigit() for char in text) and read_date(text) is not None:
            return text
        around = around.getparent()
        if around is None:
            break
    before = node.getparent().getprevious() if node.getparent() is not None else None
    said = flatten(before.xpath("string()")) if before is not None and before.tag == "dt" else ""
    return said if said and read_date(said) is not None else ""


def _links_in(node: Any) -> int:  # noqa: ANN401 - as above
    return len({link.get("href") for link in node.iter("a")})


def _in_furniture(node: Any) -> bool:  # noqa: ANN401 - as above
    for parent in node.iterancestors():
        if parent.tag in _FURNITURE and not parent.xpath("ancestor::article"):
            return True
        if _FURNITURE_NAME.search(f"{parent.get('class') or ''} {parent.get('id') or ''}".lower()):
            return parent.tag not in {"body", "html"}
    return False
