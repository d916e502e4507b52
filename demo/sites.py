"""How each outlet publishes: its addresses, its look, its manners. One row an outlet.

What an outlet says stands in `press/*.toml`; here stands what its software does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Site:
    """The publishing software of one outlet."""

    look: str
    """Template of its pages, `templates/<look>.html`."""
    feed: str
    """Path of its feed, sitemap or listing page, with the query if it has one."""
    article: str
    """Path of an article, with `{slug}`, `{number}` and `{date:%Y}` to fill in."""
    dates: str
    """Style in which dates are printed, a key of `printed.STYLES`."""
    charset: str = "both"
    """Where the encoding is declared: `header`, `meta` or `both`."""
    disallow: str = ""
    """Path that robots.txt forbids."""
    crawl_delay: float = 0.0
    """Seconds between requests that robots.txt asks for; 0 asks for nothing."""
    robots: bool = True
    """Whether there is a robots.txt at all."""
    etag: bool = True
    last_modified: bool = True
    gzip: bool = True
    tracking: str = ""
    """Query that the feed adds to links, to know where readers came from."""
    html_excerpt: bool = False
    """Excerpts in the feed are HTML, not plain text."""
    graph: bool = False
    """JSON-LD is one `@graph` with instants in UTC, as some plug-ins write it."""


SITES: Mapping[str, Site] = MappingProxyType(
    {
        "courrier-presquile": Site(
            "quotidien", "/rss/une.xml", "/{date:%Y/%m/%d}/{slug}", "fr-long", disallow="/abonnes/"
        ),
        "echo-gresivaudan": Site(
            "alpages", "/feed.atom", "/actu/{slug}_{number}.html", "fr-numeric", charset="meta"
        ),
        "passementier": Site(
            "passement",
            "/backend.rdf",
            "/article.php3?id_article={number}",
            "fr-numeric",
            charset="meta",
            robots=False,
            gzip=False,
            etag=False,
        ),
        "volcans-matin": Site(
            "volcans",
            "/sitemap-news.xml",
            "/articles/{number}-{slug}.html",
            "fr-long",
            charset="header",
            graph=True,
        ),
        "hexagone-eco": Site(
            "cotation",
            "/rss.xml",
            "/entreprises/{slug}-{number}",
            "fr-long",
            tracking="utm_source=rss&utm_medium=feed",
            html_excerpt=True,
        ),
        "agence-lumen": Site(
            "depeche",
            "/fil/atom.xml",
            "/depeches/{date:%Y-%m-%d}/{slug}",
            "fr-numeric",
            charset="header",
            last_modified=False,
        ),
        "regards-regionaux": Site(
            "institution", "/actualites", "/actualites/{slug}", "fr-day", charset="meta"
        ),
        "carnets-levant": Site(
            "carnet",
            "/feed/",
            "/{date:%Y/%m}/{slug}/",
            "fr-day",
            crawl_delay=0.2,
            html_excerpt=True,
        ),
        "reveil-dombes": Site("quotidien", "/rss", "/{date:%Y/%m}/{slug}.html", "fr-long"),
        "radio-forez": Site("quotidien", "/infos.rss", "/infos/{slug}", "fr-long"),
        "owari-mikawa": Site(
            "shinbun",
            "/rss/index.rdf",
            "/article/{date:%Y%m%d}-{number}.php",
            "ja-minute",
            charset="meta",
            etag=False,
            gzip=False,
        ),
        "meiko-keizai": Site("keizai", "/rss/all.xml", "/articles/{number}/{slug}/", "ja-slash"),
        "chubu-monozukuri": Site(
            "monozukuri", "/atom.xml", "/news/{date:%Y%m%d}/{slug}", "ja-slash", graph=True
        ),
        "zenkoku-jiho": Site(
            "shinbun",
            "/sitemap/news.xml",
            "/articles/ZJ{date:%Y%m%d}{number}.html",
            "ja-noon",
            charset="header",
            gzip=False,
        ),
        "sakura-tsushin": Site(
            "tsushin",
            "/rss/headline.xml",
            "/{date:%Y/%m/%d}/{slug}.html",
            "ja-minute",
            last_modified=False,
        ),
        "kenmin-dayori": Site("kencho", "/joho/", "/joho/{slug}.html", "ja-era", charset="meta"),
        "yahagi-times": Site(
            "kawara", "/?feed=rss2", "/archives/{number}", "ja-weekday", html_excerpt=True
        ),
    }
)
