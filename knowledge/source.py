"""Reading the outlets of the press."""

from __future__ import annotations

import re
from dataclasses import fields
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.record import Record
from news.article import Article
from news.source import Expectation, Rights, Selectors, Source, SourceKind

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_ARTICLE_FIELDS = frozenset(item.name for item in fields(Article))


def read_source(record: Record) -> Source:
    """One outlet.

    Raises:
        KnowledgeError: when a key is unknown, missing or malformed.
    """
    source = Source(
        id=record.id,
        name=record.text("name"),
        language=_code(record, "language", "[a-z]{2}", "fr"),
        country=_code(record, "country", "[A-Z]{2}", "FR"),
        timezone=_timezone(record),
        kind=record.choice("kind", SourceKind),
        urls=_addresses(record),
        home=record.text("home", ""),
        rights=record.choice("rights", Rights, Rights.TITLE),
        cadence_hours=record.number("cadence_hours", 24),
        expectation=_expectation(record.record("expectation")),
        selectors=_selectors(record.record("selectors")),
        groups=record.texts("groups"),
        confidence=_code(record, "confidence", "[A-D]", "A"),
        evidence=record.text("evidence"),
        enabled=record.flag("enabled", default=True),
        hosts=_hosts(record),
        documents=record.flag("documents"),
    )
    if source.cadence_hours == 0:
        raise record.error("cadence_hours", "cadence_hours is 0", "use 1 or more")
    record.close()
    return source


def _code(record: Record, key: str, form: str, example: str) -> str:
    value = record.text(key)
    if not re.fullmatch(form, value):
        raise record.error(key, f"{key} is “{value}”", f'write it like {key} = "{example}"')
    return value


def _timezone(record: Record) -> str:
    name = record.text("timezone")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "use an IANA name such as Europe/Paris or Asia/Tokyo"
        raise record.error("timezone", f"there is no time zone “{name}”", remedy) from error
    return name


def _addresses(record: Record) -> tuple[str, ...]:
    urls = record.texts("urls")
    if not urls:
        raise record.error("urls", "a source without addresses", 'write urls = ["https://…"]')
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or " " in url:
            remedy = "give it whole, beginning with https://"
            raise record.error("urls", f"“{url}” is no web address", remedy, url)
    return urls


def _hosts(record: Record) -> tuple[str, ...]:
    hosts = record.texts("hosts")
    for host in hosts:
        if not _HOST.fullmatch(host) or host.startswith("www."):
            remedy = 'write bare hosts without www, such as "presse.example"'
            raise record.error("hosts", f"“{host}” is no bare host", remedy, host)
    if len(hosts) == 1:
        remedy = "name two or more hosts that serve the same articles, or none"
        raise record.error("hosts", "one host alone has no sister", remedy)
    return hosts


def _expectation(record: Record) -> Expectation:
    expectation = Expectation(weekly=record.number("weekly", 0), fields=record.texts("fields"))
    for name in expectation.fields:
        if name not in _ARTICLE_FIELDS:
            remedy = f"use names among: {', '.join(sorted(_ARTICLE_FIELDS))}"
            raise record.error("fields", f"articles have no field “{name}”", remedy)
    record.close()
    return expectation


def _selectors(record: Record) -> Selectors:
    selectors = Selectors(
        item=record.text("item", ""),
        title=record.text("title", ""),
        body=record.text("body", ""),
        published=record.text("published", ""),
    )
    record.close()
    return selectors
