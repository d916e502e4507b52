"""Feeds, sitemaps and listings: what they announce, and how they fail."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.announced import Listing
from crawler.feeds import parse_feed
from crawler.listings import parse_listing
from crawler.sitemaps import parse_sitemap
from crawler.xml_guard import refuse_entities
from news.errors import CollectionError
from news.page import Page
from news.report import SourceState
from news.source import Selectors, Source, SourceKind

PARIS = ZoneInfo("Europe/Paris")
TOKYO = ZoneInfo("Asia/Tokyo")
URL = "http://courrier.example/rss"
RSS = """<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>T</title>
<item><title>L'&#233;t&#233; &amp; la soie</title><link>/a</link>
<pubDate>Wed, 18 May 2022 08:00:00 +0200</pubDate></item>
<item><title>{title}</title><link>http://courrier.example/b</link>
<pubDate>Thu, 19 May 2022 08:00:00 +0200</pubDate></item></channel></rss>"""


def feed(text: str | bytes, zone: ZoneInfo = PARIS, kind: str = "") -> Listing:
    return parse_feed(text.encode() if isinstance(text, str) else text, URL, zone, kind)


def failure(text: str | bytes) -> SourceState:
    with pytest.raises(CollectionError) as caught:
        feed(text)
    return caught.value.state


def test_rss_newest_first_with_absolute_links() -> None:
    listing = feed(RSS.format(encoding="utf-8", title="Un métier"))

    assert [item.url for item in listing.items] == [
        "http://courrier.example/b",
        "http://courrier.example/a",
    ]
    assert [item.hints.title for item in listing.items] == ["Un métier", "L'été & la soie"]
    assert listing.items[0].published == datetime(2022, 5, 19, 6, tzinfo=UTC)
    assert listing.items[0].updated is None


@pytest.mark.parametrize("codec", ["shift_jis", "euc_jp", "utf-8"])
@pytest.mark.parametrize("claim", ["", "utf-8", "iso-8859-1"])
def test_japanese_feeds_in_any_encoding_behind_any_header(codec: str, claim: str) -> None:
    body = RSS.format(encoding=codec.replace("_", "-"), title="尾張の織物、再び動き出す").encode(
        codec
    )

    listing = feed(body, TOKYO, f"text/xml; charset={claim}")

    assert listing.items[0].hints.title == "尾張の織物、再び動き出す"


def test_rdf_with_dates_of_its_own_zone() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="x"><title>t</title></channel>'
        '<item rdf:about="http://shinpo.example/1"><title>一</title>'
        "<link>http://shinpo.example/1</link><dc:date>2022-05-19T08:00:00+09:00</dc:date>"
        "<dc:creator>瀬古</dc:creator></item></rdf:RDF>"
    )
    (item,) = feed(text, TOKYO).items

    assert item.published == datetime(2022, 5, 18, 23, tzinfo=UTC)
    assert item.hints.authors == ("瀬古",)


def test_atom_tells_updates() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title>a</title>'
        "<id>urn:1</id><link href='http://echo.example/a'/><published>2022-05-18T08:00:00Z"
        "</published><updated>2022-05-19T08:00:00Z</updated></entry></feed>"
    )
    (item,) = feed(text).items

    assert item.updated == datetime(2022, 5, 19, 8, tzinfo=UTC)


def test_a_broken_feed_still_gives_its_readable_entries() -> None:
    text = RSS.format(encoding="utf-8", title="Un & deux")

    assert len(feed(text).items) == 2
    assert len(feed(text[: text.index("</item>") + 30]).items) == 1


def test_feeds_that_give_nothing_say_why() -> None:
    html = "<!DOCTYPE html><html><body>Page introuvable</body></html>"
    assert failure(html) is SourceState.HTML_INSTEAD
    assert failure("<rss><channel><item><title>Coupé") is SourceState.PARSE_ERROR
    assert failure("bonjour") is SourceState.PARSE_ERROR
    assert failure(b"") is SourceState.PARSE_ERROR
    assert failure(bytes(range(256)) * 40) is SourceState.PARSE_ERROR
    orphan = "<rss version='2.0'><channel><item><title>a</title></item></channel></rss>"
    assert failure(orphan) is SourceState.PARSE_ERROR
    empty = "<rss version='2.0'><channel><title>t</title></channel></rss>"
    assert feed(empty).items == ()


def test_a_feed_that_is_a_path_or_an_address_opens_nothing() -> None:
    # The parser at hand would open a file or an address given in place of a document.
    assert failure(b"/etc/passwd") is SourceState.PARSE_ERROR
    assert failure(b"http://127.0.0.1:9/feed") is SourceState.PARSE_ERROR


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><{root}>&i;</{root}>"
)
THIEF = '<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]><{root}>&x;</{root}>'


@pytest.mark.parametrize("text", [BOMB, THIEF], ids=["bomb", "thief"])
@pytest.mark.parametrize("root", ["rss", "urlset"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_case_10_entity_declarations_are_refused(text: str, root: str, codec: str) -> None:
    body = text.replace("{root}", root).encode(codec)
    began = time.process_time()
    for parse in (parse_feed, parse_sitemap):
        with pytest.raises(CollectionError) as caught:
            parse(body, URL, PARIS)
        assert caught.value.state is SourceState.PARSE_ERROR
        assert "root:" not in str(caught.value)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "prolog",
    [
        '<!-- <rss> --><!DOCTYPE rss [<!ENTITY a "b">]>',
        '<?x <rss ?><!DOCTYPE rss [<!ENTITY a "b">]>',
        "<?x <!-- ?><!DOCTYPE rss [<!entity a 'b'>]><!-- -->",
        '<!DOCTYPE rss SYSTEM "<rss>" [<!ENTITY a "b">]>',
        "x<!DOCTYPE rss [<!ENTITY a 'b'>]>",
        " " * 300_000 + "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
    ],
)
def test_declarations_cannot_hide(prolog: str) -> None:
    with pytest.raises(CollectionError):
        refuse_entities(f"{prolog}<rss>&a;</rss>", URL)


def test_an_article_about_entities_is_no_declaration() -> None:
    refuse_entities('<?xml version="1.0"?><!-- a --><rss><![CDATA[<!ENTITY a "b">]]></rss>', URL)


SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc> http://volcans.example/a?x=1&amp;y=2 </loc><lastmod>2022-05-19</lastmod></url>"
    "<url><loc>http://volcans.example/b</loc><n:news><n:publication_date>2022-05-19T21:00:00+02:00"
    "</n:publication_date><n:title>La lave</n:title></n:news></url></urlset>"
)


def test_news_sitemaps_keep_their_news() -> None:
    listing = parse_sitemap(SITEMAP.encode(), URL, PARIS)
    by_day, by_minute = sorted(listing.items, key=lambda item: item.url)

    assert by_day.url == "http://volcans.example/a?x=1&y=2"
    assert by_day.updated == datetime(2022, 5, 19, 21, 59, 59, tzinfo=UTC)
    assert by_minute.published == datetime(2022, 5, 19, 19, tzinfo=UTC)
    assert (by_minute.hints.title, by_minute.hints.provenance) == ("La lave", "sitemap")


def test_indexes_and_packed_sitemaps() -> None:
    index = "<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"

    assert parse_sitemap(index.encode(), URL, PARIS).nested == ("http://courrier.example/news.xml",)
    assert len(parse_sitemap(gzip.compress(SITEMAP.encode()), URL, PARIS).items) == 2


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"<html><body>Accueil</body></html>", SourceState.HTML_INSTEAD),
        (b"<rss/>", SourceState.PARSE_ERROR),
        (b"rien", SourceState.PARSE_ERROR),
        (b"\x1f\x8bx", SourceState.PARSE_ERROR),
        (gzip.compress(b"<urlset>" + b" " * 200_000), SourceState.TOO_LARGE),
    ],
)
def test_sitemaps_that_give_nothing_say_why(body: bytes, state: SourceState) -> None:
    with pytest.raises(CollectionError) as caught:
        parse_sitemap(body, URL, PARIS, max_bytes=100_000)
    assert caught.value.state is state


def listing_of(html: str, item: str = "") -> Listing:
    url = "http://regards.example/actualites"
    now = datetime(2022, 5, 20, tzinfo=UTC)
    page = Page(url, url, 200, html.encode(), now, {"content-type": "text/html"})
    source = Source(
        "regards", "Regards", "fr", "FR", "Europe/Paris", SourceKind.LISTING, (url,),
        selectors=Selectors(item=item),
    )  # fmt: skip
    return parse_listing(page, source)


def test_listings_give_links_of_their_own_host_once() -> None:
    html = (
        "<nav><a href='/contact'>Contact</a></nav><main><div class='n'><h3><a href='a#haut'>Un</a>"
        "</h3><a href='a'>Lire</a></div><div class='n'><a href='http://autre.example/b'>Deux</a>"
        "</div><div class='n'><a href='/c'>Trois</a></div><a href='mailto:x@y.example'>@</a>"
        "<a href='http://[bad'>x</a></main>"
    )
    assert [item.url for item in listing_of(html, ".n").items] == [
        "http://regards.example/a",
        "http://regards.example/c",
    ]
    assert [item.url for item in listing_of(html).items] == [
        "http://regards.example/a",
        "http://regards.example/c",
    ]


def test_a_selector_that_fits_nothing_is_a_fault() -> None:
    with pytest.raises(CollectionError, match="nothing on the page") as caught:
        listing_of("<p>Refonte du site</p>", ".n")
    assert caught.value.state is SourceState.PARSE_ERROR
    assert "selectors.item" in caught.value.sentence


MENU = (
    "<nav><a href='/culture/2022-05-19-une-longue-rubrique'>Toute la culture de la ville</a></nav>"
)


def test_listings_without_a_selector_are_read_by_what_articles_have_in_common() -> None:
    html = (
        f"{MENU}<main><ul>"
        "<li><span>18/05/2022</span> <a href='/actu/filature-de-val'>La filature rouvre</a></li>"
        "<li><span>19/05/2022</span> <a href='/actu/pont-de-bois-ferme'>Le pont ferme</a></li>"
        "</ul><a href='/abonnement'>S'abonner</a></main>"
        "<footer><a href='/mentions-legales-du-site'>Mentions légales du site</a></footer>"
    )
    found = listing_of(html).items

    assert [item.url.rpartition("/")[2] for item in found] == [
        "pont-de-bois-ferme",
        "filature-de-val",
    ]
    assert found[0].published == datetime(2022, 5, 18, 22, tzinfo=UTC)
    assert found[0].hints.provenance == "listing"


def test_japanese_lists_of_terms_give_dates_and_pages() -> None:
    html = "".join(
        f"<dl><dt>2022年5月{day}日</dt><dd><a href='/press/{name}.html'>{text}</a></dd></dl>"
        for day, name, text in (
            (18, "orimono", "織物工場の見学会を開催します"),
            (19, "kyotei", "協定を結びました"),
        )
    )
    found = listing_of(f"{MENU}<div id='gnavi'><a href='/2022/'>2022年</a></div>{html}").items

    assert [item.hints.title for item in found] == [
        "協定を結びました",
        "織物工場の見学会を開催します",
    ]
    assert all(item.published for item in found)


def test_addresses_of_one_shape_and_headlines_are_enough_without_dates() -> None:
    html = "".join(
        f"<p><a href='/a/{n}34567'>Une nouvelle du jour, la {n}e</a></p>" for n in range(4)
    )
    html += "<p><a href='/contact'>Contact</a></p>"
    html += "<p><a href='/tag/soie/'>Soie et tissage : tout</a></p>"

    assert len(listing_of(html).items) == 4
