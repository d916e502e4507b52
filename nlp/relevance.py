"""Relevance: how near an article is to the cooperation, by rules that add up before one's eyes.

The tiers are tried from the nearest to the farthest and the first whose points suffice holds.
Every rule that speaks leaves a reason with its points, so a reader can follow the sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge import Knowledge
from news.analysis import Reason, Relevance, Tag, TagKind, Tier
from news.entity import Side
from nlp.document import Document
from nlp.relevance_against import speaks_against
from nlp.relevance_common import (
    BUSINESS,
    FIELDS,
    acts,
    best,
    of_sectors,
    sector_labels,
    tied_elsewhere,
)
from nlp.relevance_context import context
from nlp.relevance_cues import Word
from nlp.relevance_evidence import Evidence, gather
from nlp.relevance_trace import Trace

COOPERATION_NAMED = 4.0
"""Both sides in one sentence with a word for working together: that is the subject itself."""
BOTH_IN_SENTENCE = 3.0
"""An actor of one side in one sentence with the other side: one acts with or at the other."""
BOTH_IN_TITLE = 2.0
"""Both sides in the headline: the article is about both."""
BOTH_ACT = 2.0
"""Actors of both sides anywhere in the article."""
ONE_ACTS = 1.5
"""Both sides somewhere, of which one only as a place: may be chance."""
PLACES_TOGETHER = 2.0
"""Places of both sides in one sentence, where nobody acts by name: few events hold both."""
SIDE_IN_TITLE = 1.0
"""One of two sides in the headline."""
SIDE_AND_COUNTRY = 3.0
"""An actor of one side in one sentence with the other country."""
SIDE_THEN_COUNTRY = 2.0
"""The same, in different sentences."""
LOCAL_TASTE = 0.5
"""The same, where the other country is but an adjective of food or culture: *un film japonais*."""
PLACE_AND_COUNTRY = 1.5
"""A place of one side in one sentence with the other country, in a matter of business."""
COUNTRY_IN_TITLE = 1.0
"""The other country in the headline."""
COUNTRY_AGAIN = 0.5
"""The other country in several sentences."""
SUBJECT_MATTER = 0.5
"""A sector was found: business, research or culture, not the weather."""
NEEDED = {Tier.CORE: 3.0, Tier.RELATED: 2.5, Tier.CONTEXT: 2.5}
"""Points from which a tier holds."""

TASTE = frozenset(("culture", "gastronomy"))
LANGUAGES = frozenset(("fr", "ja"))
COUNTERPARTS = {
    Side.AURA: (Side.JAPAN, Side.AICHI),
    Side.AICHI: (Side.FRANCE, Side.AURA),
}
"""By side: where the other country shows."""


def judge(document: Document, tags: Sequence[Tag], knowledge: Knowledge) -> Relevance:
    """The tier of an article with its reasons.

    Args:
        document: The article being read.
        tags: Its entity and sector tags.
        knowledge: Whose sides, look-alikes and sectors count.
    """
    evidence = gather(document, tags, knowledge)
    against = tuple(speaks_against(document, evidence, tags, knowledge))
    sums = ((Tier.CORE, _core), (Tier.RELATED, _related), (Tier.CONTEXT, context))
    for tier, rule in sums:
        reasons = (*rule(evidence, tags), *against)
        if sum(reason.points for reason in reasons) >= NEEDED[tier]:
            kept = reasons if tier is not Tier.CONTEXT else (*reasons, *_only(evidence))
            return _relevance(tier, kept)
    return _relevance(Tier.OFF, tuple(_why_off(evidence, against)))


def _relevance(tier: Tier, reasons: tuple[Reason, ...]) -> Relevance:
    return Relevance(tier, round(sum(reason.points for reason in reasons), 2), reasons)


def _core(evidence: Evidence, tags: Sequence[Tag]) -> Iterator[Reason]:
    ours, theirs = evidence.of(Side.AURA), evidence.of(Side.AICHI)
    if not ours or not theirs:
        return
    names = (best(ours).name, best(theirs).name)
    together = {trace.sentence for trace in ours} & {trace.sentence for trace in theirs}
    agreement = evidence.sentences_with(Word.AGREEMENT)
    acting = {trace.sentence for trace in (*ours, *theirs) if trace.actor}
    if together & agreement:
        word = next(
            mention
            for mention in evidence.words[Word.AGREEMENT]
            if mention.sentence_start in together
        )
        yield Reason("cooperation-named", (word.surface, *names), COOPERATION_NAMED)
    if together & acting:
        yield Reason("both-together", names, BOTH_IN_SENTENCE)
    if acts(ours) and acts(theirs):
        yield Reason("both-sides", names, BOTH_ACT)
    elif acting:
        yield Reason("both-places", names, ONE_ACTS)
    elif together:
        yield Reason("both-places", names, PLACES_TOGETHER)
    yield from _both_titled(evidence, names)
    yield from _subject_matter(tags)


def _both_titled(evidence: Evidence, names: tuple[str, str]) -> Iterator[Reason]:
    titled = [
        name
        for name, side in zip(names, (Side.AURA, Side.AICHI), strict=True)
        if any(evidence.in_title(trace.mention) for trace in evidence.of(side))
    ]
    if len(titled) == len(names):
        yield Reason("both-in-title", names, BOTH_IN_TITLE)
    elif titled:
        yield Reason("in-title", tuple(titled), SIDE_IN_TITLE)


def _subject_matter(tags: Sequence[Tag]) -> Iterator[Reason]:
    labels = sector_labels(tags)
    if labels:
        yield Reason("sectors-told", labels, SUBJECT_MATTER)


def _related(evidence: Evidence, tags: Sequence[Tag]) -> Iterator[Reason]:
    for side, others in COUNTERPARTS.items():
        ours, country = evidence.of(side), evidence.of(*others)
        if ours and country and not tied_elsewhere(evidence, side):
            reasons = tuple(_meeting(ours, country, tags))
            if reasons:
                yield from reasons
                yield from _country_matters(evidence, country)
                yield from _subject_matter(tags)
                return


def _meeting(
    ours: Sequence[Trace], country: Sequence[Trace], tags: Sequence[Tag]
) -> Iterator[Reason]:
    """How closely a side and the other country meet."""
    names = (best(ours).name, country[0].name)
    where = {trace.sentence for trace in country}
    actors = [trace for trace in ours if trace.actor]
    if where & {trace.sentence for trace in actors}:
        yield Reason("side-and-country", names, SIDE_AND_COUNTRY)
    elif actors:
        local = _local_taste(country, tags)
        yield Reason("side-then-country", names, LOCAL_TASTE if local else SIDE_THEN_COUNTRY)
    elif where & {trace.sentence for trace in ours} and of_sectors(tags, FIELDS | BUSINESS):
        yield Reason("place-and-country", names, PLACE_AND_COUNTRY)


def _local_taste(country: Sequence[Trace], tags: Sequence[Tag]) -> bool:
    """A local matter of food or culture with no more of the other country than an adjective."""
    sectors = {tag.key for tag in tags if tag.kind is TagKind.SECTOR}
    return not any(trace.known for trace in country) and bool(sectors) and sectors <= TASTE


def _country_matters(evidence: Evidence, country: Sequence[Trace]) -> Iterator[Reason]:
    if any(evidence.in_title(trace.mention) for trace in country):
        yield Reason("in-title", (country[0].name,), COUNTRY_IN_TITLE)
    elif len({trace.sentence for trace in country}) > 1:
        yield Reason("named-again", (country[0].name,), COUNTRY_AGAIN)


def _only(evidence: Evidence) -> Iterator[Reason]:
    sides = {trace.side for trace in evidence.of(Side.AURA, Side.AICHI)}
    if len(sides) == 1:
        yield Reason("one-side", (best(evidence.of(*sides)).name,))


def _why_off(evidence: Evidence, against: Sequence[Reason]) -> Iterator[Reason]:
    yield from against
    if evidence.language not in LANGUAGES:
        yield Reason("other-language", (evidence.language,))
    told = {reason.detail for reason in against}
    for look_alike in dict.fromkeys(found for found, _ in evidence.look_alikes):
        if (look_alike.label,) not in told and look_alike is not evidence.third_party:
            yield Reason("look-alike", (look_alike.label,))
    if evidence.third_party is not None:
        yield Reason("third-party", (evidence.third_party.label,))
    elif evidence.words.get(Word.TWINNING):
        yield Reason("third-party", (evidence.words[Word.TWINNING][0].surface,))
    traces = evidence.of(Side.AURA, Side.AICHI)
    if not traces:
        yield Reason("no-actor")
    elif not acts(traces):
        yield Reason("place-only", (traces[0].name,))
    else:
        yield Reason("one-side", (best(traces).name,))
