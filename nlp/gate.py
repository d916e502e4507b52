"""The gate: a cheap first pass that decides which articles deserve the models.

It asks for what every rule of relevance needs before it can speak, and for nothing else, so an
article that it turns away would have been off. What it looks at is a superset of what a reading
can find: names of the knowledge base at any edge, places inside names that only a model marks,
sectors at the most points that their cues can have. What a model may add (an unknown firm, an
acronym) counts for a side only through such a place, and is covered by it.

1. Without a name, a place or an adjective of one of the two sides nothing can be relevant.
2. A side together with the other country can be core or related: the models read it.
3. One side alone can be context where a party of the cooperation stands in the headline, or where
   a subject of the cooperation may be told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import ahocorasick

from news.analysis import Reason
from news.entity import EntityKind, Side
from news.text import fold_text
from nlp import sectors
from nlp.cues import inflections, stands_alone
from nlp.gazetteer import Gazetteer
from nlp.relevance import COUNTERPARTS
from nlp.relevance_common import BUSINESS, FIELDS
from nlp.relevance_cues import ADJECTIVES, SIDES
from nlp.relevance_evidence import bodies
from nlp.sectors_frames import Frame, framed
from nlp.sectors_lexicon import Role, lexicon_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knowledge import Knowledge
    from news.entity import Entity
    from news.text import Folded
    from nlp.gazetteer import Hit

_OURS: Final = frozenset((Side.AURA, Side.AICHI))
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_BARE_REGION = re.compile(r"\bregion\b")
_MOST_FACTOR: Final = max(1.0, sectors.IN_LEAD, sectors.IN_AGREEMENT)


class Gate:
    """Tells, of one knowledge base, which articles cannot be relevant whatever a model finds."""

    def __init__(self, knowledge: Knowledge, gazetteer: Gazetteer) -> None:
        self._knowledge = knowledge
        self._gazetteer = gazetteer
        self._places = _names_of_places(knowledge.entities.values())
        self._parties = _parties(knowledge)
        self._signs = ahocorasick.Automaton()
        for form in {*self._forms(), *self._places}:
            self._signs.add_word(form, (len(form), self._places.get(form)))
        self._signs.make_automaton()

    @property
    def signs(self) -> frozenset[str]:
        """All forms, folded, without any of which no article is let through."""
        return frozenset(self._signs)

    def refuse(self, text: str, title_end: int, folded: Folded) -> Reason | None:
        """Why an article needs no model; None where one must read it.

        Args:
            text: title, newline, body.
            title_end: length of the title.
            folded: `fold(text)`.
        """
        mixed = _CJK.search(text) is not None
        signs = list(self._signs_in(folded.text, mixed=mixed))
        if not signs and not self._gazetteer.has_plain_head(folded.text):
            return Reason("gate-no-side")
        hits = self._gazetteer.possible(text, folded, words_unknown=mixed)
        sides = {side: name for name, side in signs if side is not None}
        sides |= self._named(folded.text, hits)
        ours = [side for side in sides if side in _OURS]
        if not ours:
            return Reason("gate-no-side")
        if any(sides.keys() & set(COUNTERPARTS[side]) for side in ours):
            return None
        if self._party_in_title(text, title_end, folded, hits):
            return None
        languages = ("fr", "ja") if mixed else ("fr",)
        title = bisect_left(folded.starts, title_end)
        if any(self._subject_told(folded.text, title, language) for language in languages):
            return None
        return Reason("gate-one-side", (sides[ours[0]],))

    def _forms(self) -> Iterator[str]:
        """All forms in which one of the two sides can show, folded."""
        yield from (form for form, sides in self._gazetteer.sides().items() if sides & _OURS)
        for side in _OURS & ADJECTIVES.keys():
            for form in ADJECTIVES[side]:
                yield from inflections(fold_text(form))

    def _signs_in(self, folded: str, *, mixed: bool) -> Iterator[tuple[str, Side | None]]:
        """Where either side may show, with the side of a place; most articles have none."""
        for last, (length, side) in self._signs.iter(folded):
            start = last + 1 - length
            if mixed or stands_alone(folded, start, last + 1):
                yield folded[start : last + 1], side

    def _named(self, folded: str, hits: Iterable[Hit]) -> dict[Side, str]:
        """The sides that names, places and adjectives speak for, each with one of them."""
        of_form = self._gazetteer.sides()
        adjectives = {side: hit.form for hit in SIDES.find(folded) for side in hit.labels}
        return adjectives | {side: hit.exact for hit in hits for side in of_form[hit.exact]}

    def _party_in_title(
        self, text: str, title_end: int, folded: Folded, hits: Iterable[Hit]
    ) -> bool:
        """Whether the headline can name a party: by its name, an acronym or *la Région*."""
        if _BARE_REGION.search(folded.text, 0, bisect_left(folded.starts, title_end)):
            return True
        return any(
            (hit.start < title_end or text[hit.end : hit.end + 2].lstrip()[:1] in {"(", "（"})
            and not self._parties.isdisjoint((*hit.form.strong, *hit.form.weak))
            for hit in hits
        )

    def _subject_told(self, folded: str, title_end: int, language: str) -> bool:
        """Whether the cues of a subject of the cooperation can suffice for its tag."""
        points: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for hit in lexicon_of(self._knowledge, language).find_all(folded):
            factor = sectors.IN_TITLE if hit.start < title_end else _MOST_FACTOR
            for sector, role in hit.labels:
                if role is Role.TRAP:
                    continue
                worth = factor * (sectors.STRONG if role is Role.STRONG else sectors.WEAK)
                first = points[sector].get(hit.form, 0.0)
                again = sectors.REPEATED * min(first, worth) if first else 0.0
                points[sector][hit.form] = max(first, worth) + again
        agreed = framed(folded, Frame.AGREEMENT)
        listed = len(points) >= (sectors.LISTED_WHERE_SAID if agreed else sectors.LISTED_SECTORS)
        return any(
            listed or sum(forms.values()) + sectors.OWN_SECTOR >= sectors.NEEDED
            for sector, forms in points.items()
            if sector in FIELDS | BUSINESS
        )


def names_of_sides(knowledge: Knowledge) -> frozenset[str]:
    """What must stand in an article, in its folded text, for the gate to let it through.

    A territory's name may have an adjective inside it: *préfecture japonaise d'Aichi*.
    """
    return Gate(knowledge, Gazetteer(knowledge.entities, knowledge.look_alikes)).signs


def _names_of_places(entities: Iterable[Entity]) -> dict[str, Side]:
    """The places of the two sides that the name of an unknown actor can hold, folded."""
    return {
        fold_text(name): entity.side
        for entity in entities
        if entity.kind is EntityKind.PLACE and entity.side in _OURS
        for name in (entity.label, *entity.names.values(), *entity.aliases)
    }


def _parties(knowledge: Knowledge) -> frozenset[str]:
    """Ids of the bodies of the cooperation, their territories and whoever heads or headed them."""
    found = set(bodies(knowledge))
    for entity in knowledge.entities.values():
        if entity.institution in found or any(
            role.head and role.organisation in found for role in entity.roles
        ):
            found.add(entity.id)
    return frozenset(found)
