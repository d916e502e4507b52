"""Stories as the API tells them."""

from __future__ import annotations

from datetime import datetime

from news.decision import Move, state_of
from news.reading import Reading
from news.story import Story
from review.api.article_shapes import ArticleLine, Why
from review.api.article_telling import line_of, why_of
from review.api.shapes import Shape
from review.rows import Row
from review.story import history_of
from review.story_words import mark_of
from review.view import View


class StoryFacts(Shape):
    """What is told of every story."""

    id: str
    opened_at: datetime
    """Publication of its first article."""
    updated_at: datetime
    """Publication of its latest article."""
    seen: str
    """A mark of what it holds: to be sent with what is decided of it."""


class StoryLine(StoryFacts):
    """A story as the inbox lists it."""

    lead: ArticleLine
    """The article it is shown by."""
    others: list[ArticleLine]
    """Others in their own words, nearest first; of a long story the first dozen."""
    articles: int
    outlets: int
    doubt: float
    """How unsure its machine's word is, from 0 to 1."""
    judged: bool
    """Whether every article shown, in its own words, has a tier that somebody spoke of."""


class Member(Shape):
    """One article's place in a story."""

    article: ArticleLine
    why: list[Why]
    """Why it belongs here; empty for the article that opened the story."""


class Decided(Shape):
    """What somebody decided about a story."""

    id: str
    move: Move
    who: str
    at: datetime
    note: str
    stories: int
    """How many were merged, or came of a split."""
    undoable: bool
    """Whether nobody has taken it back yet."""


class StoryWhole(StoryFacts):
    """A story with all that tell it."""

    members: list[Member]
    """In order of publication."""
    decisions: list[Decided]
    """Newest first."""
    words: str
    """The mark to send along with a word on the whole story."""


def story_line(view: View, row: Row) -> StoryLine:
    """A story as the inbox lists it."""
    return StoryLine(
        **dict(_facts(row.story)),
        lead=line_of(view, row.lead.reading),
        others=[line_of(view, each.reading) for each in row.others],
        articles=row.articles,
        outlets=row.outlets,
        doubt=row.doubt,
        judged=bool(row.judged.reviewers),
    )


def story_whole(view: View, story: Story, readings: list[Reading]) -> StoryWhole:
    """A story with all that tell it."""
    found = {reading.article.id: reading for reading in readings}
    return StoryWhole(
        **dict(_facts(story)),
        words=mark_of(story, readings),
        members=[
            Member(
                article=line_of(view, found[member.article_id]),
                why=[why_of(view, each) for each in member.why],
            )
            for member in story.members
            if member.article_id in found
        ],
        decisions=[
            Decided(
                id=past.decision.id,
                move=past.decision.move,
                who=past.decision.who,
                at=past.decision.at,
                note=past.decision.note,
                stories=past.stories,
                undoable=past.undoable,
            )
            for past in history_of(view, story)
        ],
    )


def _facts(story: Story) -> StoryFacts:
    return StoryFacts(
        id=story.id,
        opened_at=story.opened_at,
        updated_at=story.updated_at,
        seen=state_of(story),
    )
