"""PDF documents, made by a real library: their text, their limits, the pages that link them."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFont, UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from crawler import Hints, extract
from crawler.documents import read_pdf
from crawler.pdf_reading import Line, paragraphs
from news.article import Precision
from news.errors import ExtractionError
from news.page import Page
from news.source import Source, SourceKind

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

WHERE = "http://keikoku.example/press/kyotei.pdf"
NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
HEADLINE = "渓谷地方と織物協定を締結しました"
JAPANESE = [
    "令和4年5月19日（木曜日）発表",
    "県は、令和4年5月19日に渓谷地方と織物協定を締結し、両地方の職人の往",
    "来を支えることとしましたのでお知らせします。担当は髙橋です。",
    "1 日時　令和4年5月19日",
]
WHOLE = JAPANESE[1] + JAPANESE[2]
SOURCE = Source(
    "keikoku", "渓谷県", "ja", "JP", "Asia/Tokyo", SourceKind.LISTING, (), documents=True
)

for face in (UnicodeCIDFont("HeiseiMin-W3"), UnicodeCIDFont("HeiseiKakuGo-W5")):
    pdfmetrics.registerFont(face)
pdfmetrics.registerFont(CIDFont("HeiseiMin-W3", "90ms-RKSJ-H"))


def printed(
    headline: str, lines: list[str], font: str = "HeiseiMin-W3", **options: StandardEncryption
) -> bytes:
    """A document of one page: a headline and lines."""
    buffer = BytesIO()
    canvas = Canvas(buffer, **({"encrypt": options["lock"]} if options else {}))
    canvas.setTitle("Microsoft Word - kyotei.docx")
    canvas.setFont(font, 20)
    canvas.drawString(60, 780, headline)
    canvas.setFont(font, 12)
    for number, line in enumerate(lines):
        canvas.drawString(60, 740 - 18 * number, line)
    canvas.save()
    return buffer.getvalue()


def answer(body: bytes, kind: str = "application/pdf") -> Page:
    return Page(WHERE, WHERE, 200, body, NOW, {"content-type": kind})


@pytest.mark.parametrize("font", ["HeiseiMin-W3", "HeiseiKakuGo-W5"])
def test_japanese_text_of_fonts_that_are_not_embedded(font: str) -> None:
    found = read_pdf(printed(HEADLINE, JAPANESE, font), WHERE)
    assert found.title == HEADLINE
    assert found.paragraphs == (HEADLINE, JAPANESE[0], WHOLE, "1 日時 令和4年5月19日")


def test_japanese_text_in_the_vendors_code_page() -> None:
    raw = [line.encode("cp932").decode("latin-1") for line in (HEADLINE, *JAPANESE)]
    found = read_pdf(printed(raw[0], raw[1:], "HeiseiMin-W3-90ms-RKSJ-H"), WHERE)
    assert found.paragraphs[2] == WHOLE


def test_a_document_is_an_article_of_its_own() -> None:
    article = extract(answer(printed(HEADLINE, JAPANESE), "application/octet-stream"), SOURCE)
    assert article.published
    assert (article.title, article.language) == (HEADLINE, "ja")
    assert article.published.precision is Precision.DAY
    assert article.published.instant == datetime(2022, 5, 18, 15, tzinfo=UTC)
    hinted = extract(
        answer(printed(HEADLINE, JAPANESE)),
        SOURCE,
        Hints("織物協定について", "2022-05-19T14:00:00+09:00", provenance="page"),
    )
    assert hinted.published
    assert (hinted.title, hinted.published.provenance) == ("織物協定について", "page")
    assert hinted.published.instant == datetime(2022, 5, 19, 5, tzinfo=UTC)


def test_french_lines_are_joined_with_spaces_and_hyphens_mended() -> None:
    lines = [
        Line("La filature de la vallée rou-", 500, 12),
        Line("vre ses portes après deux ans de", 498, 12),
        Line("silence.", 90, 12),
        Line("• Un second lot suivra dans", 300, 12),
    ]
    assert list(paragraphs(lines)) == [
        "La filature de la vallée rouvre ses portes après deux ans de silence.",
        "• Un second lot suivra dans",
    ]


def pictures() -> bytes:
    """A page with a drawing and no letter."""
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    return buffer.getvalue()


def bomb() -> bytes:
    """A page whose content is a gigabyte and a half of spaces, in two megabytes."""
    packer = zlib.compressobj(9)
    million = b" " * 1_000_000
    stream = b"".join(packer.compress(million) for _ in range(1500)) + packer.flush()
    size = str(len(stream)).encode()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length " + size + b">>stream\n" + stream + b"\nendstream\n"
        b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def locked(*, reading: bool) -> bytes:
    """A document that needs a password, or that forbids taking its text."""
    password = "" if reading else "ouvre-toi"
    lock = StandardEncryption(password, "maître", canCopy=0)
    return printed("Secret", ["Rien à lire."], "Helvetica", lock=lock)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (pictures(), "no-text"),
        (locked(reading=False), "encrypted"),
        (locked(reading=True), "encrypted"),
        (b"%PDF-1.7\nnothing of the kind", "unreadable"),
        (printed(HEADLINE, JAPANESE)[:300], "unreadable"),
    ],
    ids=["pictures", "password", "no copying", "no document", "cut"],
)
def test_what_cannot_be_read_has_a_typed_reason(body: bytes, code: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        extract(answer(body), SOURCE)
    assert caught.value.code == code


def test_a_document_that_grows_without_end_is_stopped() -> None:
    with pytest.raises(ExtractionError) as caught:
        extract(answer(bomb()), SOURCE)
    assert caught.value.code == "too-large"


def test_pages_that_link_documents_yield_their_text(press: Press) -> None:
    page = (
        "<html lang='ja'><head><title>織物協定の締結について - 渓谷県</title></head><body>"
        "<nav><a href='/guide.pdf'>利用案内の手引きです</a></nav><main>"
        "<h1>織物協定の締結について</h1><p>発表日：2022年5月19日</p>{}"
        "<p><a href='/files/kyotei.pdf'>[PDFファイル／255KB]</a></p>"
        "<p><a href='http://autre.example/x.pdf'>別の県の資料についてはこちら</a></p></main></body></html>"
    )
    said = (
        "<p>県は本日、渓谷地方と織物協定を締結しました。くわしくは別添の資料をご覧ください。</p>"
        * 2
    )
    feed = [("http://keikoku.example/a", "協定"), ("http://keikoku.example/b", "資料のみ")]
    press.feed("http://keikoku.example/rss", *feed)
    press.reply(feed[0][0], page.format(said), headers={"Content-Type": "text/html"})
    press.reply(feed[1][0], page.format("").replace("kyotei", "shiryo"))
    for name in ("kyotei", "shiryo"):
        url = f"http://keikoku.example/files/{name}.pdf"
        press.reply(url, printed(HEADLINE, JAPANESE), headers={"Content-Type": "application/pdf"})
    outlet = press.source("keikoku", language="ja", timezone="Asia/Tokyo", documents=True)
    crawled = press.crawl(outlet)
    found = {item.article.url: item.article for item in crawled.deliveries if item.article}
    document = found["http://keikoku.example/files/kyotei.pdf"]
    assert document.title == "織物協定の締結について"
    assert WHOLE in document.text
    assert document.published
    assert "http://keikoku.example/files/shiryo.pdf" in found
    assert not press.asked("autre.example/x.pdf")
    assert not press.asked("guide.pdf")
    assert not crawled.reports[0].faults


def test_documents_are_left_alone_where_the_record_does_not_ask_for_them(press: Press) -> None:
    press.feed("http://keikoku.example/rss", ("http://keikoku.example/a", "Accord"))
    press.page("http://keikoku.example/a", "Accord <a href='/x.pdf'>le document complet</a>")
    press.crawl(press.source("keikoku"))
    assert not press.asked(".pdf")
