"""The canonical form of an address: one article, one id, however it is linked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from news.copies import original_of

# Parameters that say where a reader came from, not what is read.
_TRACKING = re.compile(
    r"^(?:utm_\w+|at_\w+|xtor|xtref|xtcr|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|cx_\w+"
    r"|gaa_\w+|pk_\w+|mtm_\w+|_hs\w+|mkt_tok|ref|ref_src|referer|iref|cmpid|ncid|ns_\w+|wt_\w+|n_cid"
    r"|amp|outputtype)$",
    re.IGNORECASE,
)
_SUBDOMAIN = re.compile(r"^(?:www\d?|m|mobile|touch|amp|sp)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"(?:/amp(?:/|$)|\.amp(?=\.html?$|$))", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "!$&'()*+,;=:@~-._"
_NO_SISTERS: Mapping[str, str] = MappingProxyType({})


def canonical_url(url: str, sisters: Mapping[str, str] = _NO_SISTERS) -> str:
    """The form of an address that all its variants share; made to compare, not to open.

    Scheme, `www`, mobile and AMP variants, copies in caches and archives, tracking parameters,
    index pages, fragments and trailing slashes are unified. Applying it twice changes nothing.

    Args:
        url: any http or https address.
        sisters: hosts that serve the same articles under the same paths, each with the host that
            counts; all without `www`.

    Raises:
        ValueError: when the text is no http or https address.
    """
    once = _canonical_once(url, sisters)
    while once != url:
        url, once = once, _canonical_once(once, sisters)
    return once


def _canonical_once(url: str, sisters: Mapping[str, str]) -> str:
    url = original_of(url.strip())
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"not a web address: {url[:200]!r}")
    host = _SUBDOMAIN.sub("", parts.hostname.rstrip(".").encode("idna").decode("ascii"))
    host = sisters.get(host, host)
    if parts.port and parts.port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{parts.port}"
    path = quote(unquote(parts.path), safe=f"/{_SAFE}")
    path = _AMP_PATH.sub(lambda match: "/" if match.group().endswith("/") else "", path)
    path = _INDEX.sub("/", re.sub(r"/{2,}", "/", path)).rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(pair for pair in pairs if not _TRACKING.match(pair[0])))
    return urlunsplit(("https", host, path, query, ""))


def article_id(url: str, sisters: Mapping[str, str] = _NO_SISTERS) -> str:
    """Id of an article: 16 hexadecimal digits of the SHA-256 of its canonical address.

    Args:
        url: any of its addresses.
        sisters: as for `canonical_url`.

    Raises:
        ValueError: when the text is no http or https address.
    """
    return sha256(canonical_url(url, sisters).encode("utf-8")).hexdigest()[:16]
