"""Copies that others keep of a page: the address of the original that they carry in their own."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_AMP_CACHE = re.compile(r"^/[a-z]/(?P<safe>s/)?(?P<rest>[^/]+\.[^/]+(?:/.*)?)$")
_GOOGLE = re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}$")
_SEARCH_CACHE = re.compile(r"^cache:(?:[\w-]{6,}:)?(?P<rest>(?:https?://)?[^\s+]+)")
_ARCHIVED = re.compile(r"^/(?:web/)?\d{4,14}[a-z_]{0,4}/(?P<rest>https?:/{1,2}.+)$")
_ARCHIVES = re.compile(r"^(?:web\.archive\.org|archive\.(?:ph|today|is|li|vn|md|fo))$")
# The copy's host is the original's with hyphens for dots, and two hyphens for a hyphen.
_HYPHENED = re.compile(r"^(?P<name>[a-z0-9-]+)\.(?:translate\.goog|cache\.yimg\.jp)$")


def original_of(url: str) -> str:
    """The address of the page that an address holds a copy of; the address itself of any other.

    Known are the AMP caches, the caches of search engines, translated copies, and archives of the
    web.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if host.endswith((".cdn.ampproject.org", ".bing-amp.com")):
        return _from_amp(parts.path, parts.query) or url
    if _GOOGLE.match(host) and parts.path.startswith("/amp/"):
        return _from_amp(f"/c{parts.path.removeprefix('/amp')}", parts.query) or url
    if host == "webcache.googleusercontent.com":
        return _from_search(parts.query) or url
    if _ARCHIVES.match(host):
        return _from_archive(parts) or url
    match = _HYPHENED.match(host)
    return _from_hyphens(match["name"], parts) if match else url


def _from_amp(path: str, query: str) -> str:
    match = _AMP_CACHE.match(path)
    if match is None:
        return ""
    scheme = "https" if match["safe"] else "http"
    return f"{scheme}://{match['rest']}{f'?{query}' if query else ''}"


def _from_search(query: str) -> str:
    asked = next(iter(parse_qs(query).get("q", ())), "")
    match = _SEARCH_CACHE.match(asked)
    if match is None:
        return ""
    rest = match["rest"]
    return rest if rest.startswith("http") else f"http://{rest}"


def _from_archive(parts: SplitResult) -> str:
    match = _ARCHIVED.match(unquote(parts.path))
    if match is None:
        return ""
    rest = re.sub(r"^(https?):/{1,2}", r"\1://", match["rest"])
    return f"{rest}?{parts.query}" if parts.query else rest


def _from_hyphens(name: str, parts: SplitResult) -> str:
    host = name.replace("--", "\0").replace("-", ".").replace("\0", "-")
    kept = "&".join(pair for pair in parts.query.split("&") if not pair.startswith("_x_tr_"))
    return f"https://{host}{parts.path}{f'?{kept}' if kept else ''}"
