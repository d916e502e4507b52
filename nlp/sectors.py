"""Sectors: what an article is about, by cues that an analyst can read and change.

A strong cue speaks for its sector in the headline; in the lead it needs an actor of the sector or
a little more, deeper in the text one more cue, or itself again. Weak cues need more company, or a
sentence that lists fields of work side by side, as agreements do. A cue inside a person's or a
place's name is none, one inside an organisation's name is weak (a name is no activity), and so is
one in a sentence about the past.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import combining, normalize

from knowledge import Knowledge, Sector
from news.analysis import Mention, Reason, Tag, TagKind
from nlp.cues import Hit
from nlp.document import Document
from nlp.sectors_frames import Frame, Frames, find_frames
from nlp.sectors_lexicon import Role, find_cues

STRONG = 2.0
"""Points of a strong cue: enough in a headline, nearly so in a lead."""
WEAK = 1.0
"""Points of a weak cue."""
REPEATED = 0.75
"""Part of its points that the same cue earns again in another sentence, once."""
IN_TITLE = 2.0
"""A headline says what an article is about: points there count double."""
IN_LEAD = 1.5
"""So does the first sentence of the body, a little less."""
IN_NAME = 0.5
"""Part of its points that a cue keeps inside an organisation's name or a look back."""
OWN_SECTOR = 1.0
"""Points of a known organisation's own sector: background, unless the article says more."""
NEEDED = 3.5
"""Points from which a sector is tagged."""
USUAL_LENGTH = {"fr": 2000, "ja": 800}
"""Characters up to which an article is of the usual length."""
LONGER = 0.5
"""Power of the length over the usual with which the points needed grow."""
IN_AGREEMENT = 1.75
"""And so does a sentence that speaks of working together: it names the fields of work."""
LISTED_SECTORS = 4
"""Cues of so many sectors in one row are a list of fields of work."""
LISTED_WHERE_SAID = 2
"""And of so many where an agreement says what it covers."""
LISTED_GAP = {"fr": 30, "ja": 8}
"""Most characters between two cues of one row."""

_BETWEEN = {
    "fr": re.compile(
        r"\s*(?:,|/|–|\bet\b|\bou\b|\bainsi qu['’e]|\bpuis\b|\bcomme\b|\s)*"
        r"(?:\b(?:les?|la|du|des?|à|aux?|sur|dans|en)\b\s*|\b[ld]['’])*",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"[、，,・／/]?(?:産業|技術|分野|関連)?[、，,・／/やと]?(?:及び|および|並びに|ならびに)?"
    ),
}


@dataclass(frozen=True, slots=True)
class _Cue:
    """One hit of one sector, with what it is worth where it stands."""

    sector: str
    form: str
    role: Role
    mention: Mention
    points: float
    listed: bool = False
    """Whether it stands in a list of fields of work, which is enough."""


def find_sectors(document: Document, knowledge: Knowledge) -> tuple[Tag, ...]:
    """The sectors an article speaks of, surest first, each with its cues as evidence.

    Only French and Japanese have cues; a document in another language gets no sector.
    """
    hits = find_cues(document, knowledge)
    frames = find_frames(document)
    by_sector: defaultdict[str, list[_Cue]] = defaultdict(list)
    for cue in _listed(document, _weigh(document, hits, frames), frames):
        by_sector[cue.sector].append(cue)
    own = _own_sectors(document, knowledge)
    needed = _needed(document)
    tags = [
        _tag(document, knowledge.sectors[key], cues, points)
        for key, cues in by_sector.items()
        if (
            (points := _points(cues) + (OWN_SECTOR if key in own else 0.0)) >= needed
            and _is_more_than_a_word(cues)
        )
        or any(cue.listed for cue in cues)
    ]
    return tuple(sorted(tags, key=lambda tag: (-tag.score, tag.key)))


def _weigh(
    document: Document, hits: Iterable[Hit[tuple[str, Role]]], frames: Frames
) -> Iterator[_Cue]:
    """The cues that count, each with the points of its strength and its place."""
    for hit in hits:
        mention = document.folded_mention(hit.start, hit.end)
        if _is_other_word(mention.surface, hit.form) or _is_part(document, hit):
            continue
        kinds = _kinds_around(document, mention)
        if kinds & {TagKind.PERSON, TagKind.PLACE}:
            continue
        factor = _place_factor(document, mention)
        frame = frames.at(mention.sentence_start)
        if Frame.AGREEMENT in frame:
            factor = max(factor, IN_AGREEMENT)
        if kinds or frame & {Frame.PAST, Frame.INCIDENT} or Frame.INCIDENT in frames.title:
            factor *= IN_NAME
        for sector, role in hit.labels:
            points = (STRONG if role is Role.STRONG else WEAK) * factor
            yield _Cue(sector, hit.form, role, mention, points)


def _is_part(document: Document, hit: Hit[tuple[str, Role]]) -> bool:
    """Whether a single kanji is a piece of a longer word: 布 is cloth, in 配布 it is none."""
    if hit.end - hit.start > 1:
        return False
    around = document.folded.text[max(hit.start - 1, 0) : hit.end + 1]
    return sum(map(_is_kanji, around)) > 1


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "々"


def _is_other_word(surface: str, form: str) -> bool:
    """Whether only folding makes a word equal to a cue: *élevé* is no *élève*, *mais* no *maïs*.

    A first letter often loses its accent, capitals all of theirs.
    """
    acute = [normalize("NFC", text).casefold().count("é") for text in (surface, form)]
    if acute[0] > acute[1]:
        return True
    marks = [sum(map(combining, normalize("NFD", text)[1:])) for text in (surface, form)]
    return marks[0] == 0 < marks[1] and surface.islower()


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


def _listed(document: Document, cues: Iterable[_Cue], frames: Frames) -> Iterator[_Cue]:
    """The cues, those that stand in a list of fields of work made sufficient."""
    agreed, last = frames.anywhere(Frame.AGREEMENT), -1
    for row in _rows(cues, LISTED_GAP.get(document.language, 0)):
        sentence = row[0].mention.sentence_start
        framed = agreed and bool(frames.at(sentence) & {Frame.AGREEMENT, Frame.FIELDS})
        short = (framed or _follows(document, sentence, last)) and _is_enumeration(document, row)
        least = LISTED_WHERE_SAID if short else LISTED_SECTORS
        listed = len({cue.sector for cue in row}) >= least
        last = sentence if listed else last
        for cue in row:
            yield replace(cue, listed=True) if listed and cue.points >= WEAK else cue


def _is_enumeration(document: Document, row: Sequence[_Cue]) -> bool:
    """Whether nothing but commas, articles and the like stands between the cues."""
    between = _BETWEEN.get(document.language)
    return between is not None and all(
        between.fullmatch(document.text, left.mention.end, right.mention.start)
        for left, right in pairwise(row)
    )


def _follows(document: Document, start: int, last: int) -> bool:
    """Whether a sentence comes right after the one that starts at `last`, or is that one."""
    return last >= 0 and document.sentence_at(start - 2 if start > 1 else 0).start in {last, start}


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
    if row:
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


def _needed(document: Document) -> float:
    """Points a sector needs: in a long article a cue more may be chance."""
    usual = USUAL_LENGTH.get(document.language, len(document.text))
    return NEEDED * float(max(1.0, len(document.text) / usual) ** LONGER)


def _is_more_than_a_word(cues: Sequence[_Cue]) -> bool:
    """Whether more speaks for a sector than one weak cue over and over.

    One in the headline that comes again says what the article is about, if an actor bears it out.
    """
    again = len({cue.mention.sentence_start for cue in cues}) > 1
    return len({cue.form for cue in cues}) > 1 or any(
        cue.role is Role.STRONG or cue.points >= (WEAK * IN_TITLE if again else NEEDED)
        for cue in cues
    )


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
