"""The form of a change: its fields, read into the change that they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from knowledge import Knowledge
from knowledge.amendments import CUES, NEW, Amendment, AmendmentError, Change, entry_text
from knowledge.check import full_names
from news.text import fold_text
from review.asked import Asked

ENTRY_TEXTS = (
    "label",
    "name_fr",
    "name_ja",
    "name_en",
    "name_kana",
    "family_latin",
    "family_ja",
    "aliases",
    "weak_aliases",
    "side",
    "source",
    "role_fr",
    "role_ja",
    "role_en",
    "role_organisation",
    "role_start",
    "role_end",
)
"""Fields of a new entity."""
FIELDS = ("change", "target", "form", "note", *ENTRY_TEXTS)
_LONGEST = 2000
_LONGEST_NOTE = 500


def read_proposal(asked: Asked, known: Knowledge) -> Amendment:
    """The change that a form means.

    Raises:
        RefusalError: when a field is too long or holds no value that it may hold.
        AmendmentError: when its target is not known, or several are called so.
    """
    for name in FIELDS:
        asked.short(name, _LONGEST)
    change = Change(asked.choice("change", [each.value for each in Change]) or Change.ALIAS)
    target, form = asked.text("target"), asked.text("form")
    if change in NEW:
        key = target or _slug(asked.text("label"))
        return Amendment(change, key, entry=entry_text(_entry(asked, change, known)))
    target = _sector(target, known) if change in CUES else _entity(target, known)
    if change is Change.MERGED:
        form = _entity(form, known)
    return Amendment(change, target, form)


def read_note(asked: Asked) -> str:
    """Why, in the words of whoever proposes it."""
    return " ".join(asked.short("note", _LONGEST_NOTE).split())


def _entity(text: str, known: Knowledge) -> str:
    """The id of an entity, by id or by any full name."""
    if text in known.entities or not text:
        return text
    wanted = fold_text(text)
    found = [
        entity.id
        for entity in known.entities.values()
        if wanted in {fold_text(name) for name in full_names(entity)}
    ]
    if len(found) > 1:
        code, detail = "amend-many", (text, ", ".join(found))
        raise AmendmentError(known.phrases.say(code, "en", *detail), code, *detail)
    return found[0] if found else text


def _sector(text: str, known: Knowledge) -> str:
    """The key of a sector, by key or by its name in any language."""
    wanted = fold_text(text)
    for key, sector in known.sectors.items():
        if wanted in {fold_text(name) for name in (key, *sector.labels.values())}:
            return key
    return text


def _slug(label: str) -> str:
    return re.sub("[^a-z0-9]+", "-", fold_text(label)).strip("-")


def _entry(asked: Asked, change: Change, known: Knowledge) -> Mapping[str, object]:
    names = {code: asked.text(f"name_{code}") for code in ("fr", "ja", "en", "kana")}
    table: dict[str, object] = {
        "label": asked.text("label"),
        "names": _filled(names),
        "aliases": _lines(asked.text("aliases")),
        "weak_aliases": _lines(asked.text("weak_aliases")),
        "side": asked.text("side"),
        "source": asked.text("source"),
    }
    if change is Change.PERSON:
        family = {code: asked.text(f"family_{code}") for code in ("latin", "ja")}
        table |= {"family": _filled(family), "roles": _roles(asked, known)}
    return table


def _roles(asked: Asked, known: Knowledge) -> list[dict[str, object]]:
    titles = _filled({code: asked.text(f"role_{code}") for code in ("fr", "ja", "en")})
    if not titles:
        return []
    role: dict[str, object] = {
        "titles": titles,
        "organisation": _entity(asked.text("role_organisation"), known),
    }
    for name in ("start", "end"):
        if text := asked.text(f"role_{name}"):
            role[name] = _day(text, known)
    return [role]


def _day(text: str, known: Knowledge) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        code = "amend-bad-day"
        raise AmendmentError(known.phrases.say(code, "en", text), code, text) from error


def _filled(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def _lines(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in dict.fromkeys(lines) if line]
