"""A record for a page that comes without its source: enough to read its language and its clock."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.document import Document
from crawler.encoding import decode
from news.errors import ExtractionError
from news.page import Page
from news.source import Source, SourceKind

_KANA = re.compile("[\u3041-\u30ff]")
_ENOUGH_KANA = 20
_ZONES = {
    "ja": "Asia/Tokyo",
    "fr": "Europe/Paris",
    "zh": "Asia/Shanghai",
    "ko": "Asia/Seoul",
    "en": "UTC",
}
# Hosts whose ending says more of the clock than the language does.
_ZONES_BY_ENDING = {
    "jp": "Asia/Tokyo",
    "fr": "Europe/Paris",
    "be": "Europe/Brussels",
    "ch": "Europe/Zurich",
    "lu": "Europe/Luxembourg",
    "ca": "America/Toronto",
}
_COUNTRIES = {"ja": "JP", "fr": "FR"}


def unknown_source(page: Page) -> Source:
    """What can be said of the outlet of a page: its language, its zone, its host.

    Kana mean Japanese; else the page's own declaration counts, else French, the language of most
    that is read here. The zone is that of the host's country, else of the language.
    """
    host = (urlsplit(page.url_final).hostname or "").lower()
    language = _language(page)
    ending = host.rpartition(".")[2]
    zone = _ZONES_BY_ENDING.get(ending) or _ZONES.get(language, "UTC")
    return Source(
        id=re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-") or "file",
        name="",
        language=language,
        country=_COUNTRIES.get(language, ""),
        timezone=zone,
        kind=SourceKind.LISTING,
        urls=(),
    )


def place_of(host: str, words: str, language: str = "") -> tuple[str, str, str]:
    """Language, country and zone of an outlet known by its host and a few words of it.

    Kana mean Japanese; else the declared language counts, else that of the host's country.
    """
    ending = host.rpartition(".")[2].lower()
    if not re.fullmatch("[a-z]{2}", language):
        language = "ja" if ending == "jp" or _KANA.search(words) else "fr"
    zone = _ZONES_BY_ENDING.get(ending) or _ZONES.get(language, "UTC")
    country = ending.upper() if ending in _ZONES_BY_ENDING else _COUNTRIES.get(language, "FR")
    return language, country, zone


def _language(page: Page) -> str:
    try:
        text = decode(page.body, page.headers.get("content-type", "")).text
    except ExtractionError:
        return "fr"
    if len(_KANA.findall(text)) >= _ENOUGH_KANA:
        return "ja"
    if page.content_type == "text/plain" or "<" not in text:
        return "ja" if _KANA.search(text) else "fr"
    return Document(text).language or "fr"
