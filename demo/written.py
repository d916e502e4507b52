"""From a file of the sample press to its outlet and articles, each value checked."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

from demo.outlets import Outlet, SampleArticle
from demo.sites import SITES, Site
from demo.strict import (
    CODECS,
    Place,
    Table,
    check_characters,
    check_keys,
    instant,
    one_of,
    parse,
    strings,
)
from news.analysis import Tier

CLOCK = datetime(2022, 5, 21, 6, 10, tzinfo=ZoneInfo("Europe/Paris"))
"""What time it is in the demo: the morning after the last day."""
FIRST_DAY = date(2022, 5, 7)
LAST_DAY = date(2022, 5, 20)

FORMATS = ("rss2", "rss1", "atom", "news-sitemap", "listing")
METADATA = ("json-ld", "open-graph", "none")
FAULTS = ("", "broken-feed", "http-500")
# fmt: off
SECTORS = frozenset((
    "industry", "automotive", "aerospace", "digital", "research", "innovation",
    "gastronomy", "mountain", "energy", "electronics", "health", "materials",
    "tourism", "agrifood", "textile", "education", "culture", "sport",
))
# fmt: on

_OUTLET_KEYS = {
    **dict.fromkeys(("id", "name", "language", "country", "timezone", "host", "format"), str),
    **dict.fromkeys(("encoding", "metadata", "tagline"), str),
    "sections": list,
}
_ARTICLE_KEYS = {
    **dict.fromkeys(("slug", "section", "title", "story", "tier", "text"), str),
    "published": datetime,
}
_ARTICLE_OPTIONS = {
    **dict.fromkeys(("lookalike", "near_duplicate_of", "path"), str),
    "updated": datetime,
    "authors": list,
    "sectors": list,
    "hangs": bool,
}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PATH = re.compile(r"/[a-z0-9./-]+")
_NUMBERS = 90_000


def read_file(path: Path) -> tuple[Outlet, list[SampleArticle]]:
    """The outlet and the articles of one file.

    Raises:
        DemoError: when anything in it is not as it must be; names the file and the article.
    """
    place = Place(path.name)
    tables = parse(path)
    check_keys(tables, {"outlet": dict}, {"article": list}, place)
    head, rows = tables["outlet"], tables.get("article", [])
    if not isinstance(head, dict) or not isinstance(rows, list):
        raise place.error("has no table [outlet]", "begin the file with one")
    outlet = _read_outlet(head, path.stem, place)
    articles: dict[str, SampleArticle] = {}
    urls: set[str] = set()
    for row in rows:
        if not isinstance(row, dict):
            raise place.error("article is no table", "write each one under [[article]]")
        here = Place(path.name, str(row.get("slug", "without slug")))
        article = _read_article(row, outlet, here)
        if article.slug in articles or article.id in urls:
            raise here.error("the slug or the address is there twice", "choose another slug")
        articles[article.slug] = article
        urls.add(article.id)
    return outlet, list(articles.values())


def _read_outlet(table: Table, stem: str, place: Place) -> Outlet:
    check_keys(table, _OUTLET_KEYS, {"fault": str}, place)
    words = {key: value for key, value in table.items() if isinstance(value, str)}
    if words["id"] != stem or words["host"] != f"{stem}.example":
        raise place.error("id and host differ from the file's name", f"write {stem!r} in both")
    one_of(words["id"], SITES, "id", place)
    one_of(words["language"], ("fr", "ja"), "language", place)
    one_of(words["timezone"], ("Europe/Paris", "Asia/Tokyo"), "timezone", place)
    one_of(words["format"], FORMATS, "format", place)
    one_of(words["encoding"], CODECS, "encoding", place)
    one_of(words["metadata"], METADATA, "metadata", place)
    one_of(words.get("fault", ""), FAULTS, "fault", place)
    outlet = Outlet(**words, sections=strings(table, "sections", place))
    visible = "\n".join((outlet.name, outlet.tagline, *outlet.sections))
    check_characters(visible, outlet.encoding, place)
    return outlet


def _read_article(table: Table, outlet: Outlet, place: Place) -> SampleArticle:
    check_keys(table, _ARTICLE_KEYS, _ARTICLE_OPTIONS, place)
    words = {key: value.strip("\n") for key, value in table.items() if isinstance(value, str)}
    path = words.pop("path", "")
    if not _SLUG.fullmatch(words["slug"]) or (path and not _PATH.fullmatch(path)):
        raise place.error("slug or path is no plain ASCII", "use a-z, 0-9 and hyphens")
    one_of(words["section"], outlet.sections, "section", place)
    for sector in (sectors := strings(table, "sectors", place)):
        one_of(sector, SECTORS, "sector", place)
    published = _published(table, outlet, place)
    tier = Tier(one_of(words.pop("tier"), list(Tier), "tier", place))
    article = SampleArticle(
        **words,
        tier=tier,
        outlet_id=outlet.id,
        language=outlet.language,
        url=f"http://{outlet.host}{path or _path(outlet.site, words['slug'], published)}",
        published=published,
        updated=instant(table, "updated", place),
        authors=strings(table, "authors", place),
        sectors=frozenset(sectors),
        hangs=table.get("hangs") is True,
    )
    _check_article(article, outlet, place)
    return article


def _published(table: Table, outlet: Outlet, place: Place) -> datetime:
    published = instant(table, "published", place)
    if published is None:
        raise place.error("published is missing", "add it")
    if published.utcoffset() != published.astimezone(outlet.zone).utcoffset():
        raise place.error(f"published is not in {outlet.timezone}", "write that zone's offset")
    if not FIRST_DAY <= published.date() <= LAST_DAY:
        raise place.error(f"published {published.date()}", f"stay in {FIRST_DAY} to {LAST_DAY}")
    return published


def _path(site: Site, slug: str, published: datetime) -> str:
    number = crc32(slug.encode()) % _NUMBERS + 10_000
    return site.article.format(slug=slug, number=number, date=published)


def _check_article(article: SampleArticle, outlet: Outlet, place: Place) -> None:
    visible = "\n".join((article.title, article.text, *article.authors))
    check_characters(visible, outlet.encoding, place)
    if not article.title.strip() or "\n" in article.title or not article.text.strip():
        raise place.error("title or text is empty or broken", "write a one-line title and a text")
    if not article.published <= article.modified <= CLOCK:
        raise place.error("updated before it was published, or in the future", "mend the instant")
    if article.lookalike and article.tier is not Tier.OFF:
        raise place.error("a look-alike that is not off", "mend tier or lookalike")
