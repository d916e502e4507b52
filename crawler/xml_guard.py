"""XML is looked at before any parser sees it."""

from __future__ import annotations

import re

from news.errors import CollectionError
from news.report import SourceState

_BLANK = re.compile(r"[\s\ufeff]*")
_HTML = re.compile(r"<(?:!doctype\s+html\b|html\b)", re.IGNORECASE)
_ENTITY = "<!entity"
_DOCTYPE = "<!doctype"


def refuse_entities(text: str, url: str) -> None:
    """Let no document through that declares entities of its own.

    Entities that expand without end and entities that read files both begin with a declaration
    before the root element; no feed or sitemap needs one.

    Args:
        text: what the parser will be given, decoded.
        url: where it was fetched, for the error.

    Raises:
        CollectionError: `parse-error`.
    """
    start = _prolog_end(text)
    opening = text[start : start + len(_DOCTYPE)].lower()
    at_root = opening[:1] == "<" and (opening[1:2].isalpha() or opening[1:2] == "_")
    # What begins with neither is no XML, and who knows how a lenient parser goes on.
    if not at_root and _ENTITY in text[start:].lower():
        raise CollectionError(
            SourceState.PARSE_ERROR,
            f"{url}: the document declares entities of its own and was not parsed",
        )


def is_html(text: str) -> bool:
    """Whether a document is a web page, where a feed or sitemap was asked for."""
    return bool(_HTML.match(text, _prolog_end(text)))


def _prolog_end(text: str) -> int:
    """Where declarations, comments and blanks end; what follows is a document type or the root.

    Walked construct by construct: searching for patterns is fooled by patterns inside others.
    """
    position = 0
    while True:
        blank = _BLANK.match(text, position)
        position = blank.end() if blank else position
        for opening, closing in (("<?", "?>"), ("<!--", "-->")):
            if text.startswith(opening, position):
                end = text.find(closing, position + len(opening))
                if end < 0:
                    return position
                position = end + len(closing)
                break
        else:
            return position
