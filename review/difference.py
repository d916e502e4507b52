"""What changed between two revisions of a text: lines first, then words or runs of one script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

# A kanji run, a hiragana run, a katakana run, a Latin word or number, spaces, any other sign.
_TOKENS = re.compile(
    r"[\u3005\u4e00-\u9fff]+|[\u3041-\u309f]+|[\u30a0-\u30ff]+|(?:(?![\u3005-\u9fff])\w)+|\s+|."
)
_MOST = 1_000_000
"""Product of the lengths of two stretches that are compared word by word; others change whole."""
_AROUND = 120
"""Characters shown beside a change of what stayed."""


class Fate(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text with one fate."""

    fate: Fate
    text: str


def compare(old: str, new: str) -> list[Change]:
    """The stretches of two texts: same and gone joined are the old, same and new the new."""
    changes = [
        change
        for before, after in _blocks(old.splitlines(keepends=True), new.splitlines(keepends=True))
        for change in _compare_block(before, after)
    ]
    return [
        Change(fate, "".join(change.text for change in group))
        for fate, group in groupby(changes, key=lambda change: change.fate)
    ]


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        yield "".join(old[a:b]), "".join(new[c:d])


def _compare_block(old: str, new: str) -> Iterator[Change]:
    if old == new:
        yield Change(Fate.SAME, old)
        return
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    if len(before) * len(after) > _MOST:
        before, after = [old], [new]
    for first, second in _blocks(before, after):
        if first == second:
            yield Change(Fate.SAME, first)
            continue
        if first:
            yield Change(Fate.GONE, first)
        if second:
            yield Change(Fate.NEW, second)


def shorten(changes: Sequence[Change]) -> list[Change]:
    """The same with what stayed cut to what surrounds the changes."""
    return [
        Change(change.fate, _cut(change.text, first=place == 0, last=place == len(changes) - 1))
        if change.fate is Fate.SAME
        else change
        for place, change in enumerate(changes)
    ]


def _cut(text: str, *, first: bool, last: bool) -> str:
    kept = (0 if first else _AROUND) + (0 if last else _AROUND)
    if len(text) <= kept + _AROUND:
        return text
    head = "" if first else text[:_AROUND].rstrip()
    tail = "" if last else text[-_AROUND:].lstrip()
    return f"{head} […] {tail}".strip()
