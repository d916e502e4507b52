"""Erasing a person: from the store, from the pages that were kept, from what was rendered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from secrets import token_bytes
from uuid import uuid4

from crawler import strike_pages
from knowledge import Knowledge
from knowledge.spelling import person_aliases, person_weak_aliases
from news.entity import Entity, EntityKind
from news.erasure import Blocklist, clean_page, erased_form, form_words
from news.errors import UsageError
from news.text import is_cjk
from scheduler.backups import keep_erasures
from scheduler.settings import Settings
from storage import Care, Erasure, open_care

_KEY_BYTES = 32
_RENDERED = (".html", ".md", ".json", ".atom", ".xml", ".txt")
_SHORTEST = 2
"""Characters of a Japanese name that may be erased: one alone is a common word."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for an erasure, and of whom."""

    person: tuple[str, ...]
    """Written forms of one person, as in both scripts; an id of the knowledge base is one too."""
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Names:
    """The written forms of one person."""

    full: tuple[str, ...]
    weak: tuple[str, ...]
    """Those that count only beside a full one."""
    known: Entity | None
    """The person of the knowledge base, whose file goes on naming them."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did, or would do."""

    id: str
    names: Names
    counts: dict[str, int]


def erase(settings: Settings, base: Knowledge, asked: Asked, *, dry_run: bool = False) -> Erased:
    """Take a person out of all that is kept, for good.

    No crawl may run meanwhile. Backups are left as they are: restoring one erases again.

    Args:
        settings: whose store and folders.
        base: whose aliases are erased too.
        asked: of whom, who asks, and why; the reason must not name them.
        dry_run: whether only to count.

    Raises:
        UsageError: when the name is too short to be told from other words, or the reason names
            the person.
    """
    now = settings.instant()
    with open_care(settings.database) as care:
        names = names_of(asked.person, base, care)
        erasure = _record(asked, names, care, now)
        blocked = Blocklist([(erasure.key, erasure.forms)])
        if blocked.holds(asked.reason):
            raise UsageError("the reason names the person", "say it without the name")
        struck = care.erase(erasure, dry_run=dry_run)
        if not dry_run:
            keep_erasures(settings)
            # Of all who were erased: an erasure that was killed here is completed by the next.
            blocked = care.blocklist()
    counts = {
        **struck.counts,
        "pages": strike_pages(
            settings.archive.folder, blocked.holds_page, struck.addresses, dry_run=dry_run
        ),
        "rendered": _clean_rendered(settings.output, blocked, struck.addresses, dry_run=dry_run),
    }
    return Erased(erasure.id, names, {name: count for name, count in counts.items() if count})


def _record(asked: Asked, names: Names, care: Care, now: datetime) -> Erasure:
    """All erasures of a store share one key: a text is gone through once for all of them."""
    earlier = care.erasures()
    key = earlier[-1].key if earlier else token_bytes(_KEY_BYTES)
    forms = {erased_form(key, form) for form in names.full}
    forms |= {erased_form(key, form, weak=True) for form in names.weak}
    ordered = sorted(forms, key=lambda form: (form.weak, form.digest))
    once = {form.digest: form for form in reversed(ordered)}
    return Erasure(uuid4().hex, now, asked.by, asked.reason, key, tuple(once.values()))


def names_of(person: Sequence[str], base: Knowledge, care: Care) -> Names:
    """Every written form of a person that is known: given, of the knowledge base, and met.

    Raises:
        UsageError: when a name is too short to be told from other words, or when two are of two
            people of the knowledge base.
    """
    for form in person:
        if not form_words(form) or _too_short(form):
            raise UsageError(
                f"{form!r} is too short to be told from other words", "give the whole name"
            )
    known = _known(person, base)
    full = {*person, *(_forms(known, base) if known else ()), *chain(*map(_spelt, person))}
    weak = {*(known.weak_aliases if known else ()), *chain(*map(_weakly_spelt, person))}
    whole = {form_words(form) for form in full}
    met = care.spellings(lambda name: form_words(name) in whole)
    parts = {part for words in whole for part in _parts(words)}
    full |= {form for form in met if _is_full(form) and form_words(form) not in parts}
    weak |= {form for form in met if form_words(form) in parts or not _is_full(form)}
    full = {form for form in full if _is_full(form) or form in person}
    return Names(tuple(sorted(full)), tuple(sorted(form for form in weak if form.strip())), known)


def _known(person: Sequence[str], base: Knowledge) -> Entity | None:
    """The person of the base who has one of these ids, or bears one of these full names."""
    asked = set(map(form_words, person))
    people = (item for item in base.entities.values() if item.kind is EntityKind.PERSON)
    found = [item for item in people if asked & {form_words(form) for form in _forms(item, base)}]
    if len(found) > 1 and len(person) > 1:
        raise UsageError(
            f"these names are of {' and '.join(item.id for item in found)}", "erase one at a time"
        )
    return found[0] if found else None


def _forms(entity: Entity, base: Knowledge) -> tuple[str, ...]:
    """Ids, those that were merged into it too, and full names."""
    merged = (old for old, new in base.redirects.items() if new == entity.id)
    return (entity.id, *merged, entity.label, *entity.names.values(), *entity.aliases)


def _spelt(person: str) -> Iterable[str]:
    """The orders and romanisations of a Latin name; its last word is taken for the family's."""
    words = person.split()
    if len(words) < _SHORTEST or any(map(is_cjk, person)):
        return ()
    return (*person_aliases(person, {}, {"latin": words[-1]}), " ".join([words[-1], *words[:-1]]))


def _weakly_spelt(person: str) -> Iterable[str]:
    words = person.split()
    if len(words) < _SHORTEST or any(map(is_cjk, person)):
        return ()
    return person_weak_aliases(person, {"latin": words[-1]})


def _parts(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Every shorter run of the words of a name."""
    for size in range(1, len(words)):
        for first in range(len(words) - size + 1):
            yield words[first : first + size]


def _is_full(form: str) -> bool:
    """Whether a form is long enough to mean one person wherever it stands."""
    words = form_words(form)
    return len(words) > _SHORTEST or (len(words) == _SHORTEST and not is_cjk(words[0]))


def _too_short(person: str) -> bool:
    words = form_words(person)
    return len(words) < _SHORTEST and (is_cjk(words[0]) or len(words[0]) < 2 * _SHORTEST)


def _clean_rendered(
    folder: Path, blocked: Blocklist, addresses: Iterable[str], *, dry_run: bool
) -> int:
    """Strike the names out of the files that were rendered; how many held any."""
    changed = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in _RENDERED:
            continue
        page = path.read_text(encoding="utf-8")
        clean = clean_page(blocked, addresses, page)
        if clean != page:
            changed += 1
            if not dry_run:
                fresh = path.with_name(f".{path.name}.new")
                fresh.write_text(clean, encoding="utf-8")
                fresh.replace(path)
    return changed
