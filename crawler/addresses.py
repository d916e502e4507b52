"""Which addresses may be asked: pure decisions on schemes, literals and resolved addresses."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_SCHEMES = frozenset(("http", "https"))
_NAT64 = IPv6Network("64:ff9b::/96")
# What the standard library takes for global: IPv4 written in IPv6 (RFC 4291, deprecated), the
# operator's own NAT64 (RFC 8215), and site-local addresses (RFC 3879, deprecated).
_INSIDE = tuple(map(IPv6Network, ("::/96", "64:ff9b:1::/48", "fec0::/10")))
_LOCAL_NAMES = re.compile(r"(?:^|\.)(?:localhost|local|internal|localdomain|home\.arpa)\.?$")
# inet_aton reads all that browsers and C libraries read: 127.1, 0x7f.1, 2130706433, 0177.0.0.1.
_NUMBER_HOST = re.compile(r"^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?$", re.IGNORECASE)


def refusal(url: str, *, allow_private: bool) -> str:
    """Why an address may not be asked, in one line; empty when it may.

    Judges what can be judged without asking anybody: the scheme, and hosts that are numbers or
    names of this machine. Names are judged again when they are resolved.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return "the address is malformed"
    if parts.scheme.lower() not in _SCHEMES:
        return f"only http and https are asked, not {parts.scheme or 'an address without a scheme'}"
    if not host:
        return "the address names no host"
    return "" if allow_private else _inside(host)


def _inside(host: str) -> str:
    literal = read_literal(host)
    if literal is not None and is_private(literal):
        return f"{host} is a private or local address"
    if literal is None and _LOCAL_NAMES.search(host.lower()):
        return f"{host} is a name of this machine or network"
    return ""


def read_literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host written in numbers stands for, in any writing; None for a name."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    if not _NUMBER_HOST.match(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, ValueError):
        return None


def is_private(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is anything but a public host: private, loopback, shared ..."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(inner)
        if any(address in network for network in _INSIDE):
            return True
    return not address.is_global or address.is_multicast
