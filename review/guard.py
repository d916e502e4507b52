"""What stands before every page: who may ask, what may be asked, and what browsers may do.

A page of a stranger's site can make a browser send requests here and, by pointing its own name
at 127.0.0.1, read the answers (DNS rebinding). It cannot forge the Host header: hence the check.
What changes something must come from a page of the desk itself, told by `Sec-Fetch-Site`, or by
`Origin` where a browser does not send the former, and from a session.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.session import Sessions

METHODS = ("GET", "HEAD")
"""Methods that only read."""
CHANGES = ("POST",)
"""Methods that may change something."""

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policy of the desk's own pages: its own files, nothing written into a page."""

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
    """ASGI middleware: refuses strange hosts, methods and origins, recognises who asks.

    It puts the headers on every answer, and the `Visitor` into the scope of every request.

    Args:
        app: What answers the rest.
        hosts: Values of the Host header that are answered, without port, in lower case.
        sessions: How people are recognised.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], sessions: Sessions) -> None:
        self._app = app
        self._hosts = hosts
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        scope["visitor"] = self._sessions.recognise(headers)
        refusal = self._refusal(scope, headers)
        begun = "" if refusal else self._sessions.begin(headers)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    given.setdefault(name, value)
                if begun:
                    given.append("set-cookie", begun)
            await send(message)

        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        host = headers.get("host", "")
        if _without_port(host) not in self._hosts:
            known = ", ".join(self._hosts)
            return _refuse(
                421, f"The desk does not answer to the host name {host[:100]!r}; use: {known}"
            )
        if scope["method"] in METHODS:
            return None
        if scope["method"] not in CHANGES:
            allowed = ", ".join((*METHODS, *CHANGES))
            return _refuse(405, f"Use one of {allowed}", allow=allowed)
        if not _of_the_desk(headers):
            return _refuse(403, "Changes are made from the desk's own pages")
        if scope["visitor"] is None:
            return _refuse(401, "Changes need a session: open the desk again")
        return None


def _of_the_desk(headers: Headers) -> bool:
    """Whether a page of the desk itself sends this; a request that does not say is refused."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return urlsplit(headers.get("origin", "")).netloc == headers.get("host")


def _refuse(status: int, text: str, **headers: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}.\n", status_code=status, headers=headers)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
