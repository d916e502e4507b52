"""What the team's own reviews suggest to make known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge import Knowledge
from knowledge.amendments import Amendment, AmendmentError, Change, amend
from knowledge.forms import plain
from news.review import Verdict
from news.text import fold_text
from storage import Said

CORRECTED = 2
"""Articles in which a name was corrected to one entity."""
REJECTED = 3
"""Articles in which a form was rejected, and in none accepted."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change that reviews speak for."""

    amendment: Amendment
    articles: int


def suggestions(known: Knowledge, said: Iterable[Said]) -> list[Suggestion]:
    """The changes that would fit, those with most articles first; a look-alike is only begun."""
    words = list(said)
    aliases = [each for each in _aliases(known, words) if _fits(known, each.amendment)]
    found = [*aliases, *(_or_look_alike(known, each) for each in _silences(known, words))]
    return sorted(found, key=lambda each: (-each.articles, each.amendment.form))


def _aliases(known: Knowledge, said: Iterable[Said]) -> Iterator[Suggestion]:
    """Names that are not known, or known as somebody else, corrected to one entity."""
    articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    written: dict[tuple[str, str], str] = {}
    for each in said:
        if each.verdict is Verdict.CORRECTED and each.key not in known.entities:
            place = (fold_text(each.surface), each.corrected_to)
            articles[place].add(each.article_id)
            written.setdefault(place, _normal(each.surface))
    for place, ids in articles.items():
        if len(ids) >= CORRECTED and place[1] in known.entities:
            yield Suggestion(Amendment(Change.ALIAS, place[1], written[place]), len(ids))


def _silences(known: Knowledge, said: Iterable[Said]) -> Iterator[Suggestion]:
    """Forms of an entity that were rejected again and again."""
    articles: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    written: dict[tuple[str, str], str] = {}
    accepted: set[tuple[str, str]] = set()
    for each in said:
        place = (fold_text(each.surface), each.key)
        if each.verdict is Verdict.ACCEPTED:
            accepted.add(place)
        elif each.verdict is Verdict.REJECTED and each.key in known.entities:
            articles[place].add(each.article_id)
            written.setdefault(place, _normal(each.surface))
    for place, ids in articles.items():
        if len(ids) >= REJECTED and place not in accepted:
            yield Suggestion(Amendment(Change.SILENCED, place[1], written[place]), len(ids))


def _or_look_alike(known: Knowledge, each: Suggestion) -> Suggestion:
    """A name itself cannot be silenced; the words around it can be told to be something else."""
    if _fits(known, each.amendment):
        return each
    return replace(each, amendment=replace(each.amendment, change=Change.LOOK_ALIKE))


def _normal(surface: str) -> str:
    return " ".join(plain(surface).split())


def _fits(known: Knowledge, amendment: Amendment) -> bool:
    try:
        return amend(known, [amendment]) != known
    except AmendmentError:
        return False
