"""One article as lists show it, and lists in which a story stands once a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from news.analysis import Tag, Tier
from news.day import day_of
from news.reading import Reading
from news.review import Settled
from review.dates import Stamp
from review.excerpt import find_hits, make_excerpt
from review.marks import Piece, cut
from review.said import Judged, judged
from review.view import View, web_address

SHOWN_TAGS = 7
"""Tags of one article that a list shows."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A tag in a list: its name and the list of the articles that carry it."""

    name: str
    kind: str
    known: bool
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One article in a list."""

    reading: Reading
    href: str
    original: str
    """Where the publisher has it; empty when that is no address of the web."""
    title: list[Piece]
    excerpt: list[Piece]
    outlet: str
    outlet_language: str
    published: Stamp
    tier: Tier
    judged: Judged
    chips: list[Chip]
    more_chips: int
    """Tags that are not shown."""


@dataclass(slots=True)
class Card:
    """One story within a day: the article that is shown, and those folded under it."""

    lead: Line
    others: list[Line] = field(default_factory=list)

    @property
    def outlets(self) -> list[tuple[str, str]]:
        """Name and language of the outlets that are folded, each once."""
        return list(dict.fromkeys((line.outlet, line.outlet_language) for line in self.others))


@dataclass(slots=True)
class DayOfCards:
    """One day of a list."""

    day: date
    cards: list[Card] = field(default_factory=list)


def make_line(view: View, reading: Reading, searched: str = "") -> Line:
    """An article made ready for a list."""
    article, settled = reading.article, reading.settled
    chips = make_chips(view, settled)
    names = view.names
    return Line(
        reading=reading,
        href=view.href(f"/articles/{article.id}"),
        original=web_address(article.url),
        title=cut(article.title, find_hits(article.title, searched)),
        excerpt=[] if article.reserved else make_excerpt(article.text, searched),
        outlet=names.source(article.source_id),
        outlet_language=names.source_language(article.source_id),
        published=view.published(article),
        tier=settled.tier,
        judged=judged(view, reading),
        chips=chips[:SHOWN_TAGS],
        more_chips=max(0, len(chips) - SHOWN_TAGS),
    )


def make_chips(view: View, settled: Settled) -> list[Chip]:
    """The tags of an article: those that are known first, else in the maker's order."""
    tags = sorted((item.tag for item in settled.tags), key=lambda tag: not tag.known)
    return [make_chip(view, tag) for tag in tags]


def make_chip(view: View, tag: Tag) -> Chip:
    """One tag as lists show it."""
    return Chip(view.names.tag(tag), tag.kind.value, tag.known, view.tag_link(tag.kind, tag.key))


def fold_stories(view: View, lines: Iterable[Line]) -> list[DayOfCards]:
    """Lines by day, newest first, each story once a day.

    Its lead is its nearest article in its own words, and the newest of those.
    """
    days: list[DayOfCards] = []
    stories: dict[tuple[date, str], Card] = {}
    for line in lines:
        day = day_of(line.reading.article.dated, view.zone)
        if not days or days[-1].day != day:
            days.append(DayOfCards(day))
        key = (day, line.reading.story_id or line.reading.article.id)
        if key in stories:
            stories[key].others.append(line)
        else:
            stories[key] = Card(line)
            days[-1].cards.append(stories[key])
    for card in stories.values():
        _choose_lead(card)
    return days


def _choose_lead(card: Card) -> None:
    lines = [card.lead, *card.others]
    card.lead = min(lines, key=lambda line: (bool(line.reading.near_duplicate_of), line.tier.rank))
    card.others = [line for line in lines if line is not card.lead]
