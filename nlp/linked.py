"""A mention with the entity it speaks of, and how mentions of one text are cut and bound."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from news.analysis import Reason
from news.entity import EntityKind
from nlp import lexicon_fr
from nlp.unknown import label_of, normal_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nlp.names import Name

_BRACKET = re.compile(r"(?P<name>[^()（）]+?)\s*[（(](?P<short>[^()（）]+)[)）]")
_CAPITAL = re.compile(r"[A-Z\u00c0-\u00de]")
_KEPT_HEADS = (
    frozenset((*lexicon_fr.INSTITUTIONS, *lexicon_fr.LOOSE_INSTITUTIONS, *lexicon_fr.TERRITORIES))
    - lexicon_fr.GENERIC_HEADS
)


@dataclass(frozen=True, slots=True)
class Linked:
    """One mention with the entity it speaks of; offsets are those of the original text."""

    start: int
    end: int
    kind: EntityKind
    key: str
    """Entity id, or the normal form of an unknown name."""
    label: str
    known: bool
    score: float
    why: Reason


def with_legal_form(text: str, item: Linked, outer: Name | None) -> Linked:
    """The legal form belongs to the mention of a firm: 株式会社 before, ㈱ behind."""
    if outer is None or item.kind is not EntityKind.ORGANISATION:
        return item
    rest = text[outer.start : item.start] + text[item.end : outer.end]
    if rest and label_of(rest + "x") == "x":
        return replace(item, start=outer.start, end=outer.end)
    return item


def pieces(text: str, item: Linked) -> Iterator[Linked]:
    """A mention as the guidelines cut it: generic head and 内 outside, a bracketed form apart."""
    surface = text[item.start : item.end]
    bracket = _BRACKET.fullmatch(surface)
    if bracket:
        for group in ("name", "short"):
            first, last = bracket.span(group)
            yield replace(item, start=item.start + first, end=item.start + last)
        return
    head = normalize("NFC", surface.partition(" ")[0])
    name = _CAPITAL.search(surface)
    if name and head.islower() and head not in _KEPT_HEADS:
        yield replace(item, start=item.start + name.start())
    elif item.kind is EntityKind.PLACE and surface.endswith("内") and len(surface) > 1:
        yield replace(item, end=item.end - 1)
    else:
        yield item


def one_label(items: Sequence[Linked]) -> list[Linked]:
    """One label a key: that of its longest form."""
    labels: dict[tuple[EntityKind, str], str] = {}
    for item in items:
        if len(item.label) > len(labels.get((item.kind, item.key), "")):
            labels[item.kind, item.key] = item.label
    return [replace(item, label=labels[item.kind, item.key]) for item in items]


def bind_acronyms(text: str, items: Sequence[Linked]) -> list[Linked]:
    """A name and its bracketed short form are one entity; the known one of the two decides."""
    out = list(items)
    short: dict[str, Linked] = {}
    for index in range(len(out) - 1):
        left, right = out[index], out[index + 1]
        if not _bracketed(text, left, right):
            continue
        source, target = (right, index) if right.known and not left.known else (left, index + 1)
        surfaces = (text[left.start : left.end], text[right.start : right.end])
        if not out[target].known:
            why = Reason("acronym", surfaces)
            bound = replace(
                out[target], key=source.key, label=source.label, known=source.known, why=why
            )
            out[target] = bound
            short[normal_form(surfaces[1])] = bound
    return [_rebound(item, short) for item in out]


def _bracketed(text: str, left: Linked, right: Linked) -> bool:
    if left.kind is not EntityKind.ORGANISATION or right.kind is not left.kind:
        return False
    gap = "".join(text[left.end : right.start].split())
    return gap in {"(", "（"} and text[right.end : right.end + 1] in {")", "）"}


def _rebound(item: Linked, short: Mapping[str, Linked]) -> Linked:
    """Later mentions of a bracketed acronym."""
    other = short.get(item.key)
    if item.known or other is None or other.kind is not item.kind:
        return item
    return replace(item, key=other.key, label=other.label, known=other.known)
