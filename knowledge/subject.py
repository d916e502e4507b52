"""Reading what the subject is about: sectors, look-alikes, events."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from knowledge.forms import check_forms
from knowledge.model import Event, LookAlike, LookAlikeKind, Relation, Sector
from knowledge.phrases import LANGUAGES
from knowledge.record import Record
from knowledge.shelf import Shelf
from knowledge.spelling import unique, with_plural
from news.text import fold_text

UNRANKED = 99
"""Rank of a sector that tells none: it comes last."""
_NACE = re.compile(r"\d{2}(?:\.\d{1,2})?")
_JSIC = re.compile(r"\d{2,4}")
_CODE_REMEDY = {"nace": "two digits, then .1 or .11 or nothing", "jsic": "two to four digits"}
_LISTS = ("cues_fr", "cues_ja", "weak_fr", "weak_ja")


def read_sector(record: Record) -> Sector:
    """One sector, with the regular plurals of its French cues.

    Raises:
        KnowledgeError: when a key is unknown, missing or malformed.
    """
    sector = Sector(
        key=record.id,
        rank=record.number("rank", UNRANKED),
        labels=read_labels(record),
        nace=record.texts("nace"),
        jsic=record.texts("jsic"),
        cues_fr=_french(record, "cues_fr"),
        cues_ja=record.texts("cues_ja"),
        weak_fr=_french(record, "weak_fr"),
        weak_ja=record.texts("weak_ja"),
        traps=record.texts("traps"),
        shared=record.texts("shared"),
    )
    record.close()
    _check_codes(record, sector)
    for key in ("cues_fr", "cues_ja", "weak_fr", "weak_ja", "traps"):
        _check_once(record, key)
    _check_apart(record, "weak_fr", sector.cues_fr, with_plural)
    _check_apart(record, "weak_ja", sector.cues_ja, lambda cue: (cue,))
    return sector


def _check_codes(record: Record, sector: Sector) -> None:
    """Both nomenclatures are told, in their own form; both languages have a cue."""
    for key, codes, form in (("nace", sector.nace, _NACE), ("jsic", sector.jsic, _JSIC)):
        if not codes:
            raise record.error(key, f"no {key.upper()} code", f'write {key} = ["…"]')
        for code in codes:
            if not form.fullmatch(code):
                problem = f"“{code}” is no {key.upper()} code"
                raise record.error(key, problem, f"write {_CODE_REMEDY[key]}", code)
    for key, cues in (("cues_fr", sector.cues_fr), ("cues_ja", sector.cues_ja)):
        if not cues:
            raise record.error(key, "no cue gives the sector away", f'write {key} = ["…"]')


def _check_once(record: Record, key: str) -> None:
    """No cue stands twice in a list, however it is written."""
    seen: set[str] = set()
    for cue in record.texts(key):
        folded = fold_text(cue)
        if folded in seen:
            raise record.error(key, f"{key} holds “{cue}” twice", "keep one of them", cue)
        seen.add(folded)


def check_shared(sectors: Shelf[Sector]) -> None:
    """A cue stands in two sectors only where both say so under `shared`.

    Raises:
        KnowledgeError: naming the cue and the other sector, or a shared cue that no other has.
    """
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for key, sector in sectors.entries.items():
        for cue in {fold_text(cue) for cue in _cues(sector)}:
            owners[cue].append(key)
    for key, sector in sectors.entries.items():
        record = sectors.records[key]
        shared = {fold_text(cue) for cue in sector.shared}
        for name in _LISTS:
            for cue in record.texts(name):
                others = [other for other in owners[fold_text(cue)] if other != key]
                if others and fold_text(cue) not in shared:
                    problem = f"“{cue}” is a cue of {others[0]} too"
                    remedy = "keep it in one of them, or add it to shared in both"
                    raise record.error(name, problem, remedy, cue)
        for cue in sector.shared:
            if owners[fold_text(cue)] in ([], [key]):
                problem = f"shared “{cue}” is no cue of another sector"
                raise record.error("shared", problem, "remove it here", cue)


def _cues(sector: Sector) -> Iterable[str]:
    return (*sector.cues_fr, *sector.cues_ja, *sector.weak_fr, *sector.weak_ja)


def _check_apart(
    record: Record, key: str, strong: Iterable[str], forms: Callable[[str], Iterable[str]]
) -> None:
    """No cue is strong and weak, however it is written."""
    folded = {fold_text(cue) for cue in strong}
    for cue in record.texts(key):
        if any(fold_text(form) in folded for form in forms(cue)):
            problem = f"“{cue}” is a strong and a weak cue"
            raise record.error(key, problem, "keep it in one of the two lists", cue)


def _french(record: Record, key: str) -> tuple[str, ...]:
    return unique(form for cue in record.texts(key) for form in with_plural(cue))


def read_labels(record: Record) -> dict[str, str]:
    """Names in all languages.

    Raises:
        KnowledgeError: when one is missing.
    """
    labels = record.names("labels", LANGUAGES)
    for language in LANGUAGES:
        if language not in labels:
            remedy = 'write labels = { fr = "…", ja = "…", en = "…" }'
            raise record.error("labels", f"no name in “{language}”", remedy)
    return labels


def read_look_alike(record: Record) -> LookAlike:
    """One look-alike.

    Raises:
        KnowledgeError: when a key is unknown, missing or malformed, or nothing gives it away.
    """
    look_alike = LookAlike(
        id=record.id,
        label=record.text("label"),
        kind=record.choice("kind", LookAlikeKind),
        confused_with=record.texts("confused_with"),
        forms=record.texts("forms"),
        partners=record.texts("partners"),
        explains=record.text("explains"),
    )
    check_forms(record, "forms", look_alike.forms, alone=True)
    if not look_alike.forms and not look_alike.partners:
        raise record.error("forms", "nothing gives it away", "name forms or partners")
    record.close()
    return look_alike


def read_event(record: Record) -> Event:
    """One event.

    Raises:
        KnowledgeError: when a key is unknown, missing or malformed, or it ends before it starts.
    """
    start = _start(record)
    event = Event(
        id=record.id,
        labels=read_labels(record),
        start=start,
        end=record.day("end") or start,
        relation=record.choice("relation", Relation),
        entities=record.texts("entities"),
        source=record.text("source"),
    )
    if event.end < event.start:
        raise record.error(
            "end", f"it ends on {event.end}, before it began", "mend one of the days"
        )
    record.close()
    return event


def _start(record: Record) -> date:
    start = record.day("start")
    if start is None:
        raise record.error("start", "an event without a day", "write start = 2022-05-19")
    return start
