"""What all tests share."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Real material to measure on, beside the project; the test skips loudly without it."""
    if not SHARED.is_dir():
        pytest.skip(f"MEASURED NOTHING: {SHARED} is absent")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@dataclass
class PostOffice:
    """A real mail server on loopback, which answers as it is told and keeps what it takes."""

    port: int = 0
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    """Recipient and content of every mail it took charge of."""
    senders: list[str] = field(default_factory=list)
    """What it will answer next; taken from the front. Without any: 250."""
    recipients: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    """After the end of a mail; "hang up" takes the mail and says nothing."""
    delay: float = 0.0
    """Seconds before it answers to the end of a mail."""
    recipient_delay: float = 0.0

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Answer to the sender's name."""
        answer = self.senders.pop(0) if self.senders else "250 OK"
        envelope.mail_from = address if answer.startswith("250") else None
        return answer

    async def handle_RCPT(  # noqa: N802 (the same)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        """Answer to the reader's name."""
        await asyncio.sleep(self.recipient_delay)
        answer = self.recipients.pop(0) if self.recipients else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 (the same)
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take the mail or not."""
        answer = self.ends.pop(0) if self.ends else "250 Taken"
        content = envelope.content
        assert isinstance(content, bytes)
        if answer.startswith("250") or answer == "hang up":
            self.mails += [(str(address), content) for address in envelope.rcpt_tos]
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        await asyncio.sleep(self.delay)
        return answer


@pytest.fixture
def open_post_office() -> Iterator[Callable[..., PostOffice]]:
    """Open mail servers; keywords are what aiosmtpd's controller takes."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415 (few tests need it)

    with ExitStack() as stack:

        def start(**options: Any) -> PostOffice:  # noqa: ANN401 (any option)
            office = PostOffice()
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                office.port = free.getsockname()[1]
            controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
            controller.start()
            stack.callback(controller.stop)
            return office

        yield start


@pytest.fixture
def post_office(open_post_office: Callable[..., PostOffice]) -> PostOffice:
    """A mail server that takes everything."""
    return open_post_office()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; the test skips loudly without it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only pages need it

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("no Chromium on this machine: the browser tests were NOT run")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
