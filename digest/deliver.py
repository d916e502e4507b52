"""Giving a mail to a server, so that nobody gets it twice.

SMTP makes a server answerable for a mail when it has read the line that ends it. All that can
fail before (connection, encryption, password, addresses, the text itself) is done first; then
the caller is asked for leave, which puts the attempt on record; only then the end is sent. What
breaks before the leave was surely not delivered and may be tried again; what breaks between the
leave and the answer may have been, and is not.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from smtplib import SMTP, SMTP_SSL, SMTPResponseException
from typing import Literal

from digest.plain import one_line

_OK = range(200, 300)
_READY = 354
_FOR_GOOD = range(500, 600)
_DETAIL_AT_MOST = 200
_LAST_ANSWER = 10
"""RFC 5321, 4.5.3.2: a server may take minutes to store a mail, far longer than for the rest."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes mail."""

    host: str
    port: int
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    ca_file: Path | None = None
    """Certificates to trust besides those of the system."""
    timeout_seconds: float = 60.0
    """For one answer; ten times as long for the last one."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail and the two addresses that the server is told; the addresses are sound."""

    sender: str
    recipient: str
    content: bytes
    """Seven-bit, lines ended by CR LF."""


class Fate(StrEnum):
    """What became of a letter."""

    TAKEN = "taken"
    """The server took charge of it."""
    PUT_OFF = "put off"
    """Surely not taken; another attempt may succeed."""
    REFUSED = "refused"
    """Surely not taken; the server will not have this mail, or not for this reader."""
    UNKNOWN = "unknown"
    """The end was sent, and no answer came."""
    LEFT = "left"
    """The caller gave no leave."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a letter, and why."""

    fate: Fate
    detail: str
    """The server's answer or the error, on one line."""


def post(letter: Letter, server: MailServer, leave: Callable[[], bool]) -> Posted:
    """Give one letter to the server.

    Args:
        letter: what to send.
        server: whom to give it to.
        leave: asked once, just before the point of no return; false sends nothing.
    """
    try:
        with closing(_connect(server)) as smtp:
            if refusal := _offer(smtp, letter):
                return refusal
            if not leave():
                return Posted(Fate.LEFT, "")
            answer = _finish(smtp, server.timeout_seconds * _LAST_ANSWER)
            with suppress(OSError):
                smtp.quit()
            return answer
    except (OSError, UnicodeError) as error:  # an OSError is also what smtplib raises
        return Posted(Fate.PUT_OFF, _explain(error))


def knock(server: MailServer) -> str:
    """Whether a server lets us in, without a mail; what it says when it does not."""
    try:
        with closing(_connect(server)) as smtp:
            smtp.noop()
            with suppress(OSError):
                smtp.quit()
    except (OSError, UnicodeError) as error:
        return _explain(error)
    return ""


def _connect(server: MailServer) -> SMTP:
    context = ssl.create_default_context()
    if server.ca_file:
        context.load_verify_locations(server.ca_file)
    place = (server.host, server.port)
    if server.tls == "tls":
        smtp: SMTP = SMTP_SSL(*place, timeout=server.timeout_seconds, context=context)
    else:
        smtp = SMTP(*place, timeout=server.timeout_seconds)
    try:
        if server.tls == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _offer(smtp: SMTP, letter: Letter) -> Posted | None:
    """All of it but the end; what the server has against it.

    A sender that is refused is a matter of settings and may be mended; a recipient or a text that
    is refused for good stays so.
    """
    code, answer = smtp.mail(letter.sender)
    if code not in _OK:
        return Posted(Fate.PUT_OFF, _tell(code, answer))
    code, answer = smtp.rcpt(letter.recipient)
    if code not in _OK:
        return _refusal(code, answer)
    code, answer = smtp.docmd("DATA")
    if code != _READY:
        return _refusal(code, answer)
    # A line that begins with a dot is given a second one (RFC 5321, 4.5.2).
    smtp.send(re.sub(rb"^\.", b"..", letter.content, flags=re.MULTILINE))
    return None


def _finish(smtp: SMTP, seconds: float) -> Posted:
    try:
        if smtp.sock:
            smtp.sock.settimeout(seconds)
        smtp.send(b".\r\n")
        code, answer = smtp.getreply()
    except OSError as error:
        return Posted(Fate.UNKNOWN, _explain(error))
    return Posted(Fate.TAKEN, _tell(code, answer)) if code in _OK else _refusal(code, answer)


def _refusal(code: int, answer: bytes) -> Posted:
    return Posted(Fate.REFUSED if code in _FOR_GOOD else Fate.PUT_OFF, _tell(code, answer))


def _explain(error: OSError | UnicodeError) -> str:
    if isinstance(error, SMTPResponseException):
        answer = error.smtp_error
        return _tell(error.smtp_code, answer if isinstance(answer, bytes) else answer.encode())
    return _short(f"{type(error).__name__}: {error}")


def _tell(code: int, answer: bytes) -> str:
    return _short(f"{code} {answer.decode('utf-8', 'replace')}")


def _short(text: str) -> str:
    return one_line(text).strip()[:_DETAIL_AT_MOST]
