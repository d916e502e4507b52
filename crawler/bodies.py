"""The body of an article: paragraphs, one a line, and nothing else of the page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import trafilatura

from crawler.body_edges import letters_of, trim_body
from crawler.document import Document, flatten
from news.text import is_cjk

# Both write warnings about pages they cannot read; our answer says the same, typed.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_LEAST = 25
_NO_BODY = "//figcaption | //script | //style | //template | //iframe | //svg"
_CAPTIONS = "//p | //div | //span | //small | //dd"
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|captions?-?text|legende|photo-?credit)(?:$|[\s_-])")
_LONGEST_CAPTION = 300
# How rows of tables come out of the reading; prefectures print who, when and where in them.
_CELLS = re.compile(r"(?:^|\s)\|(?:-{3,}\|)*(?=\s|$)")
_LEADS = "//article//p[{0}] | //main//p[{0}] | //article//div[{0}] | //main//div[{0}]".format(
    " or ".join(
        f"contains(concat(' ', @class, ' '), '{name}')"
        for name in ("standfirst", "chapo", "chapeau", "lede", "accroche", "article-lead", "__lead")
    )
)
_SHORTEST_LEAD = 40
_LONGEST_LEAD = 900
_SAME = 40
_CONTAINERS = (
    "//*[@itemprop='articleBody']",
    "//article",
    "//main",
    "//*[contains(@class, 'article-body') or contains(@class, 'entry-content')]",
)


def find_body(document: Document, title: str, declared: str, css: str = "") -> str:
    """The body of a page, or nothing when it has none worth the name.

    The record's selector first; else the reading that prefers precision, and where that finds
    next to nothing the one that prefers recall, the body in JSON-LD, and the paragraphs.

    Args:
        document: the page.
        title: the headline; its repetition at the top of the body is dropped.
        declared: the body in JSON-LD.
        css: where the source's record says that the body stands.
    """
    _drop_what_is_no_body(document)
    lead = _find_lead(document, title)
    links = frozenset(map(letters_of, document.link_texts))
    best = ""
    for reading in _readings(document, declared, css):
        text = _clean(reading, title, links)
        if _weight(text) >= _LEAST:
            return _with_lead(text, lead)
        if _weight(text) > _weight(best):
            best = text
    return best


def _readings(document: Document, declared: str, css: str) -> Iterator[str]:
    if css:
        yield "\n".join(document.selected(css))
    yield _extract(document, precise=True)
    yield _extract(document, precise=False)
    yield declared
    for xpath in _CONTAINERS:
        yield "\n".join(document.texts(f"{xpath}//p"))
    yield "\n".join(document.texts("//p"))


def _extract(document: Document, *, precise: bool) -> str:
    text = trafilatura.extract(
        document.root,
        favor_precision=precise,
        favor_recall=not precise,
        include_comments=False,
        include_tables=True,
    )
    return text or ""


def _find_lead(document: Document, title: str) -> str:
    """The standfirst between headline and body, which readings of the body leave out."""
    for text in document.texts(_LEADS):
        fits = _SHORTEST_LEAD <= len(text) <= _LONGEST_LEAD
        if fits and letters_of(title) not in letters_of(text):
            return text
    return ""


def _with_lead(text: str, lead: str) -> str:
    if not lead or letters_of(lead)[:_SAME] in letters_of(text):
        return text
    return f"{lead}\n{text}"


def _drop_what_is_no_body(document: Document) -> None:
    for element in document.root.xpath(_NO_BODY):
        element.drop_tree()
    for element in document.root.xpath(_CAPTIONS):
        if _CAPTION.search((element.get("class") or "").lower()) and (
            len(element.xpath("string()").strip()) <= _LONGEST_CAPTION
        ):
            element.drop_tree()


def _clean(text: str, title: str, links: frozenset[str]) -> str:
    lines = [flatten(_CELLS.sub(" ", line)) for line in text.split("\n")]
    return "\n".join(trim_body(lines, title, links))


def _weight(text: str) -> int:
    """Length in letters, a Chinese or Japanese character counting for two."""
    return sum(2 if is_cjk(char) else 1 for char in text[:200])
