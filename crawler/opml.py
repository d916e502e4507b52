"""Lists of sources in OPML 2.0, as other readers of the press give and take them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import quoteattr

from parsel import Selector

from crawler.document import flatten
from crawler.encoding import decode
from crawler.unknown_source import place_of
from crawler.xml_guard import is_html, refuse_entities
from news.errors import CollectionError, ExtractionError, UsageError
from news.source import Expectation, Rights, Selectors, Source, SourceKind

_SPACE = "https://fildesoie.example/ns/opml"
_REMEDY = "export the list again from the reader it comes from, as OPML"


def write_opml(sources: Iterable[Source]) -> str:
    """An OPML document with one outline for each address.

    What OPML has no word for stands in attributes of our own, which other programs pass over.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:soie={quoteattr(_SPACE)}>',
        "<head><title>Fil de Soie</title></head>",
        "<body>",
        *(_outline(source, url) for source in sources for url in source.urls),
        "</body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def read_opml(body: bytes, name: str) -> tuple[Source, ...]:
    """The sources in an OPML document; what it does not say of them is guessed from the address.

    Args:
        body: the document.
        name: what to call it in errors and as evidence.

    Raises:
        UsageError: when it is no OPML, or names no address.
    """
    try:
        text = decode(body).text
        refuse_entities(text, name)
    except (ExtractionError, CollectionError) as error:
        raise UsageError(str(error), _REMEDY) from error
    root = None if is_html(text) else Selector(text=text, type="xml").root
    if root is None or root.tag != "opml":
        raise UsageError(f"{name}: no OPML document", _REMEDY)
    found: dict[str, Source] = {}
    for outline in root.iter("outline"):
        for source in _read(outline, name):
            before = found.get(source.id)
            if before is not None:
                urls = tuple(dict.fromkeys((*before.urls, *source.urls)))
                source = replace(before, urls=urls)  # noqa: PLW2901 - one source, two outlines
            found[source.id] = source
    if not found:
        raise UsageError(f"{name}: the list names no address", _REMEDY)
    return tuple(found.values())


def _outline(source: Source, url: str) -> str:
    feed = source.kind is SourceKind.FEED
    said = {
        "type": "rss" if feed else "link",
        "text": source.name,
        "title": source.name,
        "xmlUrl" if feed else "url": url,
        "htmlUrl": source.home,
        "language": source.language,
        "category": ",".join(source.groups),
        "soie:id": source.id,
        "soie:country": source.country,
        "soie:timezone": source.timezone,
        "soie:kind": source.kind.value,
        "soie:rights": source.rights.value,
        "soie:confidence": source.confidence,
        "soie:evidence": source.evidence,
        "soie:hosts": ",".join(source.hosts),
        "soie:cadence": str(source.cadence_hours),
        "soie:weekly": str(source.expectation.weekly or ""),
        "soie:fields": ",".join(source.expectation.fields),
        "soie:item": source.selectors.item,
        "soie:headline": source.selectors.title,
        "soie:body": source.selectors.body,
        "soie:published": source.selectors.published,
        "soie:documents": "true" if source.documents else "",
        "soie:enabled": "" if source.enabled else "false",
    }
    attributes = " ".join(f"{key}={quoteattr(value)}" for key, value in said.items() if value)
    return f"<outline {attributes}/>"


def _read(outline: Any, name: str) -> Iterator[Source]:  # noqa: ANN401 - lxml has no types
    feed = (outline.get("xmlUrl") or "").strip()
    url = feed or (outline.get("url") or "").strip()
    try:
        host = urlsplit(url).hostname if urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        host = None
    if not host:
        return

    def own(key: str, default: str = "") -> str:
        return outline.get(f"{{{_SPACE}}}{key}") or default

    title = flatten(outline.get("title") or outline.get("text") or "") or host
    language, country, zone = place_of(host, title, (outline.get("language") or "")[:2].lower())
    kind = own("kind", "feed" if feed else "listing")
    yield Source(
        id=own("id") or slug(host, urlsplit(url).path),
        name=title,
        language=language,
        country=own("country", country),
        timezone=own("timezone", zone),
        kind=SourceKind(kind) if kind in set(SourceKind) else SourceKind.FEED,
        urls=(url,),
        home=(outline.get("htmlUrl") or "").strip(),
        rights=Rights(own("rights")) if own("rights") in set(Rights) else Rights.TITLE,
        cadence_hours=_number(own("cadence")) or 24,
        expectation=Expectation(_number(own("weekly")), _list(own("fields"))),
        selectors=Selectors(own("item"), own("headline"), own("body"), own("published")),
        groups=(_list(outline.get("category") or "") if own("id") else ()) or ("daily",),
        confidence=own("confidence", "C"),
        evidence=own("evidence", f"imported from {name}"),
        enabled=own("enabled") != "false",
        documents=own("documents") == "true",
        hosts=_list(own("hosts")),
    )


def slug(host: str, path: str = "") -> str:
    """An id made of a host, and of the path where the host alone is not enough to tell."""
    words = f"{host.removeprefix('www.')} {re.sub(r'(?:rss|feed|atom|index|xml|rdf)', ' ', path)}"
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))[:60].strip("-") or "source"


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
