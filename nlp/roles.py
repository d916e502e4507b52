"""Offices without a name, solved to whoever held them on the article's day."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from news.analysis import Reason, RoleMention
from news.entity import EntityKind
from news.text import fold_text
from nlp.cues import keep
from nlp.people_ja import title_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from news.entity import Entity, Role
    from nlp.linked import Linked
    from nlp.scene import Scene

_OFFICE = re.compile(
    r"(?P<whole>(?:(?:le |la |l['’]|du |au )?"
    r"(?:nouveau |nouvelle |futur |future |actuel |actuelle )?)"
    r"(?<![\w-])(?P<title>(?:[^\W\d_]|[\u0300-\u036f])+) (?:de la |de l['’]|du |de |d['’]))$",
    re.IGNORECASE,
)
_OF_THE_REGION = re.compile(
    r"(?:[Ll]e |[Ll]a |du |au )?(?<![\w-])(?P<title>présidente?) de la région"
    r"(?![\w-])(?! [A-ZÀ-Þ])"
)
"""With a small letter the region is no name, but its president is still one person."""
_SMALL_REGION = " de la région"
_FORMER = re.compile(r"(?:ancien(?:ne)?|ex)[ -]$", re.IGNORECASE)
_APPOSITION = re.compile(r"[\s,]*(?:M\.|Mme|le |la |l['’])?\s*")
_JAPANESE_APPOSITION = re.compile("[の・、]?")
_CONTESTED = ("選", "職", "室", "公邸", "候補")
"""Behind an office: the election, the post or the house, and nobody who holds it."""
_BESIDE = 12  # characters that may stand between an office and its holder
_BEFORE = 48  # characters that an office's words may take


def find_roles(
    scene: Scene, linked: Sequence[Linked]
) -> tuple[tuple[RoleMention, ...], tuple[Reason, ...]]:
    """The role mentions of a text, and the offices that nobody known held on its day."""
    found: list[RoleMention] = []
    open_offices: list[Reason] = []
    people = [item for item in linked if item.kind is EntityKind.PERSON]
    heads = keep(scene.entities, "heads", lambda: _heads(scene.entities))
    for span, offices in _offices(scene, linked, people, heads):
        surface = scene.text[span[0] : span[1]]
        holder = _holder(scene, offices)
        if holder is None:
            open_offices.append(Reason("no-holder", (surface,)))
        else:
            found.append(RoleMention(*span, surface, holder))
    return tuple(found), tuple(open_offices)


def _offices(
    scene: Scene,
    linked: Sequence[Linked],
    people: Sequence[Linked],
    heads: Mapping[str, Sequence[tuple[Entity, Role]]],
) -> Iterator[tuple[tuple[int, int], Sequence[tuple[Entity, Role]]]]:
    """Where an office without a name stands, with those who ever held it."""
    for item in linked:
        offices = heads.get(_organisation(scene, item), ())
        span = _office(scene, item, offices, people) if offices else None
        if span is not None:
            yield span, offices
    told = scene.language == "fr" and _SMALL_REGION in scene.text
    region = scene.bare_region if told else None
    for match in _OF_THE_REGION.finditer(scene.text) if region else ():
        former = _FORMER.search(scene.text, max(0, match.start() - _BEFORE), match.start("title"))
        if region and not former and not _named(scene.text, match.span(), people):
            yield match.span(), heads.get(region.id, ())


def _heads(entities: Mapping[str, Entity]) -> dict[str, list[tuple[Entity, Role]]]:
    heads: dict[str, list[tuple[Entity, Role]]] = {}
    for entity in entities.values():
        for role in entity.roles:
            if role.head and role.organisation:
                heads.setdefault(role.organisation, []).append((entity, role))
    return heads


def _organisation(scene: Scene, item: Linked) -> str:
    if not item.known:
        return ""
    entity = scene.entities[item.key]
    return entity.id if entity.kind is EntityKind.ORGANISATION else entity.institution


def _holder(scene: Scene, offices: Sequence[tuple[Entity, Role]]) -> str | None:
    """Who held the office on the day; nobody when two are said to."""
    if scene.day is None:
        return None
    held = {entity.id for entity, role in offices if role.held_on(scene.day)}
    return held.pop() if len(held) == 1 else None


def _office(
    scene: Scene,
    item: Linked,
    offices: Sequence[tuple[Entity, Role]],
    people: Sequence[Linked],
) -> tuple[int, int] | None:
    if scene.language == "ja":
        return _japanese_office(scene, item, offices, people)
    before = scene.text[max(0, item.start - _BEFORE) : item.start]
    match = _OFFICE.search(before)
    if not match or _FORMER.search(before[: match.start("title")]):
        return None
    titles = {_stem(title) for title in _titles(offices, "fr")}
    start = item.start - len(before) + match.start("whole")
    if _stem(match.group("title")) not in titles or _named(scene.text, (start, item.end), people):
        return None
    return start, item.end


def _titles(offices: Sequence[tuple[Entity, Role]], language: str) -> Iterator[str]:
    for _, role in offices:
        title = role.titles.get(language, "")
        if title:
            yield title


def _stem(title: str) -> str:
    """The first word of an office without the mark of the feminine."""
    return re.split(r"[ '-]", fold_text(title))[0].rstrip("e")


def _named(text: str, span: tuple[int, int], people: Sequence[Linked]) -> bool:
    """Whether the holder's name stands right beside the office."""
    return any(
        _APPOSITION.fullmatch(text, person.end, span[0])
        if person.end <= span[0]
        else person.start >= span[1] and _APPOSITION.fullmatch(text, span[1], person.start)
        for person in _near(people, span)
    )


def _near(people: Sequence[Linked], span: tuple[int, int]) -> Sequence[Linked]:
    """The people within reach of a span; they come in order and never overlap."""
    first = bisect_left(people, span[0] - _BESIDE, key=_end)
    last = bisect_right(people, span[1] + _BESIDE, key=_start)
    return people[first:last]


def _start(item: Linked) -> int:
    return item.start


def _end(item: Linked) -> int:
    return item.end


def _japanese_office(
    scene: Scene,
    item: Linked,
    offices: Sequence[tuple[Entity, Role]],
    people: Sequence[Linked],
) -> tuple[int, int] | None:
    offset = item.end + (1 if scene.text.startswith("の", item.end) else 0)
    title = title_at(scene.text, offset)
    end = offset + len(title)
    elected = scene.text.startswith(_CONTESTED, end)
    if not title or elected or not any(map(_ends(title), _japanese_titles(offices))):
        return None
    beside = any(
        _JAPANESE_APPOSITION.fullmatch(scene.text, end, person.start)
        if person.start >= end
        else person.end == item.start
        for person in _near(people, (item.start, end))
    )
    return None if beside else (item.start, end)


def _ends(title: str) -> Callable[[str], bool]:
    return lambda office: office.endswith(title)


def _japanese_titles(offices: Sequence[tuple[Entity, Role]]) -> Iterator[str]:
    for title in _titles(offices, "ja"):
        yield re.split("[（( ]", title)[0]
