"""Who asks the API, in what language, of which desk: what its addresses are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer

from news.account import Role
from review.access import Access
from review.administration import Administration
from review.api.shapes import Plain
from review.desk import Desk
from review.session import COOKIE
from review.teaching import Teaching
from review.view import View, view_of
from review.visitor import Visitor, need
from storage import Insight

_TOKEN = HTTPBearer(
    scheme_name="token",
    description="A token that an admin made on the page of accounts or with `soie accounts`.",
    auto_error=False,
)
_SESSION = APIKeyCookie(
    name=COOKIE,
    scheme_name="session",
    description="The session of a browser that logged in on the desk; behind https the cookie's "
    f"name is `__Host-{COOKIE}`. What changes something must then come from the desk's own origin.",
    auto_error=False,
)
# The guard recognises who asks; these tell the OpenAPI how.
RECOGNISED = [Security(_TOKEN), Security(_SESSION)]


@dataclass(frozen=True, slots=True)
class Means:
    """What the API works with; what is absent has no addresses."""

    desk: Desk
    access: Access | None = None
    teaching: Teaching | None = None
    insight: Insight | None = None


def means_of(request: Request) -> Means:
    """What the API that is asked works with."""
    means = request.app.state.means
    assert isinstance(means, Means)  # noqa: S101 (narrows for mypy)
    return means


def _access(request: Request) -> Access:
    access = means_of(request).access
    assert access  # noqa: S101 (else these addresses do not exist)
    return access


def _teaching(request: Request) -> Teaching:
    teaching = means_of(request).teaching
    assert teaching  # noqa: S101 (the same)
    return teaching


def _insight(request: Request) -> Insight:
    insight = means_of(request).insight
    assert insight  # noqa: S101 (the same)
    return insight


def _administration(
    request: Request, access: Annotated[Access, Depends(_access)]
) -> Administration:
    need(request, Role.ADMIN)
    return Administration(access, request)


def renew(request: Request) -> None:
    """Have the desk show what counts now, whoever taught it."""
    means = means_of(request)
    if means.teaching:
        means.teaching.renew(means.desk)


def _seen(request: Request) -> View:
    return view_of(means_of(request).desk, request)


def _viewed(request: Request, _: Plain) -> View:
    return _seen(request)


def _reviewer(request: Request) -> Visitor:
    return need(request, Role.REVIEWER)


def _admin(request: Request) -> Visitor:
    return need(request, Role.ADMIN)


Viewed = Annotated[View, Depends(_viewed)]
"""The view of an address that takes no other parameter than the language."""
Seen = Annotated[View, Depends(_seen)]
"""The view of an address that reads its parameters itself."""
Entered = Annotated[Access, Depends(_access)]
Insighted = Annotated[Insight, Depends(_insight)]
Taught = Annotated[Teaching, Depends(_teaching)]
Reviewer = Annotated[Visitor, Depends(_reviewer)]
Admin = Annotated[Visitor, Depends(_admin)]
Administered = Annotated[Administration, Depends(_administration)]
"""What an admin may do; nobody else comes this far."""
