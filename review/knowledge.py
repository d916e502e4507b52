"""What the team made known: the list, the form, the trial, and taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from knowledge.amendments import (
    CUES,
    NEW,
    Amendment,
    AmendmentError,
    Change,
    KeptAmendment,
    to_lines,
)
from news.analysis import TagKind
from news.entity import Side
from news.errors import StoreError
from news.text import is_cjk
from review.amending import keep_proposal, said_of_late, take_back_change, try_proposal
from review.asked import Asked, read_asked
from review.dates import Stamp
from review.desk import Desk
from review.forms import posted
from review.guard import METHODS
from review.proposal import FIELDS, read_note
from review.suggestions import suggestions
from review.teaching import Teaching
from review.trial import DAYS
from review.view import View, view_of
from review.visitor import Role, Visitor, need
from storage import Query

_EXAMPLES = 30
"""Articles whose spellings fill the form of a name that is not known yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change as the list shows it."""

    kept: KeptAmendment
    what: str
    name: str
    lines: list[str]
    made: Stamp
    undone: Stamp | None
    misfit: str
    undoable: bool


def knowledge(desk: Desk, teaching: Teaching) -> APIRouter:
    """The team's changes, at `/knowledge`."""
    router = APIRouter()

    @router.api_route("/knowledge", methods=[*METHODS])
    def list_changes(request: Request) -> Response:
        read_asked(request)
        return _list(view_of(desk, request), teaching)

    @router.api_route("/knowledge/new", methods=[*METHODS])
    def propose(request: Request) -> Response:
        asked = read_asked(request, *FIELDS, "kind", "key")
        view = view_of(desk, request)
        return _form(view, _prefilled(view, asked))

    @router.api_route("/knowledge/{_:path}", methods=[*METHODS])
    def leave(request: Request, _: str) -> Response:
        # Whoever asks for the address of an answer to a form, such as in another language.
        return RedirectResponse(view_of(desk, request).href("/knowledge"), 303)

    @router.post("/knowledge/try")
    async def try_out(request: Request, fields: Annotated[Asked, posted(*FIELDS)]) -> Response:
        need(request, Role.REVIEWER)
        return await run_in_threadpool(_try, view_of(desk, request), teaching, fields)

    @router.post("/knowledge/save")
    async def save(request: Request, fields: Annotated[Asked, posted(*FIELDS)]) -> Response:
        visitor = need(request, Role.REVIEWER)
        view = view_of(desk, request)
        return await run_in_threadpool(_save, view, teaching, fields, visitor)

    @router.post("/knowledge/undo")
    async def undo(request: Request, fields: Annotated[Asked, posted("id", "note")]) -> Response:
        visitor = need(request, Role.REVIEWER)
        view = view_of(desk, request)
        return await run_in_threadpool(_undo, view, teaching, fields, visitor)

    return router


def _list(view: View, teaching: Teaching, refused: str = "", status: int = 200) -> Response:
    known = view.desk.knowledge
    misfits = teaching.renew(view.desk).refused
    said = said_of_late(view, teaching)
    rows = [_row(view, each, misfits) for each in reversed(teaching.amendments.kept())]
    return view.answer(
        "knowledge.html",
        status,
        rows=rows,
        counting=sum(row.undone is None for row in rows),
        offers=[
            (each, _what(view, each.amendment), _target(view, each.amendment))
            for each in suggestions(known, said)
        ],
        may_propose=_may(view, Role.REVIEWER),
        refused=refused,
    )


def _row(view: View, kept: KeptAmendment, misfits: Mapping[Amendment, AmendmentError]) -> Row:
    amendment, back = kept.amendment, kept.taken_back
    misfit = misfits.get(amendment) if back is None else None
    role = Role.REVIEWER if _own(view.visitor, kept) else Role.ADMIN
    return Row(
        kept=kept,
        what=_what(view, amendment),
        name=_target(view, amendment),
        lines=to_lines(amendment)[1:],
        made=view.moment(kept.signed.at),
        undone=view.moment(back.at) if back else None,
        misfit=_told(view, misfit) if misfit else "",
        undoable=back is None and _may(view, role),
    )


def _own(visitor: Visitor | None, kept: KeptAmendment) -> bool:
    return visitor is not None and visitor.name == kept.signed.who


def _may(view: View, role: Role) -> bool:
    return view.visitor is not None and view.visitor.may(role)


def _what(view: View, amendment: Amendment) -> str:
    return view.say(f"change-{amendment.change.value.replace('_', '-')}")


def _target(view: View, amendment: Amendment) -> str:
    if amendment.change in CUES:
        return view.names.known(TagKind.SECTOR, amendment.target) or amendment.target
    return view.names.entity(amendment.target) or amendment.target


def _told(view: View, error: AmendmentError) -> str:
    return view.say(error.code, *error.detail)


def _form(view: View, fields: Asked, refused: str = "") -> Response:
    change = fields.choice("change", [each.value for each in Change])
    return view.answer(
        "knowledge_new.html",
        422 if refused else 200,
        fields=fields,
        new=change in {each.value for each in NEW},
        changes=[(each, f"change-{each.replace('_', '-')}") for each in Change if each not in NEW],
        kinds=[each.value for each in NEW],
        sides=[each.value for each in Side],
        refused=refused,
        days=str(DAYS),
    )


def _prefilled(view: View, asked: Asked) -> Asked:
    """The form's fields as the address gives them; a name that is not known yet fills it too."""
    kind = asked.choice("kind", [each.value for each in NEW])
    if not kind:
        return asked
    key = asked.short("key", 200)
    written: dict[str, str] = {}
    if key:
        written = _written(view, TagKind(kind), key)
    return Asked({**written, "change": kind, **asked.values})


def _written(view: View, kind: TagKind, key: str) -> dict[str, str]:
    """How the articles of late write a name: one spelling each script, the others as aliases."""
    readings = view.desk.store.readings(Query(kind=kind, key=key, limit=_EXAMPLES))
    surfaces = [
        mention.surface
        for reading in readings
        for item in reading.settled.tags
        if (item.tag.kind, item.tag.key) == (kind, key)
        for mention in item.tag.mentions
    ]
    often = sorted(dict.fromkeys(surfaces), key=lambda text: (-surfaces.count(text), -len(text)))
    latin = [text for text in often if not any(map(is_cjk, text))]
    japanese = [text for text in often if text not in latin]
    rest = [*latin[1:], *japanese[1:]]
    return {
        "label": next(iter(latin), ""),
        "name_ja": next(iter(japanese), ""),
        "aliases": "\n".join(rest),
        "source": readings[0].article.url if readings else "",
    }


def _try(view: View, teaching: Teaching, fields: Asked) -> Response:
    try:
        amendment, trial = try_proposal(view, teaching, fields)
    except AmendmentError as error:
        return _form(view, fields, _told(view, error))
    hidden = {name: text for name, text in fields.values.items() if text}
    return view.answer(
        "knowledge_trial.html",
        trial=trial,
        what=_what(view, amendment),
        name=_target(view, amendment),
        lines=to_lines(amendment),
        hidden=hidden,
        days=str(DAYS),
    )


def _save(view: View, teaching: Teaching, fields: Asked, visitor: Visitor) -> Response:
    try:
        keep_proposal(view, teaching, fields, visitor)
    except AmendmentError as error:
        return _form(view, fields, _told(view, error))
    return _back(view)


def _undo(view: View, teaching: Teaching, fields: Asked, visitor: Visitor) -> Response:
    try:
        take_back_change(view, teaching, fields.short("id", 100), visitor, read_note(fields))
    except AmendmentError as error:
        return _list(view, teaching, _told(view, error), 409)
    except StoreError:
        return _list(view, teaching, view.say("change-gone"), 409)
    return _back(view)


def _back(view: View) -> Response:
    return RedirectResponse(view.href("/knowledge"), 303)
