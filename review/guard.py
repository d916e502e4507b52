"""What stands before every page: who may ask, what may be asked, and what browsers may do.

A page of a stranger's site can make a browser send requests here and, by pointing its own name
at 127.0.0.1, read the answers (DNS rebinding). It cannot forge the Host header: hence the check.
What changes something must come from a page of the desk itself, told by `Sec-Fetch-Site`, or by
`Origin` where a browser does not send the former, and from a session. The order is: host, method,
who asks, where from, session, size; what the role allows is each page's question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.session import Recognised, Sessions, read_bearer

METHODS = ("GET", "HEAD")
"""Methods that only read."""
CHANGES = ("POST",)
"""Methods that may change something."""
OPEN = ("/login",)
"""Pages that need no session; so do the files under `/static/`, which never meet one."""
API = "/api/"
"""Beginning of the addresses that answer in JSON, refusals included."""
FOR_PROGRAMS = (API, "/health", "/metrics")
"""Beginnings of addresses that programs read: without a token they are told so, not asked in."""
PASSWORD = "/password"  # noqa: S105 (an address)
_STATIC = "/static/"
_UNSETTLED = (PASSWORD, "/logout")
"""Pages for those who must change their password first."""
MOST_BYTES = 1_000_000
"""Of what a request brings."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")

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
    "x-frame-options": "DENY",
    # Browsers without Sec-Fetch-Site would send `Origin: null` with `no-referrer`.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not let through."""

    status: int
    code: str
    """Of the phrase that says why."""
    text: str
    """The same for whoever reads no phrase."""
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Replies:
    """How those are answered that are not let through; by default in plain text."""

    ask: Callable[[Request], Response] | None = None
    """To somebody who reads without a session: how to get one."""
    tell: Callable[[Request, Refusal], Response] | None = None
    """To programs that ask the API."""


class Guard:
    """ASGI middleware: refuses strange hosts, methods and origins, recognises who asks.

    It puts the headers on every answer, and the `Visitor` into the scope of every request.

    Args:
        app: What answers the rest.
        hosts: Values of the Host header that are answered, without port, in lower case.
        sessions: How people are recognised.
        replies: How those are answered that are not let through.
        public: The origin under which browsers find the desk, if it is not loopback's.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: tuple[str, ...],
        sessions: Sessions,
        replies: Replies = Replies(),
        public: str = "",
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._sessions = sessions
        self._replies = replies
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        # Recognising reads the store, and asking may render a page.
        refusal, cookie = await run_in_threadpool(self._judge, scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    given.setdefault(name, value)
                if cookie:
                    given.append("set-cookie", cookie)
            await send(message)

        await (refusal or self._app)(scope, _bounded(receive), send_guarded)

    def _judge(self, scope: Scope) -> tuple[Response | None, str]:
        """The refusal of a request, if it is refused, and the cookie to answer with."""
        headers, method = Headers(scope=scope), scope["method"]
        unheard = self._refuse_unheard(headers, method)
        if unheard or (method in METHODS and scope["path"].startswith(_STATIC)):
            return self._told(scope, unheard), ""
        found = self._sessions.recognise(headers, reading=method in METHODS)
        scope["visitor"] = found.visitor if found else None
        if method in METHODS:
            refusal = self._refuse_reading(scope, headers, found)
        else:
            refusal = self._refuse_change(scope, headers, found)
        cookie = found.cookie if found and not refusal else ""
        return self._told(scope, refusal), cookie

    def _told(self, scope: Scope, refusal: Response | Refusal | None) -> Response | None:
        if not isinstance(refusal, Refusal):
            return refusal
        if self._replies.tell and scope["path"].startswith(API):
            return self._replies.tell(Request(scope), refusal)
        text = f"{refusal.text}.\n"
        return PlainTextResponse(text, status_code=refusal.status, headers=refusal.headers)

    def _refuse_unheard(self, headers: Headers, method: str) -> Refusal | None:
        """Refusals that need not know who asks."""
        host = headers.get("host", "")
        if _without_port(host) not in self._hosts:
            known = ", ".join(self._hosts)
            text = f"The desk does not answer to the host name {host[:100]!r}; use: {known}"
            return _refuse(421, "strange-host", text)
        if method not in (*METHODS, *CHANGES):
            allowed = ", ".join((*METHODS, *CHANGES))
            return _refuse(405, "other-method", f"Use one of {allowed}", allow=allowed)
        if any(name in headers for name in _FORWARDED) and self._sessions.alone:
            text = "A desk without accounts answers to no proxy: add an account"
            return _refuse(421, "no-proxy", text)
        return None

    def _refuse_reading(
        self, scope: Scope, headers: Headers, found: Recognised | None
    ) -> Response | Refusal | None:
        path = scope["path"]
        if found is None and path not in OPEN:
            asking = not path.startswith(FOR_PROGRAMS) and read_bearer(headers) is None
            if self._replies.ask is None or not asking:
                return self._refuse_unknown(scope, headers)
            return self._replies.ask(Request(scope))
        if found and found.must_change and path not in (*OPEN, *_UNSETTLED):
            return _refuse_unsettled() if path.startswith(API) else RedirectResponse(PASSWORD, 303)
        return None

    def _refuse_change(
        self, scope: Scope, headers: Headers, found: Recognised | None
    ) -> Refusal | None:
        path = scope["path"]
        if not (found and found.by_token) and not _of_the_desk(headers, self._public):
            text = "Changes are made from the desk's own pages"
            return _refuse(403, "not-from-here", text)
        if found is None and path not in OPEN:
            return self._refuse_unknown(scope, headers)
        if found and found.must_change and path not in (*OPEN, *_UNSETTLED):
            return _refuse_unsettled()
        if _too_long(headers.get("content-length", "0")):
            text = f"A request brings at most {MOST_BYTES} bytes"
            return _refuse(413, "body-too-large", text)
        return None

    def _refuse_unknown(self, scope: Scope, headers: Headers) -> Refusal:
        wrong = read_bearer(headers) is not None
        if wrong and (seconds := self._sessions.wrong_token(Request(scope))):
            text = f"Too many wrong tokens came from this address: wait {seconds} s"
            return _refuse(429, "wrong-tokens", text, **{"retry-after": str(seconds)})
        text = "This needs a session or a token: open the desk again"
        return _refuse(401, "session-needed", text, **{"www-authenticate": "Bearer"})


def _of_the_desk(headers: Headers, public: str) -> bool:
    """Whether a page of the desk itself sends this; a request that does not say is refused."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin, host = headers.get("origin", ""), headers.get("host", "")
    if host == public.partition("://")[2]:
        return origin == public  # its own scheme too: somebody else may answer for http
    return bool(host) and origin in {f"http://{host}", f"https://{host}"}


def _bounded(receive: Receive) -> Receive:
    """What a request brings, cut where it says nothing of its length and does not end."""
    had = 0

    async def receive_bounded() -> Message:
        nonlocal had
        message = await receive()
        had += len(message.get("body", b""))
        if had > MOST_BYTES:
            raise HTTPException(413, "body-too-large")
        return message

    return receive_bounded


def _refuse_unsettled() -> Refusal:
    return _refuse(403, "password-first", "Change your password first")


def _refuse(status: int, code: str, text: str, **headers: str) -> Refusal:
    return Refusal(status, code, text, headers)


def _too_long(length: str) -> bool:
    plain = length.isascii() and length.isdigit() and len(length) <= len(str(MOST_BYTES))
    return not plain or int(length) > MOST_BYTES


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()
