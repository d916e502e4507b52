"""Accounts, tokens and the audit log, for admins."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from news.account import Deed
from review.administration import LONGEST_LIFE
from review.api.asking import Admin, Administered, Entered, Viewed
from review.api.problems import problems
from review.api.shapes import Filled, Question, Shape
from review.visitor import Role
from storage import Change

router = APIRouter(tags=["accounts"])


class Person(Shape):
    """One person, or one program, that may use the desk."""

    name: str
    role: Role
    made_at: datetime
    temporary: bool
    """Whether the password must be changed before anything else."""
    disabled: bool


class Accounts(Shape):
    """All accounts, by name."""

    accounts: list[Person]


class Token(Shape):
    """What a program shows instead of a password; the secret itself is not kept."""

    label: str
    name: str
    """The account in whose name it acts."""
    role: Role
    """The most it may do, within what the account may."""
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    """To the minute."""


class Tokens(Shape):
    """All tokens, expired ones too, by label."""

    tokens: list[Token]


class Invitation(Shape):
    """Whom to make an account for."""

    name: Filled
    """1 to 64 letters, digits, spaces and . _ - ' @, beginning with a letter or digit."""
    role: Role


class PersonChange(Shape):
    """What becomes different of an account; what is absent stays."""

    name: Filled
    role: Role | None = None
    disabled: bool | None = None
    """Closed accounts let nobody in; their words stay."""


class Named(Shape):
    """Whose account."""

    name: Filled


class NewToken(Shape):
    """The token to make."""

    name: Filled
    """The account in whose name it acts."""
    label: Filled
    """What people call it; no two have the same."""
    role: Role
    days: Annotated[int, Field(ge=1, le=LONGEST_LIFE)] = 90
    """How long it lives."""


class Labelled(Shape):
    """Which token."""

    label: Filled


class Secret(Shape):
    """What is told once and never again."""

    of: str
    """The account's name or the token's label."""
    secret: str


class AuditLine(Shape):
    """One line of the audit log."""

    at: datetime
    who: str
    """An account's name; empty when nobody was recognised."""
    what: str
    on: str
    """What it was done to."""
    address: str
    """Where it came from; empty for the command line."""


class Audit(Shape):
    """Lines of the audit log, newest first."""

    lines: list[AuditLine]
    more: bool
    """Whether there are older ones."""


class AuditQuestion(Question):
    """Which lines."""

    limit: Annotated[int, Field(ge=1, le=500)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0


@router.get("/accounts", responses=problems())
def list_accounts(_: Viewed, __: Admin, access: Entered) -> Accounts:
    """All accounts."""
    return Accounts(
        accounts=[
            Person(
                name=each.name,
                role=each.role,
                made_at=each.made_at,
                temporary=each.temporary,
                disabled=each.disabled,
            )
            for each in access.accounts.accounts()
        ]
    )


@router.post("/accounts", status_code=201, responses=problems(409, 413))
def invite(response: Response, _: Viewed, work: Administered, invitation: Invitation) -> Secret:
    """Make an account; the password is told once and must be changed at the first login."""
    secret = work.invite(invitation.name, invitation.role)
    return _once(response, secret.of, secret.text)


@router.post("/accounts/change", status_code=204, responses=problems(404, 409, 413))
def change_account(_: Viewed, work: Administered, changed: PersonChange) -> None:
    """Give an account another role, close it, or open it again; not one's own."""
    if changed.role is not None:
        work.change(changed.name, Change(role=changed.role), Deed.ROLE_CHANGED)
    if changed.disabled is not None:
        deed = Deed.DISABLED if changed.disabled else Deed.ENABLED
        work.change(changed.name, Change(disabled=changed.disabled), deed)


@router.post("/accounts/reset", responses=problems(404, 409, 413))
def reset_password(response: Response, _: Viewed, work: Administered, named: Named) -> Secret:
    """Give an account a new password, told once; its sessions end."""
    secret = work.reset(named.name)
    return _once(response, secret.of, secret.text)


@router.get("/tokens", responses=problems())
def list_tokens(_: Viewed, __: Admin, access: Entered) -> Tokens:
    """All tokens."""
    return Tokens(
        tokens=[
            Token(
                label=each.label,
                name=each.name,
                role=each.role,
                made_at=each.made_at,
                expires_at=each.expires_at,
                used_at=each.used_at,
            )
            for each in access.accounts.tokens()
        ]
    )


@router.post("/tokens", status_code=201, responses=problems(404, 409, 413))
def make_token(response: Response, _: Viewed, work: Administered, token: NewToken) -> Secret:
    """Make a token; it is told once."""
    secret = work.make_token(token.name, token.label, token.role, token.days)
    return _once(response, secret.of, secret.text)


@router.post("/tokens/revoke", status_code=204, responses=problems(404, 413))
def revoke_token(_: Viewed, work: Administered, labelled: Labelled) -> None:
    """End a token."""
    work.revoke(labelled.label)


@router.get("/audit", responses=problems())
def list_audit(_: Admin, access: Entered, question: Annotated[AuditQuestion, Query()]) -> Audit:
    """The audit log."""
    found = access.accounts.entries(question.limit + 1, question.offset)
    lines = [
        AuditLine(at=each.at, who=each.who, what=each.what, on=each.on, address=each.address)
        for each in found[: question.limit]
    ]
    return Audit(lines=lines, more=len(found) > question.limit)


def _once(response: Response, of: str, secret: str) -> Secret:
    response.headers["cache-control"] = "no-store"
    return Secret(of=of, secret=secret)
