"""French annotations of several guidelines brought to one: no titles, articles or addresses."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from nlp import lexicon_fr as lexicon
from nlp.training.example import ORGANISATION, PERSON, PLACE, UNKNOWN, Annotated, Mark

_LEADING: Final = re.compile(r"(?:(?:la|le|les|du|des|de|au|aux|un|une|à|en) |l'|d'|[«»\"'( ])+")
_TITLE: Final = re.compile(
    r"(?:M\.|MM\.|Mme|Mmes|Mlle|Me|Mgr|Dr|Pr|Monsieur|Madame|Mademoiselle|Maître|Sir|Saint-Père"
    r"|[Aa]bbé|[Dd]octeur|[Gg]énéral|[Cc]olonel|[Cc]apitaine|[Cc]omte|[Dd]uc|[Rr]oi|[Pp]rince"
    r"|[Pp]rincesse|[Pp]rofesseur|[Pp]résidente?|[Mm]inistre)\.? +"
)
_ADDRESS: Final = re.compile(r".*\d{2,}.*|\d.*")


def mended(given: Annotated, places: Collection[str]) -> Annotated:
    """The same text; marks that cannot be mended are put in doubt."""
    marks = (_mended(given, mark, places) for mark in given.marks)
    return Annotated(given.text, tuple(mark for mark in marks if mark is not None))


def _mended(given: Annotated, mark: Mark, places: Collection[str]) -> Mark | None:
    start, end, label = mark.start, mark.end, mark.label
    match = _LEADING.match(given.text, start, end)
    start = match.end() if match else start
    if label == PERSON:
        start, end = _person(given.text, start, end)
    name = given.text[start:end].rstrip(' .,;:»")')
    end = start + len(name)
    if not any(char.isupper() for char in name):
        return None if label == PERSON else Mark(mark.start, mark.end, UNKNOWN)
    if label == PERSON and not name[0].isupper() and not name.startswith(("de ", "d'", "van ")):
        label = UNKNOWN
    if label == PLACE and _ADDRESS.fullmatch(name):
        label = UNKNOWN
    if label == ORGANISATION and name in places:
        label = PLACE
    return Mark(start, end, label)


def _person(text: str, start: int, end: int) -> tuple[int, int]:
    while match := _TITLE.match(text, start, end):
        start = match.end()
    first, _, rest = text[start:end].partition(" ")
    while rest and first.lower() in lexicon.ROLES:
        start += len(first) + 1
        first, _, rest = rest.partition(" ")
    comma = text.find(",", start, end)
    return start, comma if comma > start else end
