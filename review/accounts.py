"""Who may use the desk, for those who decide it; and the log of what was done."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from news.account import Deed
from review.access import Access
from review.administration import LONGEST_LIFE, Administration, Secret
from review.asked import Asked, bad_value, read_asked
from review.desk import Desk
from review.forms import posted
from review.guard import METHODS
from review.view import view_of
from review.visitor import Role, need
from storage import ApiToken, Change

_PAGE = "/accounts"
_LINES = 100
"""Lines of the audit log on a page."""
_PAGES = 1_000_000
_Invited = Annotated[Asked, posted("name", "role")]
_Named = Annotated[Asked, posted("name")]
_TokenFields = Annotated[Asked, posted("name", "label", "role", "days")]
_Labelled = Annotated[Asked, posted("label")]


def people(desk: Desk, access: Access) -> APIRouter:
    """Accounts, at `/accounts`."""
    router = APIRouter()

    @router.api_route(_PAGE, methods=[*METHODS])
    def list_accounts(request: Request) -> Response:
        need(request, Role.ADMIN)
        read_asked(request)
        return _board(desk, access, request)

    @router.post(_PAGE)
    def invite(request: Request, fields: _Invited) -> Response:
        need(request, Role.ADMIN)
        secret = Administration(access, request).invite(fields.text("name"), _role(fields))
        return _board(desk, access, request, secret)

    return router


def changes(desk: Desk, access: Access) -> APIRouter:
    """What may be changed of an account, below `/accounts`."""
    router = APIRouter()

    @router.post(f"{_PAGE}/role")
    def change_role(request: Request, fields: _Invited) -> Response:
        return act(request, fields, Change(role=_role(fields)), Deed.ROLE_CHANGED)

    @router.post(f"{_PAGE}/disable")
    def disable(request: Request, fields: _Named) -> Response:
        return act(request, fields, Change(disabled=True), Deed.DISABLED)

    @router.post(f"{_PAGE}/enable")
    def enable(request: Request, fields: _Named) -> Response:
        return act(request, fields, Change(disabled=False), Deed.ENABLED)

    @router.post(f"{_PAGE}/reset")
    def reset(request: Request, fields: _Named) -> Response:
        secret = Administration(access, request).reset(fields.short("name", 64))
        return _board(desk, access, request, secret)

    def act(request: Request, fields: Asked, change: Change, deed: Deed) -> Response:
        Administration(access, request).change(fields.short("name", 64), change, deed)
        return _back(desk, request)

    return router


def programs(desk: Desk, access: Access) -> APIRouter:
    """Tokens for programs, below `/accounts`."""
    router = APIRouter()

    @router.post(f"{_PAGE}/tokens")
    def make(request: Request, fields: _TokenFields) -> Response:
        need(request, Role.ADMIN)
        days = _number(fields, "days", 90, LONGEST_LIFE)
        name, label = fields.text("name"), fields.text("label")
        secret = Administration(access, request).make_token(name, label, _role(fields), days)
        return _board(desk, access, request, secret)

    @router.post(f"{_PAGE}/tokens/revoke")
    def revoke(request: Request, fields: _Labelled) -> Response:
        Administration(access, request).revoke(fields.text("label"))
        return _back(desk, request)

    return router


def audit(desk: Desk, access: Access) -> APIRouter:
    """The log, at `/audit`."""
    router = APIRouter()

    @router.api_route("/audit", methods=[*METHODS])
    def show_log(request: Request) -> Response:
        need(request, Role.ADMIN)
        page = _number(read_asked(request, "page"), "page", 1, _PAGES)
        view = view_of(desk, request)
        found = access.accounts.entries(_LINES + 1, (page - 1) * _LINES)
        rows = [(entry, view.moment(entry.at)) for entry in found[:_LINES]]
        return view.answer("audit.html", rows=rows, page=page, more=len(found) > _LINES)

    return router


def _board(desk: Desk, access: Access, request: Request, secret: Secret | None = None) -> Response:
    view, now = view_of(desk, request), access.now()

    def lived(token: ApiToken) -> str:
        return "token-expired" if token.expires_at <= now else "token-valid"

    def stamp(at: datetime | None) -> object:
        return view.moment(at) if at else None

    tokens = [
        (token, lived(token), stamp(token.expires_at), stamp(token.used_at))
        for token in access.accounts.tokens()
    ]
    rows = [(account, stamp(account.made_at)) for account in access.accounts.accounts()]
    response = view.answer("accounts.html", rows=rows, tokens=tokens, roles=[*Role], secret=secret)
    if secret:
        response.headers["cache-control"] = "no-store"
    return response


def _back(desk: Desk, request: Request) -> Response:
    return RedirectResponse(view_of(desk, request).href(_PAGE), 303)


def _role(fields: Asked) -> Role:
    given = fields.choice("role", [*Role])
    if not given:
        raise bad_value("role", given, ", ".join(Role))
    return Role(given)


def _number(asked: Asked, name: str, usual: int, most: int) -> int:
    given = asked.text(name) or str(usual)
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most):
        raise bad_value(name, given, f"1–{most}")
    return int(given)
