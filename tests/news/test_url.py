"""Canonical addresses: one article, one id."""

from __future__ import annotations

from urllib.parse import urlsplit

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
    "https://sp.presse.example/eco/soie.html?amp=1&iref=comtop",
    "https://www.google.com/amp/s/presse.example/eco/soie.amp.html",
    "https://presse-example.cdn.ampproject.org/c/s/www.presse.example/eco/soie.html?amp=1",
    "https://webcache.googleusercontent.com/search?q=cache:9aBcD-eF_1k:https://presse.example/eco/soie.html+soie",
    "https://webcache.googleusercontent.com/search?q=cache:presse.example/eco/soie.html&hl=fr",
    "https://web.archive.org/web/20220519123456if_/http://www.presse.example/eco/soie.html",
    "https://archive.ph/20220519/https://presse.example/eco/soie.html?utm_source=x",
    "https://www-presse-example.translate.goog/eco/soie.html?_x_tr_sl=fr&_x_tr_tl=ja",
    "https://www-presse-example.cache.yimg.jp/eco/soie.html",
]


@pytest.mark.parametrize("variant", SAME)
def test_variants_of_one_address_have_one_id(variant: str) -> None:
    assert article_id(variant) == article_id(SAME[0])


def test_hosts_of_one_publisher_share_their_articles() -> None:
    sisters = {"ancien.example": "presse.example", "abonnes.presse.example": "presse.example"}
    ids = {
        article_id(f"https://{host}/eco/soie.html", sisters)
        for host in ("presse.example", "www.ancien.example", "abonnes.presse.example")
    }
    assert ids == {article_id(SAME[0])}
    assert article_id("https://ancien.example/eco/soie.html") not in ids


@pytest.mark.parametrize(
    "copy",
    [
        "https://web.archive.org/about/",
        "https://www.google.com/amp/",
        "https://x.cdn.ampproject.org/v0.js",
        "https://webcache.googleusercontent.com/search?q=soie",
    ],
)
def test_a_copy_that_names_no_original_stays_itself(copy: str) -> None:
    hosts = [
        (urlsplit(url).hostname or "").removeprefix("www.") for url in (copy, canonical_url(copy))
    ]
    assert hosts[0] == hosts[1]


def test_what_tells_articles_apart_is_kept() -> None:
    base = "https://presse.example/article"
    ids = {article_id(f"{base}{end}") for end in ("", "?id=1", "?id=2", "/2", "/Deux")}
    assert len(ids) == 5


@given(
    st.builds(
        "{}://{}{}{}".format,
        st.sampled_from(["http", "https"]),
        st.sampled_from(
            [
                *("a.example", "www.a.example", "www.m.a.example", "日本.example"),
                *("web.archive.org/web/2022/http://a.example", "google.fr/amp/s/b.example"),
                *("a--b-c.translate.goog", "a-b.cdn.ampproject.org/c/s/a.b"),
            ]
        ),
        st.text(alphabet="/ab.é%2f愛;&=amp", max_size=20).map(lambda path: f"/{path}"),
        st.sampled_from(["", "?b=2&a=1", "?utm_source=x", "?q=é+è", "?a=%zz"]),
    )
)
def test_canonical_twice_is_canonical_once(url: str) -> None:
    sisters = {"b.example": "a.example"}
    for table in ({}, sisters):
        once = canonical_url(url, table)
        assert canonical_url(once, table) == once


@pytest.mark.parametrize(
    "url", ["", "file:///etc/passwd", "data:text/html,x", "presse.example", "https://"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        canonical_url(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://presse.example:8443/a", "presse.example:8443"),
        ("http://presse.example:80/a", "presse.example"),
    ],
)
def test_a_port_of_its_own_is_part_of_the_address(url: str, host: str) -> None:
    assert urlsplit(canonical_url(url)).netloc == host
