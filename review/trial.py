"""What a change of what is known would do to the articles of late: read again, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge import Knowledge
from knowledge.amendments import NAMES, NEW, Amendment, Change
from knowledge.check import full_names
from knowledge.spelling import with_plural
from news.analysis import Analysis, Tag, TagKind, Tier
from news.reading import Reading
from news.source import Source
from storage import Query, Store

if TYPE_CHECKING:
    from nlp import Reader

DAYS = 30
"""How far back is looked."""
MOST_READ = 60
"""Articles that one trial reads."""
MOST_SECONDS = 20.0
"""How long one trial reads; what is begun is ended."""
_MOST_FOUND = 2000
_AT_ONCE = 8  # articles between two looks at the clock


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change of one article."""

    reading: Reading
    gained: tuple[Tag, ...]
    lost: tuple[Tag, ...]
    moved: tuple[tuple[Tag, Tag], ...]
    """Tags that stay, on other places of the text: before and after."""
    before: Tier
    after: Tier


@dataclass(frozen=True, slots=True)
class Trial:
    """What reading again gave."""

    maker: str
    """The reader that was tried."""
    found: int
    """Articles of the last days that the change may concern."""
    read: int
    effects: tuple[Effect, ...]
    analyses: tuple[Analysis, ...]
    """What it made."""

    @property
    def cut(self) -> bool:
        """Whether not all that was found could be read."""
        return self.read < self.found


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads, before and after."""

    now: Reader
    tried: Reader
    sources: Mapping[str, Source]
    """Whose hints they take."""


def queries(
    known: Knowledge, tried: Knowledge, amendment: Amendment, since: datetime
) -> Iterator[Query]:
    """The articles that a change may concern, by words or by tag."""
    change, target = amendment.change, amendment.target
    base = Query(since=since, limit=_MOST_FOUND)
    if change in NEW:
        entity = tried.entities[target]
        for form in dict.fromkeys((*full_names(entity), *entity.weak_aliases)):
            yield replace(base, text=_phrase(form))
        return
    if change not in (Change.MERGED, *NAMES):
        french = change in (Change.CUE_FR, Change.WEAK_CUE_FR)
        for form in with_plural(amendment.form) if french else (amendment.form,):
            yield replace(base, text=_phrase(form))
    if change in (Change.SILENCED, Change.MERGED, *NAMES):
        kind = TagKind(known.entities[target].kind.value)
        yield replace(base, kind=kind, key=target)


def _phrase(form: str) -> str:
    return '"{}"'.format(form.replace('"', " "))


def try_out(
    store: Store, readers: Readers, wanted: Sequence[Query], clock: Callable[[], float]
) -> Trial:
    """Read the newest of the articles again, and tell what changes.

    Args:
        store: where the articles are; nothing is kept.
        readers: with what is known, and with what is tried.
        wanted: which articles.
        clock: seconds that only grow.
    """
    ids = _newest(store, wanted)
    end = clock() + MOST_SECONDS
    effects: list[Effect] = []
    analyses: list[Analysis] = []
    for start in range(0, min(MOST_READ, len(ids)), _AT_ONCE):
        if clock() > end:
            break
        piece = ids[start : min(start + _AT_ONCE, MOST_READ)]
        readings = store.readings(Query(ids=tuple(piece)))
        before = _read(readers, readings)
        articles = (reading.article for reading in readings)
        after = list(readers.tried.read(articles, readers.sources))
        for reading, old, new in zip(readings, before, after, strict=True):
            analyses.append(new)
            effect = _compare(replace(reading, analysis=old), new)
            if effect.gained or effect.lost or effect.moved or effect.before is not effect.after:
                effects.append(effect)
    maker = readers.tried.maker
    return Trial(maker, len(ids), len(analyses), tuple(effects), tuple(analyses))


def _newest(store: Store, wanted: Sequence[Query]) -> list[str]:
    found = {item.id: item for query in wanted for item in store.glimpses(query)}
    newest = sorted(found.values(), key=lambda item: (item.dated, item.id), reverse=True)
    return [item.id for item in newest]


def _read(readers: Readers, readings: Sequence[Reading]) -> list[Analysis]:
    """Analyses by the reader of now; those that it made before are taken as they are kept."""
    maker = readers.now.maker
    stale = [reading.article for reading in readings if reading.analysis.maker != maker]
    made = {item.article_id: item for item in readers.now.read(stale, readers.sources)}
    return [made.get(reading.article.id, reading.analysis) for reading in readings]


def _compare(reading: Reading, tried: Analysis) -> Effect:
    """What people would see otherwise; reviews hold on both sides."""
    old, new = reading.settled, replace(reading, analysis=tried).settled
    before = {(item.tag.kind, item.tag.key): item.tag for item in old.tags}
    after = {(item.tag.kind, item.tag.key): item.tag for item in new.tags}
    return Effect(
        reading=reading,
        gained=tuple(tag for key, tag in after.items() if key not in before),
        lost=tuple(tag for key, tag in before.items() if key not in after),
        moved=tuple(
            (tag, after[key])
            for key, tag in before.items()
            if key in after and _places(tag) != _places(after[key])
        ),
        before=old.tier,
        after=new.tier,
    )


def _places(tag: Tag) -> set[tuple[int, int]]:
    return {(mention.start, mention.end) for mention in tag.mentions}
