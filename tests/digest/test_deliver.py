"""Giving a letter to a real server on loopback: every answer, and every way to get none."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from digest import Fate, Letter, MailServer, post

if TYPE_CHECKING:
    from tests.post import PostOffice

LETTER = Letter(
    "revue@fildesoie.example",
    "anna@lecteurs.example",
    b"Subject: Essai\r\n\r\n.un point\r\n..deux points\r\n.\r\nfin\r\n",
)


def server(port: int, **facts: Any) -> MailServer:  # noqa: ANN401 - any field
    usual: dict[str, Any] = {"tls": "none", "timeout_seconds": 5.0}
    return MailServer("127.0.0.1", port, **(usual | facts))


def always() -> bool:
    return True


def test_a_letter_arrives_as_it_was_written(post_office: PostOffice) -> None:
    posted = post(LETTER, server(post_office.port), always)
    assert (posted.fate, posted.detail) == (Fate.TAKEN, "250 Taken")
    assert post_office.mails == [(LETTER.recipient, LETTER.content)]


@pytest.mark.parametrize(
    ("place", "answer", "fate"),
    [
        ("senders", "451 Try later", Fate.PUT_OFF),
        ("senders", "550 You may not send here", Fate.PUT_OFF),
        ("recipients", "450 Mailbox busy", Fate.PUT_OFF),
        ("recipients", "550 No such reader", Fate.REFUSED),
        ("ends", "421 Going down", Fate.PUT_OFF),
        ("ends", "451 Greylisted", Fate.PUT_OFF),
        ("ends", "554 Not wanted", Fate.REFUSED),
    ],
)
def test_a_refusal_is_for_now_or_for_good(
    post_office: PostOffice,
    place: str,
    answer: str,
    fate: Fate,
) -> None:
    getattr(post_office, place).append(answer)
    posted = post(LETTER, server(post_office.port), always)
    assert (posted.fate, posted.detail) == (fate, answer)
    assert post_office.mails == []
    assert post(LETTER, server(post_office.port), always).fate is Fate.TAKEN


def test_nothing_arrives_without_leave(post_office: PostOffice) -> None:
    assert post(LETTER, server(post_office.port), lambda: False).fate is Fate.LEFT
    assert post(LETTER, server(post_office.port), always).fate is Fate.TAKEN
    assert len(post_office.mails) == 1


def test_leave_is_asked_for_only_when_all_else_is_done(post_office: PostOffice) -> None:
    asked: list[int] = []

    def leave() -> bool:
        asked.append(len(post_office.mails))
        return True

    post_office.recipients.append("550 No")
    post(LETTER, server(post_office.port), leave)
    assert asked == []
    post(LETTER, server(post_office.port), leave)
    assert asked == [0]


def test_a_server_that_takes_the_end_and_says_nothing_is_no_reason_to_send_again(
    post_office: PostOffice,
) -> None:
    post_office.ends.append("hang up")
    assert post(LETTER, server(post_office.port), always).fate is Fate.UNKNOWN
    post_office.delay = 1.0
    slow = server(post_office.port, timeout_seconds=0.05)
    assert post(LETTER, slow, always).fate is Fate.UNKNOWN


def test_a_server_that_is_slow_before_the_end_may_be_asked_again(post_office: PostOffice) -> None:
    post_office.recipient_delay = 0.5
    posted = post(LETTER, server(post_office.port, timeout_seconds=0.1), always)
    assert posted.fate is Fate.PUT_OFF
    assert posted.detail
    assert post_office.mails == []


def test_no_server_at_all() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    posted = post(LETTER, server(port), always)
    assert posted.fate is Fate.PUT_OFF
    assert "refused" in posted.detail


def test_a_host_that_is_no_name_is_told() -> None:
    assert post(LETTER, MailServer("a..b", 25, "none"), always).fate is Fate.PUT_OFF


@pytest.fixture
def authority(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate, and the authority that signed it."""
    made = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("127.0.0.1").configure_cert(context)
    made.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return context, tmp_path / "ca.pem"


def test_starttls_with_a_certificate_that_is_trusted_and_a_password(
    open_post_office: Callable[..., PostOffice], authority: tuple[ssl.SSLContext, Path]
) -> None:
    context, ca_file = authority

    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _: str, given: LoginPassword
    ) -> AuthResult:
        right = (given.login, given.password) == (b"soie", b"right")
        return AuthResult(success=right, handled=False)

    office = open_post_office(
        tls_context=context, require_starttls=True, auth_required=True, authenticator=check
    )
    sound = server(office.port, tls="starttls", ca_file=ca_file, user="soie", password="right")  # noqa: S106 - of this test alone
    assert post(LETTER, sound, always).fate is Fate.TAKEN
    wrong = server(office.port, tls="starttls", ca_file=ca_file, user="soie", password="no")  # noqa: S106 - a wrong one
    refused = post(LETTER, wrong, always)
    assert (refused.fate, refused.detail[:3]) == (Fate.PUT_OFF, "535")
    stranger = post(LETTER, server(office.port, tls="starttls"), always)
    assert stranger.fate is Fate.PUT_OFF
    assert "certificate verify failed" in stranger.detail
    assert len(office.mails) == 1


def test_a_server_without_encryption_gets_nothing_in_clear(post_office: PostOffice) -> None:
    posted = post(LETTER, server(post_office.port, tls="starttls"), always)
    assert posted.fate is Fate.PUT_OFF
    assert "STARTTLS" in posted.detail


def test_encryption_from_the_first_byte(
    open_post_office: Callable[..., PostOffice], authority: tuple[ssl.SSLContext, Path]
) -> None:
    context, ca_file = authority
    office = open_post_office(ssl_context=context)
    assert post(LETTER, server(office.port, tls="tls", ca_file=ca_file), always).fate is Fate.TAKEN
