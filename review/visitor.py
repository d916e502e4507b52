"""Who asks: a name, and how much this person may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from starlette.exceptions import HTTPException
from starlette.requests import Request


class Role(StrEnum):
    """What a person may do; each may do all that the one before may."""

    READER = "reader"
    """Sees everything, changes nothing."""
    REVIEWER = "reviewer"
    """Says what is right and wrong of tags, tiers and stories."""
    ADMIN = "admin"
    """Changes accounts and what the machine knows."""

    @property
    def rank(self) -> int:
        """0 for the one who may do least."""
        return list(Role).index(self)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who was recognised."""

    name: str
    """What stands beside this person's words; never empty."""
    role: Role

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
