"""A parsed page: the few questions that extraction asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from parsel import Selector

from crawler.readings import join_lines, settle_readings

# Only what HTML itself folds: no-break and ideographic spaces are the author's.
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_HOME = re.compile(r"\s*(?:(?:https?:)?//[^/?#\s]+/?|/)\s*$")
# What links to the root are called when they do not bear the site's name.
_NO_NAME = re.compile(
    r"\s*(?:accueil|home|homepage|top|logo|ホーム|トップ(?:ページ|へ)?)\s*$|.*\n", re.IGNORECASE
)
_FEW = 3
_HIDDEN = frozenset(("script", "style", "noscript", "template", "head", "iframe", "svg"))


class Document:
    """An HTML page whose furigana are settled. Never fetches, never runs a script."""

    def __init__(self, text: str) -> None:
        self._selector = Selector(text=join_lines(text), type="html")
        settle_readings(self.root)

    @property
    def root(self) -> Any:  # noqa: ANN401 - lxml has no types
        """The lxml tree."""
        return self._selector.root

    def texts(self, xpath: str) -> Iterator[str]:
        """Visible text of each element an XPath finds, on one line, empty ones left out."""
        for found in self.root.xpath(xpath):
            text = flatten(_lines(found))
            if text:
                yield text

    def values(self, xpath: str) -> Iterator[str]:
        """Attributes or text nodes that an XPath finds, spaces folded, empty ones left out."""
        for value in self._selector.xpath(xpath).getall():
            text = flatten(value)
            if text:
                yield text

    def selected(self, css: str) -> list[str]:
        """Text of each element a CSS selector finds, paragraphs kept apart by newlines."""
        return [lines for node in self._selector.css(css) if (lines := _lines(node.root))]

    def links(self, css: str = "") -> Iterator[tuple[str, str]]:
        """Address and text of the first link in each element a selector finds.

        Without a selector, of all links in the main part of the page.
        """
        if css:
            nodes = [node.root for node in self._selector.css(css)]
            found = [node if node.tag == "a" else next(node.iter("a"), None) for node in nodes]
        else:
            main = self.root.xpath("//main") or self.root.xpath("//body") or [self.root]
            found = [link for part in main for link in part.iter("a")]
        for link in found:
            if link is not None and link.get("href"):
                yield link.get("href").strip(), _lines(link)

    @property
    def link_texts(self) -> Iterator[str]:
        """Text of every link, on one line, empty ones left out."""
        found = (flatten(_lines(link)) for link in self.root.iter("a") if link.get("href"))
        return (text for text in found if text)

    @property
    def home_names(self) -> tuple[str, ...]:
        """What the page calls its own site: the text or picture of its first links to the root."""
        links = (link for link in self.root.iter("a") if _HOME.match(link.get("href") or ""))
        names = (_lines(link) or next(iter(link.xpath(".//img/@alt")), "") for link in links)
        told = (flatten(name) for name in names if name and not _NO_NAME.match(name))
        return tuple(islice(told, _FEW))

    @cached_property
    def meta(self) -> dict[str, tuple[str, ...]]:
        """Content of the meta elements by lower-case name, property, itemprop or http-equiv."""
        found: dict[str, tuple[str, ...]] = {}
        for element in self.root.iter("meta"):
            content = flatten(element.get("content") or "")
            for attribute in ("name", "property", "itemprop", "http-equiv"):
                for name in (element.get(attribute) or "").lower().split():
                    if content:
                        found[name] = (*found.get(name, ()), content)
        return found

    def first_meta(self, *names: str) -> str:
        """Content of the first meta element that bears one of the names, in their order."""
        return next((self.meta[name][0] for name in names if name in self.meta), "")

    @property
    def language(self) -> str:
        """Two-letter code that the page declares of itself; empty when it does not."""
        declared = (
            self.root.get("lang")
            or self.root.get("xml:lang")
            or self.first_meta("og:locale", "content-language", "language", "dc.language")
        )
        match = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", declared or "")
        return match.group(1).lower() if match else ""

    @property
    def is_amp(self) -> bool:
        """Whether the page says of itself that it is an AMP version of another."""
        return "amp" in self.root.attrib or "⚡" in self.root.attrib

    @property
    def address(self) -> str:
        """The address that the page gives as its own; empty when it gives none."""
        declared = next(self.values("//link[@rel='canonical']/@href"), "")
        return declared or self.first_meta("og:url")


def flatten(text: str) -> str:
    """Text on one line, runs of spaces folded into one."""
    return _SPACES.sub(" ", text).strip()


def _lines(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Visible text of an element; each block on its own line."""
    lines = (flatten(line) for line in "".join(_pieces(element)).split("\n"))
    return "\n".join(line for line in lines if line)


_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul"),
    )
)


def _pieces(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    # By hand and not by recursion: a page may be nested deeper than Python's stack.
    stack: list[Any] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if node is not element:
            stack.append(_SPACES.sub(" ", node.tail or ""))
        if not isinstance(node.tag, str) or (node.tag in _HIDDEN and node is not element):
            continue
        edge = "\n" if node.tag in _BLOCKS else ""
        stack.append(edge)
        stack.extend(reversed(node))
        yield edge + _SPACES.sub(" ", node.text or "")
