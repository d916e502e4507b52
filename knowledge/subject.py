"""Reading what the subject is about: sectors, look-alikes, events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from knowledge.model import Event, LookAlike, LookAlikeKind, Relation, Sector
from knowledge.phrases import LANGUAGES
from knowledge.record import Record
from knowledge.spelling import unique, with_plural
from news.text import fold_text


def read_sector(record: Record) -> Sector:
    """One sector, with the regular plurals of its French cues.

    Raises:
        KnowledgeError: when a key is unknown, missing or malformed.
    """
    sector = Sector(
        key=record.id,
        labels=read_labels(record),
        nace=record.texts("nace"),
        jsic=record.texts("jsic"),
        cues_fr=_french(record, "cues_fr"),
        cues_ja=record.texts("cues_ja"),
        weak_fr=_french(record, "weak_fr"),
        weak_ja=record.texts("weak_ja"),
        traps=record.texts("traps"),
    )
    record.close()
    _check_apart(record, "weak_fr", sector.cues_fr, with_plural)
    _check_apart(record, "weak_ja", sector.cues_ja, lambda cue: (cue,))
    return sector


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
