"""Actors that the knowledge base does not know, and the side they act for.

A name can hold a place (愛知県議会), be followed by its seat in brackets, or stand beside a place
or an adjective that says where it is from; a common noun (*entreprise*, 企業) does so too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge import Knowledge
from news.analysis import Mention, Tag, TagKind
from news.entity import EntityKind, Side
from news.text import fold_text
from nlp.cues import Hit, Lexicon, keep
from nlp.document import Document
from nlp.relevance_cues import ACTORS, trained
from nlp.relevance_trace import Cover, Trace

REACH = {"fr": 60, "ja": 20}
"""Most characters between an actor and the place that says where it is from."""
_SEATED = re.compile(
    r"([ァ-ヺー・＝=㈱A-Za-z\u3005\u4e00-\u9fff]{3,40})[（(]([^（()）]{2,24})[)）]"
)
_SHORTEST_BORNE = 3
"""Shorter names of places stand in longer words by chance: 瀬戸 in 瀬戸内."""
_VENUE = "で"
"""Particle after a Japanese name where things only take place."""


def unknown_actors(
    document: Document, tags: Sequence[Tag], knowledge: Knowledge, places: Sequence[Trace]
) -> list[Trace]:
    """Traces of unknown organisations and of groups.

    Args:
        document: The article being read.
        tags: Its entity tags.
        knowledge: Whose places a name may hold.
        places: The traces found so far, among them the places that say where an actor is from.
    """
    bearers = [*_bearers(document, tags, knowledge), *_bracketed(document, places)]
    return [*bearers, *_attached(document, tags, [*places, *bearers])]


def _bearers(document: Document, tags: Sequence[Tag], knowledge: Knowledge) -> Iterator[Trace]:
    """Unknown organisations whose name holds a place of a side: 愛知県議会, *CCI de Lyon*."""
    places = keep(knowledge.entities, "places", lambda: _place_lexicon(knowledge))
    for mention in _unknown_organisations(document, tags):
        hits = places.find(fold_text(mention.surface))
        for side in hits[0].labels if hits else ():
            yield Trace(side, mention, mention.surface, actor=True)


def _bracketed(document: Document, places: Sequence[Trace]) -> Iterator[Trace]:
    """Japanese names with their seat in brackets: 知多の蔵（半田市）."""
    ordered = sorted((place for place in places if not place.actor), key=_start)
    for match in _SEATED.finditer(document.text):
        first, last = (bisect_left(ordered, edge, key=_start) for edge in match.span(2))
        for place in ordered[first:last]:
            name = document.mention(*match.span(1))
            yield Trace(place.side, name, name.surface, actor=True)


def _start(trace: Trace) -> int:
    return trace.mention.start


def _place_lexicon(knowledge: Knowledge) -> Lexicon[Side]:
    places = (entity for entity in knowledge.entities.values() if entity.kind is EntityKind.PLACE)
    return Lexicon(
        (
            (name, entity.side)
            for entity in places
            if entity.side in (Side.AURA, Side.AICHI)
            for name in (entity.label, *entity.names.values(), *entity.aliases)
            if len(name) >= _SHORTEST_BORNE
        ),
        inflect=False,
    )


def _attached(document: Document, tags: Sequence[Tag], places: Sequence[Trace]) -> Iterator[Trace]:
    """Unknown organisations and groups, given to the side of the place beside them."""
    anchors = [*((trace.mention, trace) for trace in places if not trace.actor)]
    anchored = Cover(len(document.text), (anchor for anchor, _ in anchors))
    blocks = [
        (mention, None)
        for tag in tags
        if tag.kind is TagKind.PLACE and not tag.known
        for mention in tag.mentions
        if not anchored.touches(mention)
    ]
    around: defaultdict[int, list[tuple[Mention, Trace | None]]] = defaultdict(list)
    for place, anchor in [*anchors, *blocks]:
        around[place.sentence_start].append((place, anchor))
    settled = {trace.mention for trace in places}
    for mention in _unknown_organisations(document, tags):
        if mention not in settled:
            yield from _attach(document, mention, around, both_ways=True)
    for mention in _groups(document, tags):
        yield from _attach(document, mention, around, both_ways=False)


def _unknown_organisations(document: Document, tags: Sequence[Tag]) -> Iterator[Mention]:
    for tag in tags:
        if tag.kind is TagKind.ORGANISATION and not tag.known:
            for mention in tag.mentions:
                if document.text[mention.end : mention.end + 1] != _VENUE:
                    yield mention


def _groups(document: Document, tags: Sequence[Tag]) -> Iterator[Mention]:
    """Common nouns of actors that stand outside every name."""
    hits: Iterable[Hit[str]] = ()
    if document.language in ACTORS:
        hits = ACTORS[document.language].find(document.folded.text)
    named = (mention for tag in tags if tag.kind is not TagKind.SECTOR for mention in tag.mentions)
    names = Cover(len(document.text), named)
    for hit in hits:
        mention = document.folded_mention(hit.start, hit.end)
        if hit.labels and not names.touches(mention):
            yield mention


def _attach(
    document: Document,
    mention: Mention,
    around: Mapping[int, Sequence[tuple[Mention, Trace | None]]],
    *,
    both_ways: bool,
) -> Iterator[Trace]:
    reach = REACH.get(document.language, 0)
    near = [
        (gap, anchor)
        for place, anchor in around.get(mention.sentence_start, ())
        if (gap := _gap(mention, place)) <= reach
        and _qualifies(document, mention, place, both_ways=both_ways)
    ]
    if not near:
        return
    anchor = min(near, key=lambda item: item[0])[1]
    if anchor is not None:
        name = mention.surface if both_ways else f"{mention.surface} ({anchor.name})"
        yield Trace(anchor.side, mention, name, actor=True)


def _qualifies(document: Document, actor: Mention, place: Mention, *, both_ways: bool) -> bool:
    """Whether actor and place stand in the order that makes one qualify the other.

    In Japanese the place comes first, or in brackets after a name; in French a common noun comes
    first, and a name on either side.
    """
    between = document.text[min(actor.end, place.end) : max(actor.start, place.start)]
    if trained(between):
        return False
    if document.language == "ja":
        bracket = document.text[actor.end : actor.end + 1] in "(（"
        return place.start < actor.start or (both_ways and bracket)
    return both_ways or actor.start < place.start


def _gap(first: Mention, second: Mention) -> int:
    return max(first.start, second.start) - min(first.end, second.end)
