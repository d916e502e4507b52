"""Who asks: a name, and how much this person may do."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from news.account import Role

__all__ = ["Role", "Visitor", "need", "visitor_of"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who was recognised."""

    name: str
    """What stands beside this person's words; never empty."""
    role: Role
    account: bool = False
    """Whether an account of this name was recognised; else it is whoever sits at the machine."""

    def may(self, role: Role) -> bool:
        """Whether this person may do what a role may do."""
        return self.role.rank >= role.rank


def visitor_of(request: Request) -> Visitor | None:
    """Who asks; None without a session. The guard recognises, pages only ask."""
    visitor = request.scope.get("visitor")
    return visitor if isinstance(visitor, Visitor) else None


def need(request: Request, role: Role) -> Visitor:
    """Who asks, when this person may do what a role may do.

    Raises:
        HTTPException: 401 without a session, 403 when the role does not reach.
    """
    visitor = visitor_of(request)
    if visitor is None:
        raise HTTPException(401, "session-needed")
    if not visitor.may(role):
        raise HTTPException(403, "role-needed")
    return visitor
