"""The digests that were kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Path

from review.api.asking import Viewed
from review.api.problems import problems
from review.api.shapes import Language, Shape
from storage import StoredDigest

router = APIRouter(tags=["digests"])
Format = Literal["html", "md", "atom", "json"]


class DigestLine(Shape):
    """A digest, without its content."""

    day: date
    """Of the reader's zone."""
    language: str
    format: str
    built_at: datetime


class DigestWhole(DigestLine):
    """A digest as it was rendered."""

    content: str
    """HTML, Markdown, Atom or JSON as text, by `format`."""


class Digests(Shape):
    """The archive, newest day first."""

    digests: list[DigestLine]


@router.get("/digests", responses=problems())
def list_digests(view: Viewed) -> Digests:
    """All digests that are kept, without content."""
    kept = view.desk.store.digests()
    return Digests(digests=[_line(each) for each in kept])


@router.get("/digests/{day}/{language}/{form}", responses=problems(404))
def show_digest(
    view: Viewed, day: date, language: Language, form: Annotated[Format, Path()]
) -> DigestWhole:
    """One digest as it was rendered."""
    for kept in view.desk.store.digests(day):
        if (kept.language, kept.format) == (language, form):
            return DigestWhole(**dict(_line(kept)), content=kept.content)
    raise HTTPException(404, "digest-not-found")


def _line(kept: StoredDigest) -> DigestLine:
    return DigestLine(
        day=kept.day, language=kept.language, format=kept.format, built_at=kept.built_at
    )
