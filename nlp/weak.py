"""Short forms, such as family names: whom they stand for, and when they stand for nobody known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from news.analysis import Reason
from news.entity import EntityKind, Side
from news.text import fold_text
from nlp.lexicon_fr import HONORIFICS
from nlp.people_ja import title_at

if TYPE_CHECKING:
    from news.entity import Entity, Role
    from nlp.gazetteer import Hit
    from nlp.scene import Scene

_SIDES = frozenset({Side.AURA, Side.AICHI})
_FORMER_JA = re.compile("[前元]")
_INCOMING_JA = re.compile("[新現]")
_FORMER_FR = re.compile(r"(?:ancien(?:ne)?|ex)[ -]")
_OFFICE_ENDS = re.compile(r" (?:d[eu]s?|d'\w|charge|delegue)")
_APPOSED = re.compile(
    r", (?:le |la |l')?(?P<former>ancien(?:ne)? |ex-)?"
    r"(?P<office>(?:premiere? |vice-)?[a-z]+(?:-[a-z]+)?) (?:d[eu]s? |d')"
)
_ANNOUNCED = re.compile(
    r"[^、。「」\s]{2,24}?(?P<title>副?知事|市長|副?議長|会長|社長|総領事|大使)の$"
)
_STILL_NAMED = timedelta(days=366)
"""How long the holder of an office is still called by the family name alone."""
_REACH = 28  # characters that a body and its office may take before a name
_WORD_BEFORE = re.compile(r"([\w'-]+)(?: regionale?| general| sortant)? $")


def judge_weak(scene: Scene, hit: Hit) -> tuple[Entity, Reason] | Reason:
    """The entity a short form stands for with the reason, or the reason why it is nobody known."""
    surface = scene.text[hit.start : hit.end]
    mentioned = scene.mentioned
    every = [scene.entities[key] for key in hit.form.weak]
    # Of a territory and its government one stands for both until the context is read.
    governed = {entity.institution for entity in every if entity.kind is EntityKind.PLACE}
    candidates = [entity for entity in every if entity.id not in governed]
    candidates = _of_one_sort(scene, hit, candidates)
    contracted = [entity for entity in candidates if _contracted(scene, hit, entity)]
    full = contracted or [entity for entity in candidates if mentioned[entity.id]]
    titled = [entity for entity in candidates if _title_fits(scene, hit, entity)]
    others = all(entity.kind is not EntityKind.PERSON for entity in candidates)
    rival = "" if candidates and others else _rival(scene, hit, full)
    if rival and not titled:
        return Reason("other-person", (surface, rival))
    if len(full) == 1:
        return full[0], Reason("weak-alias", (surface, full[0].label))
    if len(titled) == 1:
        return titled[0], Reason("titled-name", (surface, _office(scene, titled[0])))
    company = [entity for entity in candidates if _in_company(scene, entity)]
    if len(company) == 1:
        return company[0], Reason("weak-alias", (surface, company[0].label))
    present = [entity for entity in candidates if _present(scene, hit, entity)]
    if len(present) == 1:
        return present[0], Reason("titled-name", (surface, _office(scene, present[0])))
    return _why_nobody(scene, hit, candidates)


def _why_nobody(scene: Scene, hit: Hit, candidates: list[Entity]) -> Reason:
    """The office beside the name was not held on the day, or nothing beside it helps."""
    surface = scene.text[hit.start : hit.end]
    undated = replace(scene, day=None)
    others = [entity for entity in candidates if _title_fits(undated, hit, entity)]
    if scene.day is not None and others:
        return Reason("not-in-office", (surface, others[0].label, scene.day.isoformat()))
    return Reason("weak-alone", (surface,))


def _of_one_sort(scene: Scene, hit: Hit, candidates: list[Entity]) -> list[Entity]:
    """Of 豊田, a town and a family, the family before a person's title, the town elsewhere."""
    people = [entity for entity in candidates if entity.kind is EntityKind.PERSON]
    others = [entity for entity in candidates if entity.kind is not EntityKind.PERSON]
    if scene.language != "ja" or not others:
        return candidates
    return people if title_at(scene.text, hit.end) else others


def _contracted(scene: Scene, hit: Hit, entity: Entity) -> bool:
    """Whether the article of a town's name has melted into the preposition: *au Havre*."""
    before = scene.text[max(0, hit.start - 3) : hit.start]
    surface = scene.text[hit.start : hit.end]
    return before in {"au ", "du "} and fold_text(entity.label) == fold_text(f"Le {surface}")


def _office(scene: Scene, entity: Entity) -> str:
    """What the person is called by the office that counts on the day, for the reason given."""
    held = [role for role in entity.roles if _in_time(scene, role, former=False)]
    titles = (held or list(entity.roles))[0].titles
    return titles.get(scene.language) or titles.get("fr", "")


def _in_company(scene: Scene, entity: Entity) -> bool:
    """Whether a text names its side of the cooperation: AURA beside Lyon, Valence beside Isère."""
    if entity.kind is EntityKind.PERSON or entity.side not in _SIDES:
        return False
    return any(
        scene.entities[key].side is entity.side
        and scene.entities[key].kind is not EntityKind.PERSON
        for key in scene.mentioned
    )


def _rival(scene: Scene, hit: Hit, full: list[Entity]) -> str:
    """Somebody else whom the text names in full and whose short form this is too."""
    own = {fold_text(name) for entity in full for name in (entity.label, *entity.aliases)}
    own |= {fold_text(name) for entity in full for name in entity.names.values()}
    for other, written in scene.people.items():
        longer = other != hit.exact and (
            other.endswith(f" {hit.exact}") or (other.startswith(hit.exact) and " " not in other)
        )
        if longer and other not in own:
            return written
    return ""


def _title_fits(scene: Scene, hit: Hit, entity: Entity) -> bool:
    """Whether the title beside the name is one that the person holds, or held where it says so."""
    if scene.language == "ja":
        return _japanese_title_fits(scene, hit, entity) or _announced(scene, hit, entity)
    return _french_title_fits(scene, hit, entity) or _apposed(scene, hit, entity)


def _french_title_fits(scene: Scene, hit: Hit, entity: Entity) -> bool:
    before = fold_text(scene.text[max(0, hit.start - 40) : hit.start])
    match = _WORD_BEFORE.search(before)
    if not match:
        return False
    former = bool(_FORMER_FR.search(before[: match.start()][-10:] + " ")) or "ex-" in before[-20:]
    title = match.group(1).removeprefix("l'").removeprefix("ex-")
    return any(
        title in _office_words(role) and _in_time(scene, role, former=former)
        for role in entity.roles
    )


def _office_words(role: Role) -> list[str]:
    """The words of a French office before whom or what it serves: première vice-présidente."""
    return _OFFICE_ENDS.split(fold_text(role.titles.get("fr", "")), maxsplit=1)[0].split()


def _apposed(scene: Scene, hit: Hit, entity: Entity) -> bool:
    """Whether the office stands behind the name with its body: *Mme X, maire de Y*."""
    after = fold_text(scene.text[hit.end : hit.end + 80]).partition("\n")[0]
    match = _APPOSED.match(after)
    if not match:
        return False
    words = match["office"].split()
    return any(
        words[-1] in _office_words(role)
        and _in_time(scene, role, former=bool(match["former"]))
        and _names_body(scene, role, (hit.end, hit.end + 80))
        for role in entity.roles
    )


def _names_body(scene: Scene, role: Role, span: tuple[int, int]) -> bool:
    """Whether the body of an office, or its territory, is named in a stretch of the text."""
    body = scene.entities.get(role.organisation)
    keys = {role.organisation, body.institution if body else ""} - {""}
    return any(
        span[0] <= hit.start < span[1] and keys & {*hit.form.strong, *hit.form.weak}
        for hit in scene.hits
    )


def _announced(scene: Scene, hit: Hit, entity: Entity) -> bool:
    """Whether the office stands before a Japanese name with its body: 愛知県知事の大村氏."""
    match = _ANNOUNCED.search(scene.text, max(0, hit.start - _REACH), hit.start)
    return match is not None and any(
        _office_ja(role).endswith(match["title"])
        and _in_time(scene, role, former=False)
        and _names_body(scene, role, (match.start(), match.end()))
        for role in entity.roles
    )


def _japanese_title_fits(scene: Scene, hit: Hit, entity: Entity) -> bool:
    offset = hit.end
    former = bool(_FORMER_JA.match(scene.text, offset))
    if former or _INCOMING_JA.match(scene.text, offset):
        offset += 1
    title = title_at(scene.text, offset)
    return bool(title) and any(
        _office_ja(role).endswith(title)
        and not _office_ja(role).endswith(f"副{title}")
        and _in_time(scene, role, former=former)
        for role in entity.roles
    )


def _office_ja(role: Role) -> str:
    return role.titles.get("ja", "").partition("（")[0].partition(" (")[0]


def _in_time(scene: Scene, role: Role, *, former: bool) -> bool:
    if scene.day is None:
        return True
    if former:
        return role.end is not None and role.end <= scene.day
    return role.held_on(scene.day)


def _lately(scene: Scene, role: Role) -> bool:
    out = scene.day and role.end and role.end <= scene.day <= role.end + _STILL_NAMED
    return bool(out) or _in_time(scene, role, former=False)


def _present(scene: Scene, hit: Hit, entity: Entity) -> bool:
    """A head, in office or just out of it, honoured in a text that names the institution."""
    heads = [role for role in entity.roles if role.head and _lately(scene, role)]
    word = scene.text[max(0, hit.start - 6) : hit.start].split()
    honoured = title_at(scene.text, hit.end) in {"氏", "さん"} or bool(
        word and word[-1] in HONORIFICS
    )
    return honoured and any(scene.mentioned[role.organisation] for role in heads)
