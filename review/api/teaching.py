"""What the team makes known: proposed, tried, kept, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from knowledge.amendments import (
    Amendment,
    AmendmentError,
    Change,
    KeptAmendment,
    Signature,
    to_lines,
)
from news.analysis import Tag, TagKind, Tier
from news.entity import Side
from news.errors import StoreError
from review.amending import keep_proposal, said_of_late, take_back_change, try_proposal
from review.api.article_shapes import ArticleLine
from review.api.article_telling import line_of
from review.api.asking import Reviewer, Taught, Viewed
from review.api.problems import ProblemError, make_problem, problems
from review.api.shapes import Key, Line, Note, Shape
from review.asked import Asked
from review.suggestions import suggestions
from review.teaching import Teaching
from review.trial import Effect
from review.view import View
from review.visitor import Visitor

router = APIRouter(prefix="/knowledge", tags=["knowledge"])


class Signed(Shape):
    """Who did something, when and why."""

    who: str
    at: datetime
    note: str


class ChangeTold(Shape):
    """One change of what is known."""

    change: Change
    target: str
    """Id of the entity, or key of the sector."""
    form: str
    """The words that are added or silenced, or the id that a merged entity goes into."""
    lines: list[str]
    """The same as a correction file writes it."""


class ChangeKept(ChangeTold):
    """A change as it is kept."""

    id: str
    made: Signed
    taken_back: Signed | None
    """Null while it counts."""
    misfit: str
    """Why it does not fit any more, in the asked language; empty while it does."""


class Suggested(ChangeTold):
    """A change that the reviews speak for."""

    articles: int
    """How many articles speak for it."""


class Changes(Shape):
    """What the team made known."""

    changes: list[ChangeKept]
    """Newest first."""
    suggestions: list[Suggested]
    """What the reviews speak for, most articles first; empty for readers."""


class Proposal(Shape):
    """A change to try or to keep. The fields from `label` on are of new entities."""

    change: Change
    target: Line = ""
    """Id or full name of the entity, or key of the sector; empty makes an id of the label."""
    form: Line = ""
    """The words that are added or silenced, or the entity that the target is the same as."""
    note: Annotated[Note, Field(max_length=500)] = ""
    label: Line = ""
    """The canonical name, in Latin script."""
    name_fr: Line = ""
    name_ja: Line = ""
    name_en: Line = ""
    name_kana: Line = ""
    family_latin: Line = ""
    """A person's family name."""
    family_ja: Line = ""
    aliases: Annotated[list[Line], Field(max_length=20)] = Field(default=[])
    weak_aliases: Annotated[list[Line], Field(max_length=20)] = Field(default=[])
    """Forms that count only where the article also holds a full form."""
    side: Side | None = None
    source: Line = ""
    """Where the facts were read."""
    role_fr: Line = ""
    """The office of a person, by language."""
    role_ja: Line = ""
    role_en: Line = ""
    role_organisation: Line = ""
    role_start: Line = ""
    """First day in office, as 2022-05-01."""
    role_end: Line = ""

    def fields(self) -> dict[str, str]:
        """The same as the form of the page sends it."""
        given = self.model_dump(mode="json", exclude_none=True)
        texts = {
            name: "\n".join(value) if isinstance(value, list) else str(value)
            for name, value in given.items()
        }
        return {name: text for name, text in texts.items() if text}


class TakenBack(Shape):
    """Why a change is taken back."""

    note: Annotated[Note, Field(max_length=500)] = ""


class TagOf(Shape):
    """A tag that an article would gain, lose or keep elsewhere."""

    kind: TagKind
    key: str
    name: str
    places: int
    """In how many places of the text it stands."""


class EffectTold(Shape):
    """What would change of one article."""

    article: ArticleLine
    before: Tier
    after: Tier
    gained: list[TagOf]
    lost: list[TagOf]
    moved: list[TagOf]
    """Tags that stay, on other places: as they would be."""


class TrialTold(Shape):
    """What a change would do to the articles of the last thirty days. Nothing is kept."""

    change: ChangeTold
    found: int
    """Articles that it may concern."""
    read: int
    """Of these, the newest, how many were read again."""
    effects: list[EffectTold]


@dataclass(frozen=True, slots=True)
class _Teacher:
    """Somebody who may change what is known."""

    request: Request
    view: View
    teaching: Teaching
    visitor: Visitor

    def refuse(self, error: AmendmentError, status: int) -> ProblemError:
        """The refusal of a change that does not fit."""
        told = self.view.say(error.code, *error.detail)
        problem = make_problem(self.view.desk, self.request, status, error.code, told)
        return ProblemError(problem)


def _teacher(request: Request, visitor: Reviewer, view: Viewed, teaching: Taught) -> _Teacher:
    return _Teacher(request, view, teaching, visitor)


Teacher = Annotated[_Teacher, Depends(_teacher)]


@router.get("/changes", responses=problems())
def list_changes(view: Viewed, teaching: Taught) -> Changes:
    """All changes that the team made, and those that its reviews suggest."""
    kept = teaching.amendments.kept()
    known = view.desk.knowledge
    misfits = teaching.renew(view.desk).refused
    return Changes(
        changes=[_kept(view, each, misfits.get(each.amendment)) for each in reversed(kept)],
        suggestions=[
            Suggested(**dict(_told(each.amendment)), articles=each.articles)
            for each in suggestions(known, said_of_late(view, teaching))
        ],
    )


@router.post("/trials", responses=problems(409, 413))
def try_change(teacher: Teacher, proposal: Proposal) -> TrialTold:
    """Try a change on the articles of late, without keeping it; may take half a minute."""
    view, fields = teacher.view, Asked(proposal.fields())
    try:
        amendment, trial = try_proposal(view, teacher.teaching, fields)
    except AmendmentError as error:
        raise teacher.refuse(error, 422) from error
    return TrialTold(
        change=_told(amendment),
        found=trial.found,
        read=trial.read,
        effects=[_effect(view, each) for each in trial.effects],
    )


@router.post("/changes", status_code=201, responses=problems(409, 413))
def keep_change(teacher: Teacher, proposal: Proposal) -> ChangeKept:
    """Keep a change; it counts from now on."""
    view, fields = teacher.view, Asked(proposal.fields())
    try:
        kept = keep_proposal(view, teacher.teaching, fields, teacher.visitor)
    except AmendmentError as error:
        raise teacher.refuse(error, 422) from error
    return _kept(view, kept, None)


@router.post("/changes/{change_id}/undo", status_code=204, responses=problems(404, 409, 413))
def undo_change(teacher: Teacher, change_id: Key, taken: TakenBack) -> None:
    """Take a change back: one's own, or as an admin anybody's."""
    try:
        take_back_change(teacher.view, teacher.teaching, change_id, teacher.visitor, taken.note)
    except AmendmentError as error:
        raise teacher.refuse(error, 409) from error
    except StoreError as error:
        gone = make_problem(teacher.view.desk, teacher.request, 409, "change-gone")
        raise ProblemError(gone) from error


def _told(amendment: Amendment) -> ChangeTold:
    return ChangeTold(
        change=amendment.change,
        target=amendment.target,
        form=amendment.form,
        lines=to_lines(amendment),
    )


def _kept(view: View, kept: KeptAmendment, misfit: AmendmentError | None) -> ChangeKept:
    counts = kept.taken_back is None
    return ChangeKept(
        **dict(_told(kept.amendment)),
        id=kept.id,
        made=_signed(kept.signed),
        taken_back=_signed(kept.taken_back) if kept.taken_back else None,
        misfit=view.say(misfit.code, *misfit.detail) if misfit and counts else "",
    )


def _signed(signature: Signature) -> Signed:
    return Signed(who=signature.who, at=signature.at, note=signature.note)


def _effect(view: View, effect: Effect) -> EffectTold:
    return EffectTold(
        article=line_of(view, effect.reading),
        before=effect.before,
        after=effect.after,
        gained=[_tag(view, each) for each in effect.gained],
        lost=[_tag(view, each) for each in effect.lost],
        moved=[_tag(view, after) for _, after in effect.moved],
    )


def _tag(view: View, tag: Tag) -> TagOf:
    return TagOf(kind=tag.kind, key=tag.key, name=view.names.tag(tag), places=len(tag.mentions))
