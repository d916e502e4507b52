"""Proposing, keeping and taking back changes of what is known, for pages and programs alike."""

from __future__ import annotations

import secrets
from datetime import timedelta

from starlette.exceptions import HTTPException

from knowledge.amendments import Amendment, KeptAmendment, Signature
from review.asked import Asked
from review.proposal import read_note, read_proposal
from review.teaching import Teaching
from review.trial import Trial
from review.view import View
from review.visitor import Role, Visitor
from storage import Said

_ID_BYTES = 6
_REVIEWS_DAYS = 180
"""How far back reviews suggest something."""


def said_of_late(view: View, teaching: Teaching) -> list[Said]:
    """The reviews that may suggest changes; none to those who may not propose any."""
    if view.visitor is None or not view.visitor.may(Role.REVIEWER):
        return []
    return teaching.amendments.said(view.desk.options.now() - timedelta(days=_REVIEWS_DAYS))


def try_proposal(view: View, teaching: Teaching, fields: Asked) -> tuple[Amendment, Trial]:
    """What a proposed change would do to the articles of late.

    Raises:
        RefusalError: when a field cannot be read.
        AmendmentError: when the change does not fit, or changes nothing.
        BusyError: when another trial takes too long.
    """
    desk = view.desk
    teaching.renew(desk)
    amendment = read_proposal(fields, desk.knowledge)
    read_note(fields)
    return amendment, teaching.try_out(desk, amendment, desk.options.now())


def keep_proposal(view: View, teaching: Teaching, fields: Asked, visitor: Visitor) -> KeptAmendment:
    """Keep a proposed change; it counts from now on.

    Raises:
        RefusalError: when a field cannot be read.
        AmendmentError: when the change does not fit, or changes nothing.
        BusyError: when others change what is known all the time.
    """
    desk = view.desk
    teaching.renew(desk)
    signed = Signature(visitor.name, desk.options.now(), read_note(fields))
    amendment = read_proposal(fields, desk.knowledge)
    kept = KeptAmendment(secrets.token_hex(_ID_BYTES), amendment, signed)
    teaching.keep(desk, kept)
    return kept


def take_back_change(view: View, teaching: Teaching, key: str, visitor: Visitor, note: str) -> None:
    """Take a change back: one's own, or as an admin anybody's.

    Raises:
        HTTPException: 404 when there is none, 403 when it is somebody else's.
        AmendmentError: when another change rests on it.
        StoreError: when it was taken back already.
        BusyError: when others change what is known all the time.
    """
    kept = next((each for each in teaching.amendments.kept() if each.id == key), None)
    if kept is None:
        raise HTTPException(404)
    if kept.signed.who != visitor.name and not visitor.may(Role.ADMIN):
        raise HTTPException(403, "role-needed")
    teaching.take_back(view.desk, key, Signature(visitor.name, view.desk.options.now(), note))
