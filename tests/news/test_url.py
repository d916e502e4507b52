"""Canonical addresses: one article, one id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.url import article_id, canonical_url

SAME = [
    "https://presse.example/eco/soie.html",
    "http://presse.example/eco/soie.html",
    "http://www.presse.example/eco/soie.html",
    "https://m.presse.example/eco/soie.html",
    "https://presse.example/eco/soie.html?utm_source=lettre&utm_medium=mail",
    "https://presse.example/eco/soie.html?xtor=RSS-16",
    "https://presse.example/eco/soie.html#commentaires",
    "https://presse.example:443/eco//soie.html",
    "https://PRESSE.example/eco/soie.amp.html",
    "https://presse.example/amp/eco/soie.html",
]


@pytest.mark.parametrize("variant", SAME)
def test_variants_of_one_address_have_one_id(variant: str) -> None:
    assert article_id(variant) == article_id(SAME[0])


def test_what_tells_articles_apart_is_kept() -> None:
    base = "https://presse.example/article"
    ids = {article_id(f"{base}{end}") for end in ("", "?id=1", "?id=2", "/2", "/Deux")}
    assert len(ids) == 5


@given(
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https"]),
        st.sampled_from(["a.example", "www.a.example", "www.m.a.example", "日本.example"]),
        st.text(alphabet="/ab.é%2f愛;&=amp", max_size=20).map(lambda path: f"/{path}"),
        st.sampled_from(["", "?b=2&a=1", "?utm_source=x", "?q=é+è", "?a=%zz"]),
    )
)
def test_canonical_twice_is_canonical_once(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "data:text/html,x", "presse.example", "https://"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        canonical_url(url)
