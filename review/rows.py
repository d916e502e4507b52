"""Stories as the inbox lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from news.decision import state_of
from news.reading import Reading
from news.story import Story
from news.worth import doubt
from review.dates import Stamp
from review.line import Chip, Line, make_chip, make_line
from review.story_words import StoryJudged, first_articles, judged_story
from review.view import View
from storage import Query

_TAGS = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One story in the inbox."""

    story: Story
    href: str
    state: str
    """What the story held when it was read, see `state_of()`."""
    lead: Line
    others: list[Line]
    """Its other articles in their own words, nearest first."""
    chips: list[Chip]
    more_chips: int
    updated: Stamp
    articles: int
    outlets: int
    doubt: float
    judged: StoryJudged


def load_rows(view: View, story_ids: Sequence[str], searched: str = "") -> list[Row]:
    """The stories with these ids, in their order."""
    if not story_ids:
        return []
    stories = {story.id: story for story in view.desk.store.stories(ids=story_ids)}
    wanted = tuple(key for story in stories.values() for key in first_articles(story))
    found = {item.article.id: item for item in view.desk.store.readings(Query(ids=wanted))}
    told = {
        key: [found[one] for one in first_articles(story) if one in found]
        for key, story in stories.items()
    }
    return [
        _make_row(view, stories[key], told[key], searched) for key in story_ids if told.get(key)
    ]


def _make_row(view: View, story: Story, told: list[Reading], searched: str) -> Row:
    ordered = sorted(told, key=lambda item: _nearness(view, item))
    own = [item for item in ordered if not item.near_duplicate_of]
    chips = _chips(view, ordered)
    return Row(
        story=story,
        href=view.href(f"/stories/{story.id}"),
        state=state_of(story),
        lead=make_line(view, ordered[0], searched),
        others=[make_line(view, item, searched) for item in own if item is not ordered[0]],
        chips=chips[:_TAGS],
        more_chips=max(0, len(chips) - _TAGS),
        updated=view.moment(story.updated_at),
        articles=len(story.members),
        outlets=len({item.article.source_id for item in told}),
        doubt=max((doubt(item.settled) for item in own), default=0.0),
        judged=judged_story(view, story, told),
    )


def _nearness(view: View, item: Reading) -> tuple[bool, int, bool, float]:
    """In its own words, of the nearest tier, in the reader's language, first told."""
    foreign = item.analysis.language != view.language
    instant = item.article.dated.timestamp()
    return (bool(item.near_duplicate_of), item.settled.tier.rank, foreign, instant)


def _chips(view: View, told: list[Reading]) -> list[Chip]:
    """The tags of all its articles, known ones first, then those of most articles."""
    chips: dict[tuple[str, str], Chip] = {}
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for tag in (it.tag for item in told for it in item.settled.tags):
        key = (tag.kind.value, tag.key)
        chips.setdefault(key, make_chip(view, tag))
        counts[key] += 1
    order = sorted(chips, key=lambda key: (not chips[key].known, -counts[key]))
    return [chips[key] for key in order]
