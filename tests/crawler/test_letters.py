"""The quick table folds as the slow and plain way does."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.encoding import decode
from crawler.letters import latin_letters, wide_letters
from crawler.second_look import JOINTS, plain

WIDE = (
    *("愛", "知", "ガ", "カ\u3099", "ｶﾞ", "ﾊﾟ", "ヴァ", "ウ\u3099ィ", "ヴ", "ゔ", "ー", "ｰ", "〇"),
    *("髙", "﨑", "𠮷", "㈱", "㍍", "Ａ", "\u00ad", "\u200b", "・", "＝", "\u3000", "\n", "-"),
)
LATIN = (
    *("a", "Z", "é", "e\u0301", "Ç", "ō", "œ", "Æ", "ß", "ł", "Ø", "ﬁ", "Ａ", "𝐋", "½", "ª"),
    *("\u00ad", "\u200d", " ", "-", "<", "9"),
)


@settings(deadline=None)  # the tables are made with the first text
@given(st.lists(st.sampled_from(WIDE)).map("".join))
def test_wide_letters_are_those_of_the_plain_text(text: str) -> None:
    meant = JOINTS.sub("", unicodedata.normalize("NFC", plain(text)))
    assert wide_letters(text).decode("utf-16-le") == meant


@settings(deadline=None)  # the tables are made with the first text
@given(st.lists(st.sampled_from(LATIN)).map("".join))
def test_latin_letters_are_those_of_the_plain_text(text: str) -> None:
    assert latin_letters(text) == plain(text).replace("\u2044", "\xff").encode("latin-1")


@given(st.text("aé Ãâ©ｱｲ\ufffd\x01\x85œ«»愛ÿ™\ue001", max_size=40))
def test_doubt_is_the_share_of_what_no_journalist_types(text: str) -> None:
    signs = (
        "[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]"
        "|[\uff61-\uff9f]{1,2}(?![\uff61-\uff9f])"
        "|[ÃÂ][\u0080-\u00bf¡-¿€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]"
        "|[\u0080-\u009f¡-ª¬-º¼-ÿ]{3,}"
    )
    wrong = sum(map(len, re.findall(signs, text)))
    special = sum(char > "\x7f" for char in text)
    found = decode(text.encode("utf-8-sig"))
    assert found.doubt == (wrong / max(special, wrong) if wrong else 0.0)
