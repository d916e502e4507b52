"""Bytes become the right text, whatever a server claims of them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.encoding import decode
from crawler.jis import decode_euc_jp, decode_iso_2022_jp
from news.errors import ExtractionError

JAPANESE = (
    "愛知県の織物工場では、毎朝早くから機械の音が響く。職人たちは糸の張りを指で確かめながら、"
    "「今日の湿り気なら大丈夫」と話した。工場長の髙橋さんは㈱代表として①品質②納期を挙げる。"
)
PLAIN_JAPANESE = JAPANESE.translate(str.maketrans("髙㈱①②", "高社一二"))
FRENCH = (
    "À Échirolles, l’été s’annonce « très chaud » : la forêt brûle déjà, et les élèves du lycée"
    " Stendhal ont été évacués dès l’après-midi. Coût : 3 000 €, dit-on à la mairie."
)
LATIN_1 = FRENCH.replace("’", "'").replace("€", "euros")
CLAIMS = ["", "utf-8", "iso-8859-1", "shift_jis", "euc-jp", "x-nonsense"]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (JAPANESE, "cp932"),
        (JAPANESE, "utf-8"),
        (JAPANESE, "utf-8-sig"),
        (JAPANESE, "utf-16"),
        (PLAIN_JAPANESE, "euc_jp"),
        (PLAIN_JAPANESE, "iso2022_jp"),
        (FRENCH, "utf-8"),
        (FRENCH, "cp1252"),
        (LATIN_1, "iso-8859-1"),
    ],
)
def test_case_14_a_lying_header_does_not_win(text: str, codec: str, claim: str) -> None:
    header = f"text/html; charset={claim}" if claim else "text/html"

    assert decode(text.encode(codec), header).text == text


def test_a_meta_element_is_believed_where_the_header_is_wrong() -> None:
    page = f'<meta charset="windows-1252"><p>{FRENCH}</p>'

    assert FRENCH in decode(page.encode("cp1252"), "text/html; charset=utf-8").text


def test_vendors_characters_are_read_in_both_jis_encodings() -> None:
    # ① is row 13, cell 1 of the vendors' extension: 0x2d21 in seven bits.
    assert decode_iso_2022_jp(b"a\x1b$B\x2d\x21\x1b(Bb") == "a①b"
    assert decode_euc_jp(b"a\xad\xa1b") == "a①b"
    assert decode_iso_2022_jp(b"\x1b(I1\x1b(B") == "ｱ"


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    body = FRENCH.encode() + b"\xff" + FRENCH.encode()

    found = decode(body, "text/html; charset=utf-8")

    assert found.text.startswith(FRENCH)
    assert found.text.count("\ufffd") == 1


def test_a_page_cut_inside_a_character_keeps_its_encoding() -> None:
    body = JAPANESE.encode()[:-1]

    assert decode(body).text.startswith(JAPANESE[:-2])


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ExtractionError) as caught:
        decode(bytes(range(256)) * 40)
    assert caught.value.code == "undecodable"


@given(st.binary(max_size=400), st.sampled_from(CLAIMS))
def test_any_bytes_give_text_or_a_typed_error(body: bytes, claim: str) -> None:
    with suppress(ExtractionError):
        decode(body, f"text/html; charset={claim}").text.encode("utf-8")
