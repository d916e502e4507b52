"""Pages of the sample press: articles, front page, sections, listing, as HTML in its encoding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from demo.outlets import Outlet, SampleArticle
from demo.press import SamplePress
from demo.printed import STYLES
from demo.strict import CODECS

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_RELATED = 4


def render_article(press: SamplePress, article: SampleArticle) -> bytes:
    """The page of one article."""
    outlet = press.outlets[article.outlet_id]
    return _render(
        outlet,
        heading=article.title,
        article=article,
        articles=_related(press, article),
        json_ld=_json_ld(outlet, article) if outlet.metadata == "json-ld" else "",
    )


def render_index(outlet: Outlet, articles: Sequence[SampleArticle], heading: str = "") -> bytes:
    """A page that lists articles: the front page, a section, or everything."""
    return _render(outlet, heading=heading, article=None, articles=articles, json_ld="")


def section_path(outlet: Outlet, section: str) -> str:
    """Path of the page of a section."""
    word = "rubrique" if outlet.language == "fr" else "genre"
    return f"/{word}/{outlet.sections.index(section) + 1}"


def html_type(outlet: Outlet) -> str:
    """Content-Type of its pages; without the encoding where only the page declares it."""
    return (
        "text/html"
        if outlet.site.charset == "meta"
        else f"text/html; charset={encoding_label(outlet)}"
    )


def encoding_label(outlet: Outlet) -> str:
    """The name its encoding is declared by."""
    return {"shift_jis": "Shift_JIS", "euc-jp": "EUC-JP"}.get(outlet.encoding, outlet.encoding)


def _render(outlet: Outlet, **view: object) -> bytes:
    template = TEMPLATES.get_template(f"{outlet.site.look}.html")
    page = template.render(
        outlet=outlet,
        charset="" if outlet.site.charset == "header" else encoding_label(outlet),
        printed=STYLES[outlet.site.dates],
        sections=[(section, section_path(outlet, section)) for section in outlet.sections],
        **view,
    )
    return page.encode(CODECS[outlet.encoding], "xmlcharrefreplace")


def _related(press: SamplePress, article: SampleArticle) -> list[SampleArticle]:
    others = [other for other in press.of(article.outlet_id) if other is not article]
    others.sort(key=lambda other: other.section != article.section)
    return others[:_RELATED]


def _json_ld(outlet: Outlet, article: SampleArticle) -> Markup:
    graph = outlet.site.graph
    published, modified = article.published, article.modified
    if graph:
        published, modified = published.astimezone(UTC), modified.astimezone(UTC)
    publisher = {"@type": "NewsMediaOrganization", "name": outlet.name, "url": outlet.home}
    news = {
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": published.isoformat().replace("+00:00", "Z"),
        "dateModified": modified.isoformat().replace("+00:00", "Z"),
        "author": [{"@type": "Person", "name": name} for name in article.authors] or publisher,
        "publisher": publisher,
        "articleSection": article.section,
        "inLanguage": outlet.language,
        "description": article.excerpt,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
    }
    site = {"@type": "WebSite", "name": outlet.name, "url": outlet.home}
    content = {"@graph": [site, news]} if graph else news
    text = json.dumps({"@context": "https://schema.org", **content}, ensure_ascii=graph)
    return Markup(text.replace("</", "<\\/"))  # noqa: S704 - cannot close its script element
