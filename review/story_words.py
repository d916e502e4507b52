"""One word on a whole story: the tier of its articles, and the taking back of that word.

`POST /stories/{id}/verdict` takes it. A story is as near as its nearest articles. Who says what
it is says it of those; no other article may stay nearer than that, and the rest is right as it
stands. Each article gets a word of its own, so each can be changed later by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from news.analysis import Tier
from news.decision import state_of
from news.errors import ConflictError
from news.reading import Reading
from news.review import Review, standing
from news.story import Story
from review.asked import Asked, bad_value
from review.desk import Desk
from review.forms import posted
from review.speech import TICK, TIER_TARGET, Speech, last_word, own_word
from review.view import View, view_of
from review.visitor import Role, Visitor, need
from storage import Query

READ = 12
"""Articles of one story that a list looks into, those in their own words first."""
_LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class StoryJudged:
    """The tier of a story, ready to be judged."""

    story_id: str
    tier: Tier
    """That of its nearest articles."""
    reviewers: tuple[str, ...]
    """Who spoke last of each article in its own words; empty while one of them is left."""
    seen: str
    """What the page showed of it: a word said of something else is refused."""
    undo: bool
    """Whether a word of the visitor's own stands on one of its articles."""


def story_words(desk: Desk) -> APIRouter:
    """What is said of a whole story."""
    router = APIRouter()

    @router.post("/stories/{story_id}/verdict")
    def take_word(
        request: Request,
        story_id: str,
        fields: Annotated[Asked, posted("seen", "tier", "undo", "note", "back")],
    ) -> Response:
        visitor, view = need(request, Role.REVIEWER), view_of(desk, request)
        judge_story(desk, visitor, story_id, fields)
        back = _inbox(fields.text("back"))
        if "hx-request" not in request.headers:
            return RedirectResponse(back or view.href(f"/stories/{story_id}"), 303)
        judged = judged_story(view, *_find(desk, story_id))
        return view.answer("story_row.html", judged=judged, back=back)

    return router


def judge_story(desk: Desk, visitor: Visitor, story_id: str, fields: Asked) -> None:
    """Say what tier a story has, or take one's latest word on it back.

    Raises:
        HTTPException: 404 without the story; 409 when it has changed, or somebody spoke of it.
        RefusalError: when a field is not readable.
    """
    story, told = _find(desk, story_id)
    if mark_of(story, told) != fields.text("seen"):
        raise HTTPException(409, "story-changed")
    _keep(desk, _words(desk, visitor, told, fields), told)


def _find(desk: Desk, story_id: str) -> tuple[Story, list[Reading]]:
    for story in desk.store.stories(ids=[story_id]):
        if told := desk.store.readings(Query(ids=story.article_ids)):
            return story, told
    raise HTTPException(404, "story-not-found")


def _inbox(address: str) -> str:
    """Where a browser without scripts goes on: nowhere but in the inbox."""
    return address if urlsplit(address)[:3] == ("", "", "/inbox") else ""


def first_articles(story: Story) -> list[str]:
    """Ids of the articles that a list looks into."""
    members = sorted(story.members, key=lambda item: bool(item.near_duplicate_of))
    return [item.article_id for item in members[:READ]]


def mark_of(story: Story, told: Sequence[Reading]) -> str:
    """A short mark of what a story holds and of the last words on the tiers of its articles."""
    words = {item.article.id: last_word(item.reviews, TIER_TARGET) for item in told}
    parts = [state_of(story), *(words.get(key, "") for key in first_articles(story))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def judged_story(view: View, story: Story, told: Sequence[Reading]) -> StoryJudged:
    """The tier of a story and what was said of it; `told` holds its first articles at least."""
    first = set(first_articles(story))
    looked = [item for item in told if item.article.id in first]
    own = [item for item in looked if not item.near_duplicate_of] or looked
    last = [_last(item) for item in own]
    name = view.visitor.name if view.visitor else ""
    return StoryJudged(
        story_id=story.id,
        tier=_nearest(looked),
        reviewers=tuple(sorted({word.reviewer for word in last if word})) if all(last) else (),
        seen=mark_of(story, told),
        undo=any(own_word(item.reviews, name, TIER_TARGET) for item in looked),
    )


def _last(item: Reading) -> Review | None:
    words = [word for word in standing(item.reviews) if word.target == TIER_TARGET]
    return words[-1] if words else None


def _nearest(told: Sequence[Reading]) -> Tier:
    return min((item.settled.tier for item in told), key=lambda tier: tier.rank)


def _words(desk: Desk, visitor: Visitor, told: list[Reading], fields: Asked) -> list[Review]:
    # All words of one act have one instant, by which they are taken back together.
    now = max([desk.options.now(), *(word.at + TICK for item in told for word in item.reviews)])
    note = fields.short("note", _LONGEST_NOTE)
    speeches = [Speech(item, visitor.name, now, note) for item in told]
    if fields.text("undo"):
        return list(_take_back(speeches))
    tier = fields.choice("tier", list(Tier))
    if not tier:
        raise bad_value("tier", "", ", ".join(Tier))
    return list(_judge(speeches, Tier(tier), _nearest(told)))


def _judge(speeches: Sequence[Speech], tier: Tier, present: Tier) -> Iterator[Review]:
    for speech in speeches:
        settled = speech.reading.settled
        right = tier if settled.tier is present else max(settled.tier, tier, key=_rank)
        if right is not settled.tier or settled.tier_verdict is None:
            yield speech.judge_tier(right)


def _rank(tier: Tier) -> int:
    return tier.rank


def _take_back(speeches: Sequence[Speech]) -> Iterator[Review]:
    """The latest act of one's own."""
    mine = [
        (speech, own_word(speech.reading.reviews, speech.reviewer, TIER_TARGET))
        for speech in speeches
    ]
    latest = max((word.at for _, word in mine if word), default=None)
    for speech, word in mine:
        if word and word.at == latest:
            yield speech.take_back(word)


def _keep(desk: Desk, words: list[Review], told: list[Reading]) -> None:
    reviews = {item.article.id: item.reviews for item in told}
    try:
        for word in words:
            desk.store.keep_review(word, last_word(reviews[word.article_id], TIER_TARGET))
    except ConflictError as error:
        raise HTTPException(409, "story-changed") from error
