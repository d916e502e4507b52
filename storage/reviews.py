"""Analysts' words: added, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, select

from news.analysis import Mention, Tier
from news.errors import ConflictError, StoreError
from news.review import Review, Subject, Verdict
from storage.documents import Document
from storage.redirects import Redirects, load_redirects, redirect_review
from storage.tables import articles, reviews


def add_review(connection: Connection, review: Review, seen: str | None = None) -> None:
    """Add a review; the same review again changes nothing.

    Args:
        connection: A transaction that writes.
        review: The word.
        seen: Id of the last word on the same target that the analyst had read, empty when there
            was none; None when it does not matter.

    Raises:
        ConflictError: when somebody spoke of the same target since.
        StoreError: when its article is not here, its id was used for another word, or `settle()`
            could not read it.
    """
    _check(review)
    # Two analysts of one article wait for each other, also where transactions do not.
    article = select(articles.c.id).where(articles.c.id == review.article_id).with_for_update()
    if connection.scalar(article) is None:
        raise StoreError(
            f"review {review.id} speaks of article {review.article_id}, which is not here",
            "check the article's id",
        )
    known = connection.execute(select(reviews).where(reviews.c.id == review.id)).one_or_none()
    if known is not None and _to_review(known) == review:
        return
    if known is not None:
        raise StoreError(
            f"review {review.id} is kept already and says something else",
            "give a new review a new id; what was said stays",
        )
    redirects = load_redirects(connection)
    said = load_reviews(connection, [review.article_id], redirects)
    _check_against(redirect_review(review, redirects), said, seen)
    connection.execute(reviews.insert().values(_review_row(review)))


def _check(review: Review) -> None:
    """Refuse what `settle()` could not read later, when nobody is there to mend it."""
    if review.subject is Subject.TAG and not (review.kind and review.key):
        raise StoreError(f"review {review.id} names no tag", "give its kind and its key")
    if review.verdict is Verdict.CORRECTED or review.corrected_to:
        _check_correction(review)
    if review.verdict is Verdict.ADDED and (review.subject is not Subject.TAG or not review.place):
        raise StoreError(
            f"review {review.id} adds what has no place", "give a tag and its place in the text"
        )


def _check_correction(review: Review) -> None:
    if review.subject is Subject.TIER and review.corrected_to not in list(Tier):
        raise StoreError(
            f"review {review.id} says that the tier {review.corrected_to!r} is right",
            f"say one of {', '.join(Tier)}",
        )
    if not review.corrected_to:
        raise StoreError(f"review {review.id} corrects to nothing", "say what is right")


def _check_against(review: Review, said: dict[str, tuple[Review, ...]], seen: str | None) -> None:
    """Refuse what does not fit what was said of the same target."""
    words = [item for item in said.get(review.article_id, ()) if item.target == review.target]
    last = words[-1] if words else None
    if seen is not None and seen != (last.id if last else ""):
        who = f"{last.reviewer} said {last.verdict.value!r}" if last else "nothing is said"
        raise ConflictError(
            f"{who} of {review.key or 'the tier'} since it was read", "read it again, then decide"
        )
    if review.verdict is Verdict.WITHDRAWN and review.withdraws not in {item.id for item in words}:
        raise StoreError(
            f"review {review.id} takes back {review.withdraws!r}, which was not said of its target",
            "name a review of the same tag or tier",
        )


def _review_row(review: Review) -> Document:
    row = {name: getattr(review, name) for name in Review.__dataclass_fields__}
    return {**row, "place": asdict(review.place) if review.place else None}


def _to_review(row: Row[Any]) -> Review:
    values = row._asdict()
    place = values.pop("place")
    return Review(**values, place=Mention(**place) if place else None)


def load_reviews(
    connection: Connection, article_ids: Sequence[str], redirects: Redirects
) -> dict[str, tuple[Review, ...]]:
    """Reviews by article, in the order they were made."""
    rows = connection.execute(
        select(reviews)
        .where(reviews.c.article_id.in_(article_ids))
        .order_by(reviews.c.at, reviews.c.id)
    )
    found: dict[str, tuple[Review, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.article_id] += (redirect_review(_to_review(row), redirects),)
    return found
