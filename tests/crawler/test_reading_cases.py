"""Hostile cases of reading, each by its number, on the real server: 10, 14 and 20."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from news.article import Article
from news.report import SourceState
from news.review import Review, Subject, Verdict
from news.source import SourceKind
from storage import Outcome, open_store

if TYPE_CHECKING:
    from tests.crawler.conftest import Crawled, Press

JAPANESE = (
    "愛知県の織物工場では、毎朝早くから機械の音が響く。職人たちは糸の張りを指で確かめながら、"
    "「今日の湿り気なら大丈夫」と話した。"
)
VENDORS = "工場長の髙橋さんは①品質②納期を挙げる。"
FRENCH = (
    "À Échirolles, l'été s'annonce « très chaud » : la forêt brûle déjà, et les élèves du lycée"
    " ont été évacués dès l'après-midi, dit-on à la mairie."
)
PAPERS = {
    "shift_jis": ("shift_jis", JAPANESE),
    "euc-jp": ("euc_jp", JAPANESE),
    "iso-2022-jp": ("iso2022_jp", JAPANESE),
    "windows-31j": ("cp932", JAPANESE + VENDORS),
    "iso-8859-1": ("iso-8859-1", FRENCH),
}


def _bomb(root: str) -> str:
    layers = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "soie">' for n in range(12)
    )
    return f"<!DOCTYPE x [{layers}]><{root}>&a11;</{root}>"


def _thief(root: str, path: Path) -> str:
    return f'<!DOCTYPE x [<!ENTITY a SYSTEM "{path.as_uri()}">]><{root}>&a;</{root}>'


@pytest.mark.parametrize(
    ("kind", "root"), [(SourceKind.FEED, "rss"), (SourceKind.SITEMAP, "urlset")]
)
def test_case_10_entities_in_feeds_and_sitemaps(
    press: Press, tmp_path: Path, kind: SourceKind, root: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mot de passe", encoding="utf-8")
    press.reply("http://bombe.example/x", _bomb(root))
    press.reply("http://voleur.example/x", _thief(root, secret))
    began = time.monotonic()
    crawled = press.crawl(
        press.source("bombe", "http://bombe.example/x", kind=kind),
        press.source("voleur", "http://voleur.example/x", kind=kind),
    )
    assert time.monotonic() - began < 2
    assert set(crawled.states.values()) == {SourceState.PARSE_ERROR}
    assert "mot de passe" not in repr(crawled)


@pytest.mark.parametrize("claim", ["right", "none", "wrong"])
def test_case_14_encodings_declared_undeclared_and_declared_wrongly(
    press: Press, claim: str
) -> None:
    links = []
    for name, (codec, said) in PAPERS.items():
        url = f"http://codes.example/{name}"
        links.append((url, name))
        text = (
            f"<html><title>{said[:12]}</title><h1>{said[:12]}</h1><p>{said}</p><p>{said}</p></html>"
        )
        charset = {"right": f"; charset={name}", "none": "", "wrong": "; charset=utf-8"}[claim]
        headers = {"Content-Type": f"text/html{charset}"}
        press.reply(url, text.encode(codec), headers=headers)
    press.feed("http://codes.example/rss", *links)
    crawled = press.crawl(press.source("codes"))
    read = {
        item.article.url.rpartition("/")[2]: item.article.text
        for item in crawled.deliveries
        if item.article
    }
    assert {name: said in read.get(name, "") for name, (_, said) in PAPERS.items()} == (
        dict.fromkeys(PAPERS, True)
    )


def _articles(crawled: Crawled) -> list[Article]:
    return [item.article for item in crawled.deliveries if item.article]


def test_case_20_one_article_whatever_its_address_and_however_often_it_is_edited(
    press: Press, tmp_path: Path
) -> None:
    here = "http://filature.example/eco/soie"
    variants = [
        here,
        f"{here}/",
        f"{here}?utm_source=rss",
        "http://www.filature.example/eco/soie",
        "http://m.filature.example/eco/soie?xtor=RSS-1",
        "http://filature.example/amp/eco/soie",
    ]
    for url in variants:
        press.page(url, "La filature rouvre")
    press.feed("http://filature.example/rss", *((url, "La filature rouvre") for url in variants))
    source = press.source("filature")
    with open_store(f"sqlite:///{tmp_path / 'soie.sqlite'}") as store:
        first = _articles(press.crawl(source))
        assert [store.keep_article(article) for article in first] == [Outcome.NEW]
        for url in variants:
            press.feed("http://filature.example/rss", (url, "La filature rouvre"))
            again = _articles(press.crawl(source))
            assert [store.keep_article(article) for article in again] == [Outcome.UNCHANGED]
        word = Review(
            "1", first[0].id, Subject.TIER, Verdict.ACCEPTED, "Aki", first[0].collected_at
        )
        store.keep_review(word)
        press.page(variants[-1], "La filature a rouvert")
        edited = _articles(press.crawl(source))
        assert [store.keep_article(article) for article in edited] == [Outcome.REVISED]
        totals = store.totals()
        assert (totals["articles"], totals["revisions"], totals["reviews"]) == (1, 2, 1)
    assert edited[0].id == first[0].id
