"""Names inside names: when a known name within a longer one does not count."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from news.entity import EntityKind
from nlp import lexicon_fr, lexicon_ja
from nlp.spans import FORM

if TYPE_CHECKING:
    from nlp.gazetteer import Hit
    from nlp.names import Name
    from nlp.scene import Scene

_COMPOUNDS: Final = (*lexicon_ja.NOT_INSIDE, "時間", "刺しゅう", "刺繍", "競技大会")
_TREATY = re.compile(
    rf"(?<![\w-])(?:{'|'.join(lexicon_fr.TREATIES)}) (?:de la |de l['’]|du |des |de |d['’])$",
    re.IGNORECASE,
)
_TOWN = re.compile(r" (?:de|d['’]|à) ?(?=[A-Z\u00c0-\u00de])")
_WORDS = "sa sas sarl inc ltd corp group le la les l d de du des m mme"
_PERIPHERY = re.compile(
    "|".join(
        re.escape(word)
        for word in sorted(
            {*lexicon_ja.COMPANY_FORMS, *lexicon_ja.DIRECTIONS}, key=len, reverse=True
        )
    )
    + rf"|\b(?:{'|'.join(_WORDS.split())})\b|[\s.,'’-]"
)
"""What may stand around a name inside a span without making another name of it."""

_BEFORE = 24  # characters that a treaty's noun may take


def hidden(scene: Scene, name: Name) -> bool:
    """Whether a name stands inside a look-alike that is more than the name with a title."""
    index = bisect_right(scene.shadows, name.start, key=_start) - 1  # they never overlap
    hit = scene.shadows[index] if index >= 0 else None
    return (
        hit is not None
        and name.end <= hit.end
        and (hit.start, hit.end) != (name.start, name.end)
        and scene.text[name.end : hit.end] not in lexicon_ja.TITLES
    )


def _start(hit: Hit) -> int:
    return hit.start


def compound(scene: Scene, hit: Hit) -> str:
    """What a place is only a part of, 日本人, *protocole de Nagoya*; or nothing."""
    if EntityKind.PLACE not in scene.kinds(hit):
        return ""
    if scene.language == "ja":
        part = next((part for part in _COMPOUNDS if scene.text.startswith(part, hit.end)), "")
        return scene.text[hit.start : hit.end] + part if part else ""
    before = normalize("NFC", scene.text[max(0, hit.start - _BEFORE) : hit.start])
    treaty = _TREATY.search(before)
    return treaty.group() + scene.text[hit.start : hit.end] if treaty else ""


def swallowed(scene: Scene, hit: Hit, outer: Name) -> bool:
    """Whether a longer name around a hit speaks of something else."""
    if (outer.start, outer.end) == (hit.start, hit.end):
        return False
    kinds = scene.kinds(hit)
    organisation = outer.kind is EntityKind.ORGANISATION
    if organisation and outer.rank == FORM and EntityKind.PLACE in kinds:
        return True
    rest = scene.text[outer.start : hit.start] + " " + scene.text[hit.end : outer.end]
    taken_apart = organisation and (_dissolved(scene, outer) or _run_together(scene, outer))
    if taken_apart or not _PERIPHERY.sub("", rest.lower()):
        return False
    if outer.kind is EntityKind.PERSON:
        return EntityKind.PERSON not in kinds or not hit.form.strong
    if organisation:
        return EntityKind.PLACE in kinds or not hit.form.strong or _grows(rest)
    return EntityKind.PLACE in kinds and _grows(rest)


def _dissolved(scene: Scene, outer: Name) -> bool:
    """A known organisation with its town behind it: *musée des Tissus* and *Lyon*."""
    index = bisect_left(scene.hits, outer.start, key=_start)
    return any(
        hit.start == outer.start
        and hit.end < outer.end
        and EntityKind.ORGANISATION in scene.kinds(hit)
        and hit.form.strong
        and _TOWN.match(scene.text, hit.end)
        for hit in scene.hits[index : index + 1]
    )


def _run_together(scene: Scene, outer: Name) -> bool:
    """Several known names that nothing parts, a person's among them: *Région Laurent Wauquiez*."""
    first = bisect_left(scene.hits, outer.start, key=_start)
    last = bisect_left(scene.hits, outer.end, key=_start)
    inside = scene.hits[first:last]
    parts = [scene.text[hit.start : hit.end] for hit in inside]
    whole = "".join(scene.text[outer.start : outer.end].split())
    return whole == "".join("".join(parts).split()) and any(
        hit.form.strong and hit.form.people for hit in inside
    )


def _grows(rest: str) -> bool:
    """Whether what stands around is part of a name: a capital, or a Japanese suffix."""
    return any(char.isupper() for char in rest) or any(
        part in lexicon_ja.PLACE_ENDS or part in lexicon_ja.ORGANISATION_ENDS
        for part in rest.split()
    )
