"""Name resolution, IPv4 and IPv6: addresses that point inside are dropped on the way.

What is checked is what is connected to: the connection is given the very addresses that passed
here, so that a name which leads elsewhere the second time gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Any

from twisted.internet._resolver import GAIResolver

from crawler.addresses import is_private
from crawler.crawl import Crawl

# Twisted declares these by zope interfaces, which mypy cannot read without a plugin of its own.
_Zope = Any


class _Filter:
    """Passes on the addresses that are not private; names that have private ones only are told."""

    def __init__(self, receiver: _Zope, crawl: Crawl, name: str) -> None:
        self._receiver = receiver
        self._crawl = crawl
        self._name = name
        self._passed = self._dropped = 0

    def resolutionBegan(self, resolution: _Zope) -> None:  # noqa: N802 - Twisted's name
        """Called by Twisted."""
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: _Zope) -> None:  # noqa: N802 - Twisted's name
        """Called by Twisted with each address of the name."""
        literal = str(getattr(address, "host", "")).partition("%")[0]
        if is_private(ip_address(literal)):
            self._dropped += 1
            return
        self._passed += 1
        self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 - Twisted's name
        """Called by Twisted when all addresses are known."""
        if self._dropped and not self._passed:
            self._crawl.refused_hosts.add(self._name)
        self._receiver.resolutionComplete()


class GuardedResolver:
    """Resolves names and drops answers that point inside."""

    def __init__(self, reactor: _Zope, crawl: Crawl) -> None:
        self._reactor = reactor
        self._crawl = crawl
        self._resolver: Any = GAIResolver(reactor, getaddrinfo=socket.getaddrinfo)

    def install_on_reactor(self) -> None:
        """Called by Scrapy."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 - Twisted's
        self,
        resolutionReceiver: _Zope,  # noqa: N803 - Twisted's name
        hostName: str,  # noqa: N803 - Twisted's name
        portNumber: int = 0,  # noqa: N803 - Twisted's name
        addressTypes: Sequence[type] | None = None,  # noqa: N803 - Twisted's name
        transportSemantics: str = "TCP",  # noqa: N803 - Twisted's name
    ) -> _Zope:
        """The addresses of a name; private ones only where they are allowed or a proxy asks."""
        options = self._crawl.options
        if not options.allow_private and not options.proxy:
            resolutionReceiver = _Filter(resolutionReceiver, self._crawl, hostName)  # noqa: N806 - Twisted's name
        answer: _Zope = self._resolver.resolveHostName(
            resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics
        )
        return answer
