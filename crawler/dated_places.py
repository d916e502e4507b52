"""Where on a page the date of publication is printed for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler.any_date import read_date
from crawler.document import Document, flatten

_TIME_ATTRIBUTES = ("datetime", "data-datetime", "data-time", "data-published", "content")
_LONGEST = 120
_LONGEST_LABELLED = 60
_LONGEST_BARE = 40
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|dates|datetime|time|timestamp|publish(?:ed)?|pub|pubdate|publication|posted|"
    r"day|meta|byline|signature|entry-date|postdate|newsdate|ymd|hiduke|nichiji)(?:$|[\s_-])|"
    r"[a-z](?:Date|Time)(?:$|[\s_-])|(?:date|time)$",
)
_LABEL = re.compile(
    r"(?:publi[ée]e?|mis(?:e)?\s+en\s+ligne|post[ée]e?|paru(?:e)?)\s+(?:le|par|dans|à)|^le \d|"
    r"(?:公開|掲載|配信|投稿|発表|初出|更新|作成)",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"mis(?:e)?\s+à\s+jour|modifi|actualis|更新|改訂|updated|modified", re.IGNORECASE
)
_FURNITURE = frozenset(("aside", "nav", "footer", "li", "form"))
_FAR = 150
_BARE = 4


def dated_places(document: Document) -> Iterator[tuple[str, str]]:
    """Texts that may hold the date, best first, each with its provenance `time` or `text`.

    Elements made for dates come first, then labelled and bare dates beside the headline; what
    stands in side columns, lists and footers and what speaks of an update comes last.
    """
    found = _Places(document).ranked()
    yield from ((text, provenance) for _, text, provenance in found)


class _Places:
    """Candidate places, ranked by kind and by distance to the headline."""

    def __init__(self, document: Document) -> None:
        self.elements = [node for node in document.root.iter() if isinstance(node.tag, str)]
        self.headline = next(
            (index for index, node in enumerate(self.elements) if node.tag == "h1"), 0
        )

    def ranked(self) -> list[tuple[tuple[int, int], str, str]]:
        places = []
        for index, node in enumerate(self.elements):
            place = _look(node)
            if place is None:
                continue
            kind, text, provenance = place
            distance = index - self.headline
            # A date follows its headline more often than it precedes it.
            distance = distance if distance >= 0 else -2 * distance
            aside = _in_furniture(node)
            if distance > _FAR and (aside or kind >= _BARE):
                continue
            kind += 10 * bool(_REVISED.search(text)) + 5 * aside + 5 * (distance > _FAR)
            places.append(((kind, distance), text, provenance))
        return sorted(places, key=lambda place: place[0])


def _look(node: Any) -> tuple[int, str, str] | None:  # noqa: ANN401 - lxml has no types
    """Kind (0 is best), text and provenance of an element that may hold the date."""
    declared = f"{node.get('itemprop') or ''} {node.get('property') or ''}"
    made_for_it = "datePublished" in declared or node.get("pubdate") is not None
    if made_for_it or node.tag == "time":
        text = _attribute(node) or _text(node)
        return (0 if made_for_it else 1, text, "time") if text else None
    text = _text(node)
    if not any(char.isdigit() for char in text):
        return None
    text = _labelled(node, text)
    kind = _kind_of_text(node, text)
    return (kind, text, "text") if kind else None


def _labelled(node: Any, text: str) -> str:  # noqa: ANN401 - lxml has no types
    """The text of a cell or definition with the label that stands in the one before it."""
    label = node.getprevious() if node.tag in {"dd", "td"} else None
    if label is None or label.tag not in {"dt", "th", "td"}:
        return text
    return f"{_text(label)} {text}"


def _kind_of_text(node: Any, text: str) -> int:  # noqa: ANN401 - lxml has no types
    if _CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}"):
        return 2
    if node.tag == "a":
        return 0
    if len(text) <= _LONGEST_LABELLED and _LABEL.search(text):
        return 3
    return _BARE if len(text) <= _LONGEST_BARE and read_date(text) else 0


def _attribute(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    return next((flatten(node.get(name)) for name in _TIME_ATTRIBUTES if node.get(name)), "")


def _text(node: Any) -> str:  # noqa: ANN401 - lxml has no types
    if node.tag in {"script", "style", "head", "html", "body"}:
        return ""
    pieces, length = [], 0
    for piece in node.itertext():
        pieces.append(piece)
        length += len(piece.strip())
        if length > _LONGEST:
            return ""
    return flatten(" ".join(pieces))


def _in_furniture(node: Any) -> bool:  # noqa: ANN401 - lxml has no types
    return any(parent.tag in _FURNITURE for parent in node.iterancestors())
