"""Who may use the desk, once it has accounts: what the pages about people are given."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from starlette.requests import Request

from review.passwords import Passwords
from storage import Accounts, Entry


def _real_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Access:
    """The accounts, and the rules of their use."""

    accounts: Accounts
    public_url: str = ""
    """Where browsers find the desk, as `https://desk.example`; empty on loopback alone."""
    passwords: Passwords = field(default_factory=Passwords)
    now: Callable[[], datetime] = _real_now
    """The clock of sessions and waits; aware. It runs, also where a rehearsal's stands still."""
    idle: timedelta = timedelta(hours=12)
    """A session that is unused for this long ends."""
    lasting: timedelta = timedelta(days=7)
    """A session ends after this long, however much it is used."""

    @property
    def encrypted(self) -> bool:
        """Whether browsers reach the desk by https."""
        return self.public_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name that browsers give, without port; empty when there is no public one."""
        parts = urlsplit(self.public_url)
        return f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""

    def entry(self, request: Request, who: str, what: str, on: str) -> Entry:
        """A line for the audit log about what a request does."""
        return Entry(self.now(), who, what, on, address_of(request))


def address_of(request: Request) -> str:
    """Where a request comes from; one IPv6 customer holds a whole /64, so it is that."""
    if request.client is None:
        return ""
    try:
        address = ipaddress.ip_address(request.client.host.partition("%")[0])
    except ValueError:
        return request.client.host[:100]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
