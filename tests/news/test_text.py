"""Normalisation: one spelling for matching, and an exact way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.text import ClusterTable, fold, fold_text, is_cjk, search_text, words

WRITING = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from(
            "éÉœŒÅÿ’‑ \u202f\u00a0\u00ad\u0301\u0308カﾞﾊﾟヴァィェォー＝゠・･愛知県髙﨑𠮷ＡＩ㈱ﬁ…"
        ),
    ),
    max_size=60,
)


@given(WRITING)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(WRITING)
def test_the_way_back_is_exact(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(WRITING)
def test_search_text_of_search_text_is_stable_for_words(text: str) -> None:
    assert search_text(" ".join(words(text))) == search_text(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hideaki Ōmura", "HIDEAKI OMURA"),
        ("Hideaki O\u0304mura", "Hideaki Ōmura"),
        ("ジャン＝ミシェル", "ジャン・ミシェル"),
        ("ローヌ‐アルプ", "ローヌ・アルプ"),
        ("ローラン・ヴォキエ", "ローラン・ボキエ"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("ＧＬイベンツ", "GLｲﾍﾞﾝﾂ"),
        ("préfecture d’Aïchi", "prefecture d'Aichi"),
        ("Auvergne‑Rhône‑Alpes", "Auvergne-Rhône-Alpes"),
        ("髙島", "高島"),
        ("cœur", "coeur"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert fold_text(one) == fold_text(other)


@pytest.mark.parametrize(
    ("one", "other"), [("かき", "がき"), ("は", "ぱ"), ("愛知", "愛媛"), ("2-3", "2・3")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold_text(one) != fold_text(other)


def test_a_span_in_folded_text_points_at_the_original_characters() -> None:
    text = "le ｶﾞｲﾄﾞ de Ōmura"
    folded = fold(text)
    start = folded.text.index("ガイド")
    assert text[slice(*folded.span(start, start + 3))] == "ｶﾞｲﾄﾞ"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("東京都庁", "東京 京·都 都庁"),
        ("京都府と京都市", "京都 都·府 府と と京 京都 都·市"),
        ("北海道", "北海 海·道"),
        ("大都市の愛知", "大都 都市 市の の愛 愛知"),
        ("東京都市大学", "東京 京·都 都市 市大 大学"),
        ("神奈川県", "神奈 奈川 川·県"),
    ],
)
def test_search_text_marks_where_a_prefecture_s_name_ends(text: str, tokens: str) -> None:
    assert search_text(text) == tokens


def test_search_text_cuts_cjk_into_bigrams_and_keeps_latin_words() -> None:
    assert search_text("愛知県で Ōmura") == "愛知 知·県 県で omura"
    assert search_text("水") == "水"
    assert search_text("GLイベンツ") == "gl イベ ベン ンツ"


def test_what_counts_as_cjk() -> None:
    assert all(map(is_cjk, "愛あアー々"))
    assert not any(map(is_cjk, "aé1・。 "))


def test_a_table_of_clusters_forgets_before_it_grows_without_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("news.text._MOST_CLUSTERS", 2)
    table = ClusterTable(str.upper)
    early = table.of({"a", "b", "c"})
    assert table.of({"a", "d"}) == {"a": "A", "d": "D"}
    assert early == {"a": "A", "b": "B", "c": "C"}, "whoever reads with it is not disturbed"
    letters = table.letters({"a", "ß", "\u0301"})
    assert (letters.odd, letters.joining) == ({"ß"}, {"\u0301"})
    assert table.letters({"d"}).seen == {"d"}
    assert letters.seen == {"a", "ß", "\u0301"}
