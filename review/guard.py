"""What stands before every page: who may ask, what may be asked, and what browsers may do.

A page of a stranger's site can make a browser send requests here and, by pointing its own name
at 127.0.0.1, read the answers (DNS rebinding). It cannot forge the Host header: hence the check.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of the desk's own pages: no script at all."""

DIGEST_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The same for a stored digest, which carries its style inside and asks the network nothing."""

SECURITY_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
}


class Guard:
    """ASGI middleware: refuses strange hosts and methods, puts the headers on every answer.

    Args:
        app: What answers the rest.
        hosts: Values of the Host header that are answered, without port, in lower case.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await (self._refusal(scope) or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        host = Headers(scope=scope).get("host", "")
        if _without_port(host) not in self._hosts:
            known = ", ".join(self._hosts)
            text = f"The desk does not answer to the host name {host[:100]!r}; use one of: {known}"
            return PlainTextResponse(f"{text}\n", status_code=421)
        if scope["method"] not in METHODS:
            text = f"The desk only reads: use {' or '.join(METHODS)}.\n"
            return PlainTextResponse(text, status_code=405, headers={"allow": ", ".join(METHODS)})
        return None


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
