"""Sectors: what an article is about, by cues that an analyst can read and change.

A strong cue speaks for its sector in the headline or the lead; deeper in the text it needs one
more cue, or itself again. Weak cues need more company, or a sentence that lists fields of work
side by side, as agreements do. A cue inside a person's or a place's name is none, one inside an
organisation's name is weak (a name is no activity), and so is one in a sentence about the past.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from unicodedata import normalize

from knowledge import Knowledge, Sector
from news.analysis import Mention, Reason, Tag, TagKind
from nlp.cues import Hit, Lexicon, keep, without_overlap
from nlp.document import Document

STRONG = 2.0
"""Points of a strong cue: enough in a headline or a lead, else it needs one more cue."""
WEAK = 1.0
"""Points of a weak cue."""
REPEATED = 0.75
"""Part of its points that the same cue earns again in another sentence, once."""
IN_TITLE = 2.0
"""A headline says what an article is about: points there count double."""
IN_LEAD = 1.75
"""So does the first sentence of the body, a little less."""
IN_NAME = 0.5
"""Part of its points that a cue keeps inside an organisation's name or a look back."""
OWN_SECTOR = 0.5
"""Points of a known organisation's own sector: background, unless the article says more."""
NEEDED = 3.5
"""Points from which a sector is tagged."""
IN_AGREEMENT = 1.75
"""And so does a sentence that speaks of working together: it names the fields of work."""
LISTED_SECTORS = 4
"""Cues of so many sectors in one row are a list of fields of work."""
LISTED_GAP = {"fr": 30, "ja": 8}
"""Most characters between two cues of one row."""

_PAST = (
    *("historiquement", "XVIIe siècle", "XVIIIe siècle", "XIXe siècle", "jadis", "autrefois"),
    *("江戸時代", "明治", "大正", "18世紀", "19世紀", "かつて"),
)
_AGREEMENT = (
    *("coopération", "coopérer", "partenariat", "mémorandum", "accord", "convention"),
    *("協力", "連携", "覚書", "協定", "提携", "交流"),
)
_FRAMES = Lexicon(
    [*((form, "past") for form in _PAST), *((form, "agreement") for form in _AGREEMENT)],
    inflect=True,
)
_LANGUAGES = ("fr", "ja")


class Role(StrEnum):
    """What a form does for a sector."""

    STRONG = "strong"
    WEAK = "weak"
    TRAP = "trap"
    """Inside it no cue of the sector counts."""


@dataclass(frozen=True, slots=True)
class _Cue:
    """One hit of one sector, with what it is worth where it stands."""

    sector: str
    form: str
    role: Role
    mention: Mention
    points: float


def find_sectors(document: Document, knowledge: Knowledge) -> tuple[Tag, ...]:
    """The sectors an article speaks of, surest first, each with its cues as evidence.

    Only French and Japanese have cues; a document in another language gets no sector.
    """
    hits = _untrapped(_lexicon(knowledge, document.language).find_all(document.folded.text))
    by_sector: defaultdict[str, list[_Cue]] = defaultdict(list)
    for cue in _listed(document, _weigh(document, hits)):
        by_sector[cue.sector].append(cue)
    own = _own_sectors(document, knowledge)
    tags = [
        _tag(document, knowledge.sectors[key], cues, points)
        for key, cues in by_sector.items()
        if (points := _points(cues) + (OWN_SECTOR if key in own else 0.0)) >= NEEDED
    ]
    return tuple(sorted(tags, key=lambda tag: (-tag.score, tag.key)))


def _lexicon(knowledge: Knowledge, language: str) -> Lexicon[tuple[str, Role]]:
    def make() -> Lexicon[tuple[str, Role]]:
        return Lexicon(_entries(knowledge, language), inflect=language == "fr")

    return keep(knowledge.sectors, f"sectors-{language}", make)


def _entries(knowledge: Knowledge, language: str) -> Iterator[tuple[str, tuple[str, Role]]]:
    if language not in _LANGUAGES:
        return
    french = language == "fr"
    for key, sector in knowledge.sectors.items():
        strong = sector.cues_fr if french else sector.cues_ja
        weak = sector.weak_fr if french else sector.weak_ja
        for role, cues in ((Role.STRONG, strong), (Role.WEAK, weak), (Role.TRAP, sector.traps)):
            yield from ((cue, (key, role)) for cue in cues)


def _untrapped(hits: Sequence[Hit[tuple[str, Role]]]) -> tuple[Hit[tuple[str, Role]], ...]:
    """The longest hits, after those were dropped that lie in a trap of their own sector."""
    traps = [hit for hit in hits if any(role is Role.TRAP for _, role in hit.labels)]
    longest = max((trap.end - trap.start for trap in traps), default=0)
    kept = []
    for hit in hits:
        # Hits come by their end: the traps that may hold this one are a short stretch of them.
        first = bisect_left(traps, hit.end, key=_end)
        last = bisect_left(traps, hit.end + longest, key=_end)
        closed = {
            sector
            for trap in traps[first:last]
            if trap.start <= hit.start
            for sector, role in trap.labels
            if role is Role.TRAP
        }
        labels = tuple(label for label in hit.labels if label[0] not in closed)
        if labels:
            kept.append(replace(hit, labels=labels))
    return without_overlap(kept)


def _end(hit: Hit[tuple[str, Role]]) -> int:
    return hit.end


def _weigh(document: Document, hits: Iterable[Hit[tuple[str, Role]]]) -> Iterator[_Cue]:
    """The cues that count, each with the points of its strength and its place."""
    frames = _frames(document)
    for hit in hits:
        mention = document.folded_mention(hit.start, hit.end)
        if _is_participle(mention.surface, hit.form):
            continue
        kinds = _kinds_around(document, mention)
        if TagKind.PERSON in kinds or TagKind.PLACE in kinds:
            continue
        frame = frames.get(mention.sentence_start, set())
        factor = _place_factor(document, mention)
        if "agreement" in frame:
            factor = max(factor, IN_AGREEMENT)
        if kinds or "past" in frame:
            factor *= IN_NAME
        for sector, role in hit.labels:
            points = (STRONG if role is Role.STRONG else WEAK) * factor
            yield _Cue(sector, hit.form, role, mention, points)


def _frames(document: Document) -> Mapping[int, set[str]]:
    """What kind of sentence a sentence is, by where it starts."""
    frames: defaultdict[int, set[str]] = defaultdict(set)
    for hit in _FRAMES.find(document.folded.text):
        start = document.folded_mention(hit.start, hit.end).sentence_start
        frames[start].update(hit.labels)
    return frames


def _is_participle(surface: str, form: str) -> bool:
    """Whether only folding makes a word equal to a cue: *élevé* is no *élève*."""
    acute = [normalize("NFC", text).casefold().count("é") for text in (surface, form)]
    return acute[0] > acute[1]


def _place_factor(document: Document, mention: Mention) -> float:
    if mention.start < document.title_end:
        return IN_TITLE
    body = (item for item in document.sentences if item.start > document.title_end)
    lead = next(body, None)
    return IN_LEAD if lead and mention.start < lead.end else 1.0


def _kinds_around(document: Document, mention: Mention) -> set[TagKind]:
    # Spans never overlap, so their ends are in order like their starts.
    first = bisect_right(document.entity_spans, mention.start, key=lambda span: span.end)
    last = bisect_left(document.entity_spans, mention.end, key=lambda span: span.start)
    return {span.kind for span in document.entity_spans[first:last]}


def _listed(document: Document, cues: Iterable[_Cue]) -> Iterator[_Cue]:
    """The cues, those that stand in a row of many sectors made sufficient."""
    for row in _rows(cues, LISTED_GAP.get(document.language, 0)):
        listed = len({cue.sector for cue in row}) >= LISTED_SECTORS
        for cue in row:
            enough = listed and cue.points >= WEAK
            yield replace(cue, points=max(cue.points, NEEDED)) if enough else cue


def _rows(cues: Iterable[_Cue], gap: int) -> Iterator[list[_Cue]]:
    row: list[_Cue] = []
    for cue in cues:
        if row and (
            cue.mention.start - row[-1].mention.end > gap
            or cue.mention.sentence_start != row[-1].mention.sentence_start
        ):
            yield row
            row = []
        row.append(cue)
    yield row


def _points(cues: Iterable[_Cue]) -> float:
    """Sum over the forms of the best hit of each, and a part of one more in another sentence."""
    total = 0.0
    by_form: defaultdict[str, list[_Cue]] = defaultdict(list)
    for cue in cues:
        by_form[cue.form].append(cue)
    for same in by_form.values():
        best = max(same, key=lambda cue: cue.points)
        again = [
            cue.points for cue in same if cue.mention.sentence_start != best.mention.sentence_start
        ]
        total += best.points + REPEATED * max(again, default=0.0)
    return total


def _own_sectors(document: Document, knowledge: Knowledge) -> set[str]:
    """Sectors of the known organisations that are named."""
    return {
        sector
        for span in document.spans_of(TagKind.ORGANISATION)
        if span.key in knowledge.entities
        for sector in knowledge.entities[span.key].sectors
    }


def _tag(document: Document, sector: Sector, cues: Sequence[_Cue], points: float) -> Tag:
    ordered = sorted(cues, key=lambda cue: -cue.points)
    forms = tuple(dict.fromkeys(cue.form for cue in ordered))
    weak = ordered[0].role is Role.WEAK and len(forms) > 1
    titled = ordered[0].mention.start < document.title_end
    code = "title-cue" if titled else "weak-cue" if weak else "cue"
    return Tag(
        kind=TagKind.SECTOR,
        key=sector.key,
        label=sector.label("en"),
        known=True,
        score=round(points / (points + NEEDED / 2), 3),
        mentions=tuple(cue.mention for cue in cues),
        why=Reason(code, forms, round(points, 1)),
        made_by=document.maker,
    )
