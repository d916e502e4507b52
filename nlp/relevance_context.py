"""Context: one side alone, in what the cooperation is about. Constants first, then the rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge import LookAlikeKind
from news.analysis import Reason, Tag
from news.entity import Side
from nlp.relevance_common import (
    BUSINESS,
    FIELDS,
    acts,
    best,
    of_sectors,
    sector_labels,
    tied_elsewhere,
)
from nlp.relevance_cues import Word
from nlp.relevance_evidence import Evidence
from nlp.relevance_trace import Trace

KEY_ACTOR_IN_TITLE = 2.0
"""A body of the cooperation, or its territory, in the headline."""
KEY_ACTOR = 1.0
"""Another one in the body, or only its head in the headline."""
OFFICE_CHANGES = 1.0
"""An election or succession where a key actor stands in the headline."""
NEW_HEAD = 2.5
"""A town's mayor or the head of another body of one side has just been chosen, and named."""
LOCAL_IN_TITLE = 1.0
"""A place or an actor of one side in the headline."""
LOCAL_ACTOR = 1.0
"""A firm, school or group of one side acts."""
LOCAL_AGAIN = 0.5
"""One side is named in several sentences."""
FIELD_OF_COOPERATION = 1.5
"""A sector that the memorandum names, or hydrogen, which both sides pursue."""
OTHER_BUSINESS = 0.5
"""Another branch of business in which both sides are strong."""
NAMED_AFTER = -1.0
"""A treaty, a bank or a person with a name of ours stands in the headline of local news."""


def context(evidence: Evidence, tags: Sequence[Tag]) -> Iterator[Reason]:
    """The reasons why an article of one side is of interest to the other."""
    free = [side for side in (Side.AURA, Side.AICHI) if not tied_elsewhere(evidence, side)]
    local = evidence.of(*free)
    titled = [trace for trace in local if evidence.in_title(trace.mention)]
    head = next((trace for trace in titled if trace.key), None)
    if head is None and evidence.new_head:
        yield Reason("office-changes", (evidence.new_head,), NEW_HEAD)
    elif head is None and not of_sectors(tags, FIELDS | BUSINESS):
        return
    if head is not None:
        points = KEY_ACTOR if head.person else KEY_ACTOR_IN_TITLE
        yield Reason("party-in-title", (head.name,), points)
        if evidence.words.get(Word.ELECTION):
            yield Reason("office-changes", (head.name,), OFFICE_CHANGES)
    elif titled:
        yield Reason("in-title", (titled[0].name,), LOCAL_IN_TITLE)
    key = [trace for trace in local if trace.key and (head is None or trace.name != head.name)]
    if key:
        yield Reason("party-named", (key[0].name,), KEY_ACTOR)
    elif acts(local) and head is None:
        yield Reason("side-acts", (best(local).name,), LOCAL_ACTOR)
    yield from _local_business(local, tags)
    yield from _named_after(evidence)


def _local_business(local: Sequence[Trace], tags: Sequence[Tag]) -> Iterator[Reason]:
    if len({trace.sentence for trace in local}) > 1:
        yield Reason("named-again", (best(local).name,), LOCAL_AGAIN)
    fields, business = of_sectors(tags, FIELDS), of_sectors(tags, BUSINESS)
    if fields and acts(local):
        yield Reason("subject-sector", sector_labels(fields), FIELD_OF_COOPERATION)
    elif local and (fields or business):
        yield Reason("other-sector", sector_labels(fields or business), OTHER_BUSINESS)


def _named_after(evidence: Evidence) -> Iterator[Reason]:
    """A look-alike's name in the headline: the article is about that."""
    for look_alike, mention in evidence.look_alikes:
        if look_alike.kind is LookAlikeKind.NAME and evidence.in_title(mention):
            yield Reason("look-alike", (look_alike.label,), NAMED_AFTER)
            return
