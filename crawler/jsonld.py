"""What a page says of its article in JSON-LD (schema.org)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crawler.document import Document, flatten

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Reportage|Report|LiveBlogPosting)$")
_LESSER = frozenset(("WebPage", "ItemPage", "VideoObject"))
_CONTROLS = re.compile(r"[\x00-\x1f]+")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?://\s*\]\]>|\]\]>|-->)\s*;?\s*$"
)
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Declared:
    """The article as its publisher describes it to machines; empty strings where it does not."""

    headline: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    body: str = ""


def declared_article(document: Document) -> Declared:
    """The first article object of the page, else the page object; lists and @graph are opened."""
    objects = [found for block in _blocks(document) for found in _objects(block, 0)]
    for wanted in (_is_article, _is_lesser):
        for found in objects:
            if wanted(found):
                return _read(found)
    return Declared()


def _blocks(document: Document) -> Iterator[object]:
    for raw in document.root.xpath("//script[contains(@type, 'ld+json')]"):
        text = _WRAPPING.sub("", raw.text or "")
        try:
            # Raw line breaks inside strings are the commonest fault of hand-made blocks.
            yield json.loads(_CONTROLS.sub(" ", text))
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _objects(value.get(key), depth + 1)


def _types(found: Mapping[str, Any]) -> list[str]:
    kinds = found.get("@type")
    return [
        kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _is_article(found: Mapping[str, Any]) -> bool:
    return any(_ARTICLE.search(kind) for kind in _types(found))


def _is_lesser(found: Mapping[str, Any]) -> bool:
    return "datePublished" in found and bool(_LESSER.intersection(_types(found)))


def _read(found: Mapping[str, Any]) -> Declared:
    return Declared(
        headline=_text(found.get("headline") or found.get("name")),
        published=_text(found.get("datePublished") or found.get("dateCreated")),
        authors=tuple(dict.fromkeys(_names(found.get("author") or found.get("creator"), 0))),
        body=_body(found.get("articleBody")),
    )


def _text(value: object) -> str:
    if isinstance(value, list):
        value = next(iter(value), "")
    return flatten(html.unescape(value)) if isinstance(value, str) else ""


def _body(value: object) -> str:
    if not isinstance(value, str):
        return ""
    lines = re.sub(r"<[^>]+>", "\n", html.unescape(value)).split("\n")
    return "\n".join(line for line in map(flatten, lines) if line)


def _names(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield _text(value)
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from _names(item, depth + 1)
    elif isinstance(value, dict):
        yield from _names(value.get("name"), depth + 1)
