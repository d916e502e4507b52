"""A mail as it travels: parsed again by the standard library, it says what was meant."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from digest import Envelope, MailBody, annotate, compose, message_id
from digest.message import _HEADERS

TITLE = "フィル・ド・ソワ 2022年5月20日（金）のまとめ：愛知県とオーベルニュ・ローヌ・アルプ地域圏"
TEXT = "愛知県の知事がリヨンを訪れた。\n.\nFrom Lyon, l’été — œuvre.\n" + "長い行" * 400 + "\n"
BODY = MailBody(TITLE, "<!DOCTYPE html><html lang=ja><body class=a><p>愛知</p></body></html>", TEXT)
ENVELOPE = Envelope(
    sender="revue@fildesoie.example",
    recipient="taro@dokusha.example",
    at=datetime(2022, 5, 21, 8, tzinfo=ZoneInfo("Asia/Tokyo")),
    message_id=message_id("revue@fildesoie.example", "soie", "taro@dokusha.example", "2022-05-20"),
    sender_name='Fil de Soie, "la revue" é',
    recipient_name="愛知 太郎",
    language="ja",
)


def sent(body: MailBody = BODY, /, **facts: Any) -> EmailMessage:  # noqa: ANN401 - any field
    raw = compose(body, replace(ENVELOPE, **facts)).as_bytes()
    raw.decode("ascii")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    found = message_from_bytes(raw, policy=default.clone(header_factory=_HEADERS))
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def test_japanese_arrives_whole_in_headers_text_and_html() -> None:
    mail = sent()
    assert mail["Subject"] == TITLE
    assert mail["To"].addresses[0].display_name == "愛知 太郎"
    assert mail["From"].addresses[0].display_name == 'Fil de Soie, "la revue" é'
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(html, EmailMessage)
    assert text.get_content().replace("\r\n", "\n") == TEXT
    assert html.get_content().strip() == BODY.html
    assert text["Content-Transfer-Encoding"] == "base64"
    assert (mail["Date"], mail["Content-Language"]) == ("Sat, 21 May 2022 08:00:00 +0900", "ja")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_lines_are_short_enough_for_any_server() -> None:
    lines = compose(BODY, ENVELOPE).as_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 78


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\x85", "\v", "\x00", "\x1c"])
def test_no_text_adds_a_header(ending: str) -> None:
    evil = f"Revue{ending}Bcc: victim@elsewhere.example{ending}{ending}<script>"
    mail = sent(replace(BODY, subject=evil), sender_name=evil, recipient_name=evil)
    clean = sent()
    assert mail.keys() == clean.keys()
    assert mail["To"].addresses[0].addr_spec == "taro@dokusha.example"
    assert len(mail["To"].addresses) == len(mail["From"].addresses) == 1


@pytest.mark.parametrize("field", ["recipient", "sender", "reply_to", "message_id"])
def test_an_address_with_a_line_end_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        sent(**{field: "<a@b.example>\r\nBcc: victim@elsewhere.example"})


def test_the_id_and_the_bytes_are_the_same_for_the_same_mail() -> None:
    assert compose(BODY, ENVELOPE).as_bytes() == compose(BODY, ENVELOPE).as_bytes()
    made = [
        message_id("a@x.example", instance, reader, day)
        for instance in ("soie", "test")
        for reader in ("anna", "bert")
        for day in ("2022-05-20", "2022-05-21")
    ]
    assert len(set(made)) == 8
    assert all(item.endswith("@x.example>") and "anna" not in item for item in made)


@pytest.mark.parametrize(
    ("facts", "way", "one_click"),
    [
        ({}, "<mailto:revue@fildesoie.example?subject=unsubscribe>", None),
        ({"reply_to": "a@b.example"}, "<mailto:a@b.example?subject=unsubscribe>", None),
        ({"unsubscribe": "out@b.example"}, "<mailto:out@b.example?subject=unsubscribe>", None),
        (
            {"unsubscribe": f"https://b.example/{'long' * 40}?reader={{address}}"},
            f"<https://b.example/{'long' * 40}?reader=taro%40dokusha.example>",
            "List-Unsubscribe=One-Click",
        ),
    ],
)
def test_every_mail_has_a_way_out(facts: dict[str, Any], way: str, one_click: str | None) -> None:
    mail = sent(**facts)
    assert (mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) == (way, one_click)
    raw = compose(BODY, replace(ENVELOPE, **facts)).as_bytes()
    assert f"\r\nList-Unsubscribe: {way}\r\n".encode() in raw


def test_notices_stand_first_and_are_no_markup() -> None:
    body = annotate(BODY, ["Le 19 mai n’est pas <sûr>."])
    assert body.text.startswith("Le 19 mai n’est pas <sûr>.\n\n愛知県")
    assert "<body class=a><p>Le 19 mai n’est pas &lt;sûr&gt;.</p><p>愛知" in body.html
    assert annotate(BODY, []) is BODY


def test_the_date_is_said_on_the_readers_clock() -> None:
    mail = compose(BODY, replace(ENVELOPE, at=datetime(2022, 5, 21, tzinfo=UTC)))
    assert mail["Date"] == "Sat, 21 May 2022 00:00:00 +0000"
