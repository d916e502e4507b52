"""Cleaning makes texts readable for the models and keeps the way back."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.clean import clean


def test_decomposed_accents_ligatures_and_narrow_spaces_are_unified() -> None:
    assert clean("e\u0301lève\u202fa\u0300 l’Aéro\ufb01l").text == "élève à l'Aérofil"


def test_half_width_katakana_and_full_width_letters_are_unified() -> None:
    assert clean("ﾐｶﾞﾜ精密とＪＥＴＲＯ").text == "ミガワ精密とJETRO"


def test_lone_surrogates_become_replacement_characters() -> None:
    assert clean("a\ud800b").text == "a\ufffdb"


@given(st.text(alphabet=st.characters(), max_size=60))
def test_offsets_lead_back(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    assert list(cleaned.starts) == sorted(cleaned.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(cleaned.starts, cleaned.ends, strict=True))
