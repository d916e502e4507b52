"""What speaks against an article: constants first, then the rules. They count in every tier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge import Knowledge, LookAlike, LookAlikeKind
from news.analysis import Reason, Tag, TagKind
from news.entity import Side
from news.text import fold_text
from nlp.document import Document
from nlp.relevance_cues import Word
from nlp.relevance_evidence import Evidence
from nlp.sectors_frames import Frame, framed

MATTER_OF_ITS_OWN = -4.0
"""A known look-alike explains why the names meet."""
SPORT_RESULT = -6.0
"""Sport is the first subject: clubs and players meet for other reasons."""
SPORT_IN_MOUNTAINS = -1.5
"""The same, where mountains are told too: a race, or the trade of ski resorts."""
INCIDENT = -4.0
"""The headline tells an accident or a crime, and names no body of ours."""
LOOKS_BACK = -2.0
"""The headline names a time long ago."""
ELSEWHERE = -1.0
"""The headline is about a third country."""
PASSING = -2.0
"""A name stands for a brand, a sponsor or a guide."""

_CONTINENTS = frozenset(("Europe", "Asie", "Afrique", "Amérique", "Océanie"))
_LONG_AGO = re.compile(r"(?<!\d)1(?:[0-8]\d\d|9[0-4]\d)(?= ?年|(?! ?[\w%€$])(?!\d))")


def speaks_against(
    document: Document, evidence: Evidence, tags: Sequence[Tag], knowledge: Knowledge
) -> Iterator[Reason]:
    """The reasons with their points, all below nothing."""
    matter = _matter(evidence)
    if matter is not None:
        yield Reason("look-alike", (matter.label,), MATTER_OF_ITS_OWN)
    yield from _sport(tags)
    if not evidence.words.get(Word.AGREEMENT):
        yield from _of_the_headline(document, evidence, tags, knowledge)
    passing = evidence.words.get(Word.PASSING, ())
    if passing:
        yield Reason("in-passing", (passing[0].surface,), PASSING)


def _matter(evidence: Evidence) -> LookAlike | None:
    """A look-alike that is the matter of the article: in the headline or lead, or met twice."""
    met = Counter(look_alike.id for look_alike, _ in evidence.look_alikes)
    for look_alike, mention in evidence.look_alikes:
        if look_alike.kind is LookAlikeKind.MATTER and (
            mention.sentence_start <= evidence.lead or met[look_alike.id] > 1
        ):
            return look_alike
    return None


def _sport(tags: Sequence[Tag]) -> Iterator[Reason]:
    sectors = [tag for tag in tags if tag.kind is TagKind.SECTOR]
    first = max(sectors, key=lambda tag: (tag.score, tag.key), default=None)
    if first is None or first.key != "sport":
        return
    others = {tag.key for tag in sectors} - {"sport"}
    if others <= {"mountain"}:
        points = SPORT_IN_MOUNTAINS if others else SPORT_RESULT
        yield Reason("sport-result", first.why.detail[:3], points)


def _of_the_headline(
    document: Document, evidence: Evidence, tags: Sequence[Tag], knowledge: Knowledge
) -> Iterator[Reason]:
    """An accident or a crime, a time long ago, a third country."""
    titled = [trace for trace in evidence.traces if evidence.in_title(trace.mention)]
    folded = fold_text(document.title)
    bodies = any(trace.actor and trace.known for trace in titled)
    if not bodies and framed(folded, Frame.INCIDENT):
        yield Reason("incident-told", (), INCIDENT)
    year = _LONG_AGO.search(folded)
    if year:
        yield Reason("looks-back", (year.group(),), LOOKS_BACK)
    sides = {trace.side for trace in titled}
    both = (sides & {Side.AURA, Side.FRANCE}) and (sides & {Side.AICHI, Side.JAPAN})
    third = _third_country(evidence, tags, knowledge)
    if third and not both:
        yield Reason("elsewhere", (third,), ELSEWHERE)


def _third_country(evidence: Evidence, tags: Sequence[Tag], knowledge: Knowledge) -> str:
    """A place in the headline that lies in neither country."""
    return next(
        (
            tag.label
            for tag in tags
            if tag.kind is TagKind.PLACE
            and tag.known
            and knowledge.entities[tag.key].side is Side.OTHER
            and tag.label not in _CONTINENTS
            and any(evidence.in_title(mention) for mention in tag.mentions)
        ),
        "",
    )
