"""What the store must be asked for one digest: a few questions, each as wide as its days."""

from __future__ import annotations

from collections.abc import Iterable

from digest import DigestOrder
from news.analysis import TagKind, Tier
from news.digest import Background
from news.glimpse import TagKey
from news.reading import Reading
from storage import Query, Store

_TOLD = (Tier.CORE, Tier.RELATED, Tier.CONTEXT)
_WHO = frozenset({TagKind.PERSON, TagKind.ORGANISATION})


def gather(store: Store, order: DigestOrder) -> tuple[list[Reading], Background]:
    """The articles of an order's days, and what must be known beyond them."""
    since, until = order.window
    readings = store.readings(Query(since=since, until=until))
    ids = tuple(sorted({reading.story_id for reading in readings if reading.story_id}))
    stories = tuple(store.stories(ids=ids)) if ids else ()
    told = tuple(dict.fromkeys(key for story in stories for key in story.article_ids))
    named = _who(readings)
    first, last = order.fortnight
    return readings, Background(
        stories=stories,
        members=tuple(store.glimpses(Query(ids=told))) if told else (),
        met=frozenset(named - store.met(named, since)),
        fortnight=tuple(store.glimpses(Query(since=first, until=last, tiers=_TOLD))),
    )


def _who(readings: Iterable[Reading]) -> set[TagKey]:
    """People and organisations of the articles on the subject."""
    return {
        (item.tag.kind, item.tag.key)
        for reading in readings
        if reading.settled.tier is not Tier.OFF
        for item in reading.settled.tags
        if item.tag.kind in _WHO
    }
