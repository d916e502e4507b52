"""Analysts' words as the API tells and takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from news.analysis import TagKind, Tier
from news.reading import Reading
from news.review import Review, Subject, Verdict, standing
from review.api.problems import Problem
from review.api.shapes import Filled, Line, Note, Shape
from review.said import tell_verdict
from review.view import View

_Number = Annotated[int, Field(ge=0, le=999_999_999)]


class Word(Shape):
    """What one analyst said of one tag or of the tier. Words are added, never changed."""

    id: str
    article: str
    """Id of the article."""
    subject: Subject
    verdict: Verdict
    who: str
    at: datetime
    kind: TagKind | None
    """Of the tag that is spoken of; null for the tier."""
    key: str
    """Of the tag that is spoken of; empty for the tier."""
    corrected_to: str
    """The tier or the tag's key that is right, when `corrected`; the tier, when `accepted`."""
    corrected_kind: TagKind | None
    """The kind that is right, when a correction changes it."""
    label: str
    """Name of what is right, when a tag is corrected or added."""
    note: str
    withdraws: str
    """Id of the word that is taken back, when the verdict is `withdrawn`."""
    stands: bool
    """Whether it counts: not when it was taken back, nor when it takes another one back."""
    told: str
    """The verdict as a sentence, in the asked language."""


class Told(Shape):
    """The words on an article after one was added."""

    seen: str
    """Id of the last word on the article: to be sent with the next one."""
    words: list[Word]
    """All of them, oldest first."""


class Conflict(Problem):
    """Somebody spoke of the same thing since; nothing was kept."""

    seen: str = ""
    """What to send, to say it all the same; empty when that would not help."""
    others: list[Word] = Field(default=[])
    """What was said since."""


class _Said(Shape):
    seen: Line = ""
    """Id of the last word on the article that was read, as `seen` of the article tells; empty
    when there was none."""
    note: Note = ""
    """Why, for the colleagues."""

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        return {"seen": self.seen, "note": self.note}


class JudgeTier(_Said):
    """The tier is this one."""

    act: Literal["tier"]
    tier: Tier

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        return super().fields() | {"tier": self.tier}


class JudgeTag(_Said):
    """A tag is right, or wrong."""

    act: Literal["accept", "reject"]
    kind: TagKind
    key: Filled
    """Of the tag, as `tags` or `rejected` of the article tell it."""

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        verdict = Verdict.ACCEPTED if self.act == "accept" else Verdict.REJECTED
        return super().fields() | {"verdict": verdict, "kind": self.kind, "key": self.key}


class CorrectTag(_Said):
    """A tag should have been another one: something known by `to_key`, or a `name`."""

    act: Literal["correct"]
    kind: TagKind
    key: Filled
    """Of the tag, as `tags` of the article tells it."""
    to_kind: TagKind
    """The kind that is right."""
    to_key: Line = ""
    """Key of the entity or sector that is right, when it is known."""
    name: Line = ""
    """A name, when there is no key: what is known by exactly this name, else a new name."""

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        known = f"{self.to_kind}:{self.to_key}" if self.to_key else ""
        return super().fields() | {
            "verdict": Verdict.CORRECTED,
            "kind": self.kind,
            "key": self.key,
            "to": known,
            "to_kind": self.to_kind,
            "name": self.name,
        }


class AddTag(_Said):
    """The machine missed a tag, here."""

    act: Literal["add"]
    kind: TagKind
    revision: _Number
    """Of the text that was read."""
    surface: Filled
    """The words, as they stand in title, newline, text."""
    start: _Number | None = None
    """Where they begin, in code points of title, newline, text; without it the first place."""
    end: _Number | None = None
    """Where they end."""
    sector: Line = ""
    """Key of the sector, when the kind is `sector`."""

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        place = {} if self.start is None else {"start": str(self.start), "end": str(self.end)}
        return {
            **super().fields(),
            **place,
            "kind": self.kind,
            "revision": str(self.revision),
            "surface": self.surface,
            "sector": self.sector,
        }


class TakeBack(_Said):
    """A word of one's own is taken back."""

    act: Literal["withdraw"]
    word: Filled
    """Its id."""

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        return super().fields() | {"undo": self.word}


Say = Annotated[JudgeTier | JudgeTag | CorrectTag | AddTag | TakeBack, Field(discriminator="act")]
"""One thing that is said."""


def tell_word(view: View, review: Review, among: Sequence[Review] = (), *, stands: bool) -> Word:
    """A review as the API tells it.

    Args:
        view: in whose language.
        review: what was said.
        among: all words on its article, to name what is taken back.
        stands: whether it counts.
    """
    return Word(
        id=review.id,
        article=review.article_id,
        subject=review.subject,
        verdict=review.verdict,
        who=review.reviewer,
        at=review.at,
        kind=review.kind,
        key=review.key,
        corrected_to=review.corrected_to,
        corrected_kind=review.corrected_kind,
        label=review.label,
        note=review.note,
        withdraws=review.withdraws,
        stands=stands,
        told=tell_verdict(view, review, among),
    )


def words_of(view: View, reading: Reading) -> list[Word]:
    """All words on an article, oldest first."""
    kept = {word.id for word in standing(reading.reviews)}
    return [
        tell_word(view, review, reading.reviews, stands=review.id in kept)
        for review in reading.reviews
    ]
