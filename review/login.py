"""Coming and going: the form of name and password, the end of a session, one's own password."""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, HTTPException, Request, Response
from starlette.responses import RedirectResponse

from news.account import Deed
from review.access import Access, address_of
from review.asked import Asked, read_asked
from review.desk import Desk
from review.forms import posted
from review.guard import METHODS, OPEN, PASSWORD
from review.passwords import digest, weakness
from review.session import cookie_name, read_cookie, write_cookie
from review.view import view_of
from review.visitor import Role, Visitor, need, visitor_of
from storage import Account, Change, Session

_LOGIN, _LOGOUT = OPEN[0], "/logout"
_Credentials = Annotated[Asked, posted("name", "password", "back")]
_Passwords = Annotated[Asked, posted("password", "new", "again")]
_FULL = timedelta(seconds=1)
"""When to try again where too many passwords are being checked."""


def ask_to_log_in(desk: Desk, request: Request) -> Response:
    """The form, in place of a page that needs a session.

    A link on another site sends no cookie along, although there may be one: such a page asks for
    itself once more, which comes from here and does. The quick requests of a page have it lead
    to the form, since what they replace is only a part of it.
    """
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    response = _form(desk, request, own_path(back))
    response.status_code = 401
    response.headers["www-authenticate"] = "Bearer"
    if "hx-request" in request.headers:
        here = urlsplit(request.headers.get("hx-current-url", ""))
        back = own_path(here.path + (f"?{here.query}" if here.query else ""))
        response.headers["hx-redirect"] = f"{_LOGIN}?{urlencode({'back': back})}"
    elif request.headers.get("sec-fetch-site") == "cross-site" and request.method == "GET":
        response.headers["refresh"] = "0"
    return response


def _form(desk: Desk, request: Request, back: str, tried: Tried | None = None) -> Response:
    view, wait = view_of(desk, request), tried.seconds if tried else None
    status = 429 if wait else 401 if tried else 200
    wrong = tried is not None and not wait
    response = view.answer("login.html", status, back=back, wait=wait, wrong=wrong)
    if wait:
        response.headers["retry-after"] = str(wait)
    return response


def own_path(text: str) -> str:
    """An address within the desk to go back to; the first page when it is anything else.

    Browsers drop tabs and line ends and take a backslash for a slash: none may stand there.
    """
    plain = text.isprintable() and text.isascii() and "\\" not in text and " " not in text
    if not plain or not text.startswith("/") or text.startswith("//") or len(text) > 2000:  # noqa: PLR2004 (as long as addresses may be)
        return "/"
    return "/" if urlsplit(text).path in (*OPEN, _LOGOUT) else text


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a name and a password."""

    account: Account | None = None
    """None when they were wrong, or not looked at."""
    wait: timedelta = timedelta()
    """When more than zero, they were not looked at: this long to wait."""

    @property
    def seconds(self) -> int | None:
        """The wait in whole seconds."""
        return math.ceil(self.wait.total_seconds()) or None


def try_password(access: Access, request: Request, name: str, password: str) -> Tried:
    """Check a name and a password, unless there were too many wrong ones."""
    with access.passwords.room() as free:
        if not free:
            return Tried(wait=_FULL)
        wait = access.accounts.attempt(name, address_of(request), access.now())
        if wait:
            return Tried(wait=wait)
        account = access.accounts.account(name)
        usable = account is not None and not account.disabled
        right = access.passwords.check(account.hash if account else None, password)
        if account and usable and right:
            return Tried(account)
    known = account.name if account else ""
    access.accounts.log(access.entry(request, known, Deed.LOGIN_FAILED, known))
    return Tried()


def begin(access: Access, request: Request, account: Account, back: str) -> Response:
    """A new session with a token of its own, and the way on."""
    token, now = secrets.token_urlsafe(32), access.now()
    session = Session(digest(token), account.name, now, now + access.lasting)
    entry = access.entry(request, account.name, Deed.LOGGED_IN, account.name)
    access.accounts.begin_session(session, entry)
    _end(access, request, account.name)
    response = RedirectResponse(back, 303)
    _set_cookie(access, response, token)
    return response


def _end(access: Access, request: Request, name: str) -> None:
    old = read_cookie(request.headers, cookie_name(access))
    if old:
        entry = access.entry(request, name, Deed.LOGGED_OUT, name)
        access.accounts.end_session(digest(old), entry)


def _set_cookie(access: Access, response: Response, token: str) -> None:
    cookie = write_cookie(cookie_name(access), token, secure=access.encrypted)
    response.headers.append("set-cookie", cookie)


def login(desk: Desk, access: Access) -> APIRouter:
    """The form at `/login`, and the end of a session at `/logout`."""
    router = APIRouter()

    @router.api_route(_LOGIN, methods=[*METHODS])
    def show_form(request: Request) -> Response:
        asked = read_asked(request, "back")
        visitor = visitor_of(request)
        if visitor and not visitor.account:
            return RedirectResponse("/", 303)  # the desk of one machine asks for no password
        return _form(desk, request, own_path(asked.text("back")))

    @router.post(_LOGIN)
    def log_in(request: Request, fields: _Credentials) -> Response:
        back = own_path(fields.text("back"))
        tried = try_password(access, request, fields.short("name", 200), fields.text("password"))
        if tried.account is None:
            return _form(desk, request, back, tried)
        account = tried.account
        if access.passwords.outdated(account.hash):
            newer = access.passwords.hash(fields.text("password"))
            access.accounts.rehash(account.name, account.hash, newer)
        return begin(access, request, account, back)

    @router.post(_LOGOUT)
    def log_out(request: Request) -> Response:
        _end(access, request, need(request, Role.READER).name)
        response = RedirectResponse(_LOGIN, 303, {"clear-site-data": '"cache"'})
        _set_cookie(access, response, "")
        return response

    return router


def password(desk: Desk, access: Access) -> APIRouter:
    """One's own password, at `/password`."""
    router = APIRouter()

    def answer(request: Request, fault: str, status: int, wait: int | None = None) -> Response:
        view = view_of(desk, request)
        response = view.answer("password.html", status, fault=fault, wait=wait)
        if wait is not None:
            response.headers["retry-after"] = str(wait)
        return response

    @router.api_route(PASSWORD, methods=[*METHODS])
    def show_form(request: Request) -> Response:
        read_asked(request)
        _own_account(request)
        return answer(request, "", 200)

    @router.post(PASSWORD)
    def change(request: Request, fields: _Passwords) -> Response:
        visitor = _own_account(request)
        tried = try_password(access, request, visitor.name, fields.text("password"))
        if tried.wait:
            return answer(request, "guess-wait", 429, tried.seconds)
        if tried.account is None:
            return answer(request, "wrong-password", 403)
        fault = _fault(visitor, fields)
        if fault:
            return answer(request, fault, 400)
        changed = Change(hash=access.passwords.hash(fields.text("new")), temporary=False)
        entry = access.entry(request, visitor.name, Deed.PASSWORD_CHANGED, visitor.name)
        access.accounts.change(visitor.name, changed, entry)
        return begin(access, request, replace(tried.account, temporary=False), "/")

    return router


def _own_account(request: Request) -> Visitor:
    visitor = need(request, Role.READER)
    if not visitor.account:
        raise HTTPException(404, "not-found")
    return visitor


def _fault(visitor: Visitor, fields: Asked) -> str:
    new = fields.text("new")
    if new != fields.text("again"):
        return "passwords-differ"
    if new == fields.text("password"):
        return "password-same"
    return weakness(new, visitor.name)
