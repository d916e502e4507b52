"""A mail as it travels: RFC 5322 headers, text and HTML, all of it seven-bit. Pure.

Headers are set through the standard library's policy, which refuses line ends, on values from
which control characters were taken before: nothing that a stranger wrote can add a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from urllib.parse import quote

from digest.mail import MailBody
from digest.plain import one_line

_BODY = re.compile(r"<body\b[^>]*>")


class _AsItIs(UnstructuredHeader, BaseHeader):
    """A header of machine words, which must be neither folded nor encoded however long they are."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("message-id", "list-unsubscribe", "list-unsubscribe-post"):
    _HEADERS.map_to_type(_name, _AsItIs)
# Seven-bit: base64 or quoted-printable, whichever is shorter; no server on the way re-encodes it.
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends a mail to whom, and when. Addresses are sound and in ASCII."""

    sender: str
    recipient: str
    at: datetime
    """Aware."""
    message_id: str
    sender_name: str = ""
    recipient_name: str = ""
    reply_to: str = ""
    unsubscribe: str = ""
    """Mail address or https page; `{address}` in it is the reader's. Empty: the sender."""
    language: str = ""


def message_id(sender: str, instance: str, *parts: str) -> str:
    """The id of a mail: the same for the same parts, and telling nothing of the reader."""
    digits = sha256("\0".join((instance, *parts)).encode()).hexdigest()[:24]
    return f"<{instance}.{digits}@{sender.partition('@')[2].lower()}>"


def compose(body: MailBody, envelope: Envelope) -> EmailMessage:
    """The whole message: plain text, and HTML for those who show it."""
    mail = EmailMessage(policy=_POLICY)
    for name, value in _headers(body, envelope).items():
        if value:
            mail[name] = value
    mail.set_content(body.text, charset="utf-8")
    mail.add_alternative(body.html, subtype="html", charset="utf-8")
    # The same material gives the same bytes, where the library would draw a boundary by lot.
    mail.set_boundary(f"=_{sha256(envelope.message_id.encode()).hexdigest()[:32]}")
    if envelope.language:
        mail["Content-Language"] = envelope.language
    return mail


def annotate(body: MailBody, notices: Sequence[str]) -> MailBody:
    """The body with notices above everything else."""
    if not notices:
        return body
    lines = "".join(f"<p>{escape(notice)}</p>" for notice in notices)
    html = _BODY.sub(lambda start: start.group() + lines, body.html, count=1)
    return replace(body, html=html, text="\n".join((*notices, "", body.text)))


def _headers(body: MailBody, envelope: Envelope) -> dict[str, str | Address]:
    way_out = _way_out(envelope)
    return {
        "From": _address(envelope.sender_name, envelope.sender),
        "To": _address(envelope.recipient_name, envelope.recipient),
        "Reply-To": _address("", envelope.reply_to) if envelope.reply_to else "",
        "Subject": one_line(body.subject).strip(),
        "Date": format_datetime(envelope.at),
        "Message-ID": envelope.message_id,
        "List-Unsubscribe": f"<{way_out}>",
        # RFC 8058: the page answers a POST of this, without asking again.
        "List-Unsubscribe-Post": (
            "List-Unsubscribe=One-Click" if way_out.startswith("https:") else ""
        ),
        # RFC 3834: no answering machine shall answer.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _address(name: str, address: str) -> Address:
    return Address(display_name=one_line(name).strip(), addr_spec=address)


def _way_out(envelope: Envelope) -> str:
    given = envelope.unsubscribe or envelope.reply_to or envelope.sender
    if given.startswith("https:"):
        return given.replace("{address}", quote(envelope.recipient, safe=""))
    return f"mailto:{given}?subject=unsubscribe"
