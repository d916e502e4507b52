"""A story: the articles that tell one event, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from news.analysis import Reason
from news.errors import UsageError

PLACED = "placed"
"""Code of the reason why an article is where a person put it."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One article's place in a story."""

    article_id: str
    near_duplicate_of: str = ""
    """Id of the article whose text it repeats; empty when it tells the event in its own words."""
    why: tuple[Reason, ...] = ()
    """Why it belongs here; empty for the article that opened the story."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell one event."""

    id: str
    """Stable: derived from the article that opened the story."""
    opened_at: datetime
    """Publication of its first article; aware, UTC."""
    updated_at: datetime
    """Publication of its latest article; aware, UTC."""
    members: tuple[Membership, ...]
    """In order of publication; the first opened the story."""

    @property
    def article_ids(self) -> tuple[str, ...]:
        """Its articles, in order of publication."""
        return tuple(member.article_id for member in self.members)


def merge(kept: Story, others: Sequence[Story], dated: Mapping[str, datetime], who: str) -> Story:
    """One story of several: an analyst's word, which grouping never takes back.

    Args:
        kept: the story whose id stays.
        others: stories that are no more; the caller lets go of them.
        dated: the instant of each article.
        who: the analyst.
    """
    why = (Reason(PLACED, (who,)),)
    moved = [replace(item, why=why) for story in others for item in story.members]
    return _rebuilt(kept.id, [*kept.members, *moved], dated)


def split(
    story: Story, articles: Iterable[str], dated: Mapping[str, datetime], who: str
) -> tuple[Story, Story]:
    """What stays of a story, and a story of its own for some of its articles.

    Raises:
        UsageError: an article is not of the story, or none would stay or leave.
    """
    leaving = set(articles)
    strangers = sorted(leaving - set(story.article_ids))
    if strangers:
        raise UsageError(
            f"{strangers[0]}: not in the story {story.id}", "see its articles on the desk"
        )
    if not leaving or len(leaving) == len(story.members):
        raise UsageError(
            f"{story.id}: a split leaves articles on both sides", "name some of its articles"
        )
    why = (Reason(PLACED, (who,)),)
    staying = [item for item in story.members if item.article_id not in leaving]
    moved = [replace(item, why=why) for item in story.members if item.article_id in leaving]
    first = min(leaving, key=lambda key: (dated[key], key))
    # The article that opened the old story may leave it, and then its id is taken.
    name = f"s{first}" if f"s{first}" != story.id else f"s{first}-2"
    return _rebuilt(story.id, staying, dated), _rebuilt(name, moved, dated)


def _rebuilt(name: str, members: Iterable[Membership], dated: Mapping[str, datetime]) -> Story:
    ordered = sorted(members, key=lambda item: (dated[item.article_id], item.article_id))
    here = {item.article_id for item in ordered}
    return Story(
        name,
        dated[ordered[0].article_id],
        dated[ordered[-1].article_id],
        tuple(
            item if item.near_duplicate_of in here else replace(item, near_duplicate_of="")
            for item in ordered
        ),
    )
