"""A mail server for tests, on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session


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


@contextmanager
def open_post(**options: Any) -> Iterator[PostOffice]:  # noqa: ANN401 (any option of aiosmtpd)
    """A server that takes everything while the block runs; keywords go to aiosmtpd's controller."""
    from aiosmtpd.controller import Controller  # noqa: PLC0415 (few tests need it)

    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port, **options)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
