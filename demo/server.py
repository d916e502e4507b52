"""The loopback server of the sample press: an HTTP proxy that knows its outlets alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR, socket
from threading import Lock, Thread
from time import monotonic
from typing import Any

from demo.newsstand import Answer, Newsstand
from demo.press import SamplePress

_HOST = "127.0.0.1"
_IDLE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the access log."""

    at: float
    """Seconds on a monotonic clock; differences between lines mean something."""
    method: str
    url: str
    """Absolute, as it was asked for."""
    status: int
    """0 when the answer never came."""
    user_agent: str
    conditional: bool
    """The client said what it already has."""


class Newsroom:
    """A running sample press: where it is, and what it was asked."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self.proxy = f"http://{_HOST}:{server.server_port}"

    @property
    def log(self) -> tuple[Access, ...]:
        """Everything asked so far, in the order of the questions."""
        return tuple(self._server.log)


@contextmanager
def serve(press: SamplePress, port: int = 0) -> Iterator[Newsroom]:
    """Publish a sample press on loopback while the block runs; port 0 takes any free port.

    Raises:
        OSError: when the port is taken.
    """
    with _Server(press, port) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Newsroom(server)
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()


class _Server(ThreadingHTTPServer):
    """Keeps its open connections, to end them, and its access log."""

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, press: SamplePress, port: int) -> None:
        self.newsstand = Newsstand(press)
        self.log: list[Access] = []
        self._open: set[socket] = set()
        self._lock = Lock()
        super().__init__((_HOST, port), _Conversation)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - base
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - base
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every conversation, the hanging ones too; their threads then finish."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - base
        """Clients may leave in the middle of an answer; all else is reported."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Conversation(BaseHTTPRequestHandler):
    """One connection: questions as to a proxy (absolute addresses) or as to a site (Host)."""

    protocol_version = "HTTP/1.1"
    server_version = "SamplePress/1"
    sys_version = ""
    timeout = _IDLE_SECONDS
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        url = self.path
        if url.startswith("/"):
            url = f"http://{self.headers.get('host', _HOST)}{url}"
        asked = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.newsstand.answer(url, asked)
        conditional = "if-none-match" in asked or "if-modified-since" in asked
        agent = asked.get("user-agent", "")
        self.server.log.append(
            Access(monotonic(), self.command, url, answer.status, agent, conditional)
        )
        if answer.hangs:
            self._wait_for_the_end()
        else:
            self._say(answer)

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - base
        """Nothing on stderr: the log is kept in memory."""

    def _say(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name.title(), value)
        if answer.status != 304:  # noqa: PLR2004 - Not Modified has no body
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _wait_for_the_end(self) -> None:
        """Read until the client or the server hangs up."""
        self.connection.settimeout(None)
        self.close_connection = True
        while self.rfile.read(1):
            pass
