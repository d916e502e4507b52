"""What Japanese pages print between and beside their characters: line breaks and furigana."""

from __future__ import annotations

import re
from typing import Any

_WIDE = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"
_BROKEN_LINE = re.compile(rf"(?<=[{_WIDE}])[ \t]*\r?\n[ \t]*(?=[{_WIDE}])")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff々]")
_OPENS = re.compile(rf"^[ \t\r\n]+(?=[{_WIDE}])")
_CLOSES = re.compile(rf"(?<=[{_WIDE}])[ \t\r\n]+$")
_READINGS = "//rt | //rp | //rtc"
_SHELLS = "//ruby | //rb | //rt | //rp | //rtc | //wbr"
_FOR_LEARNERS = 0.2


def join_lines(markup: str) -> str:
    """Markup whose Japanese sentences are not broken by the lines of the source file.

    A line break between two wide characters is no space (CSS Text 3, segment breaks); pages with
    preformatted text keep theirs.
    """
    return markup if "<pre" in markup else _BROKEN_LINE.sub("", markup)


def settle_readings(root: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Make plain text of furigana, in place.

    A newspaper that gives an occasional reading with its own brackets (`rp`) prints it so where
    there is no room above the line: it stays, in the brackets. Readings without brackets, and
    those of a page that gives them for every word, are for the eye alone and go.
    """
    rubies = root.xpath("//ruby")
    if not (rubies and root.xpath("//rp") and _is_occasional(root, rubies)):
        for element in root.xpath(_READINGS):
            element.drop_tree()
    for ruby in rubies:
        _close_up(ruby)
    # What is left of them would be taken for blocks, and cut the sentence in three.
    for element in root.xpath(_SHELLS):
        element.drop_tag()


def _is_occasional(root: Any, rubies: list[Any]) -> bool:  # noqa: ANN401 - as above
    glossed = sum(len(_HAN.findall(ruby.xpath("string()"))) for ruby in rubies)
    return glossed <= _FOR_LEARNERS * len(_HAN.findall(root.xpath("string()")))


def _close_up(ruby: Any) -> None:  # noqa: ANN401 - as above
    """Take away the spaces inside a ruby element, and those around it between wide characters."""
    for piece in ruby.iter():
        piece.text = (piece.text or "").strip()
        if piece is not ruby:
            piece.tail = (piece.tail or "").strip()
    ruby.tail = _OPENS.sub("", ruby.tail or "")
    before, parent = ruby.getprevious(), ruby.getparent()
    if before is not None:
        before.tail = _CLOSES.sub("", before.tail or "")
    elif parent is not None:
        parent.text = _CLOSES.sub("", parent.text or "")
