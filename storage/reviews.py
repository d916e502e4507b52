"""Analysts' words: added, never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from news.analysis import Tier
from news.errors import StoreError
from news.review import Review, Subject, Verdict
from storage.documents import Document
from storage.tables import articles, reviews


def add_review(connection: Connection, review: Review) -> None:
    """Add a review; the same review again changes nothing.

    Raises:
        StoreError: when its article is not here, its id was used for another word, or it
            corrects to nothing or to a tier that does not exist.
    """
    _check_correction(review)
    known = connection.execute(select(reviews).where(reviews.c.id == review.id)).one_or_none()
    if known is not None and _to_review(known) == review:
        return
    if known is not None:
        raise StoreError(
            f"review {review.id} is kept already and says something else",
            "give a new review a new id; what was said stays",
        )
    article = select(articles.c.id).where(articles.c.id == review.article_id)
    if connection.scalar(article) is None:
        raise StoreError(
            f"review {review.id} speaks of article {review.article_id}, which is not here",
            "check the article's id",
        )
    connection.execute(reviews.insert().values(_review_row(review)))


def _check_correction(review: Review) -> None:
    """Refuse what `settle()` could not read later, when nobody is there to mend it."""
    if review.verdict is not Verdict.CORRECTED:
        return
    if review.subject is Subject.TIER and review.corrected_to not in list(Tier):
        raise StoreError(
            f"review {review.id} corrects to the tier {review.corrected_to!r}",
            f"say one of {', '.join(Tier)}",
        )
    if not review.corrected_to:
        raise StoreError(f"review {review.id} corrects to nothing", "say what is right")


def _review_row(review: Review) -> Document:
    return {
        "id": review.id,
        "article_id": review.article_id,
        "subject": review.subject,
        "verdict": review.verdict,
        "reviewer": review.reviewer,
        "at": review.at,
        "kind": review.kind,
        "key": review.key,
        "corrected_to": review.corrected_to,
        "label": review.label,
        "note": review.note,
    }


def _to_review(row: Row[Any]) -> Review:
    return Review(**row._asdict())


def load_reviews(
    connection: Connection, article_ids: Sequence[str]
) -> dict[str, tuple[Review, ...]]:
    """Reviews by article, in the order they were made."""
    rows = connection.execute(
        select(reviews)
        .where(reviews.c.article_id.in_(article_ids))
        .order_by(reviews.c.at, reviews.c.id)
    )
    found: dict[str, tuple[Review, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.article_id] += (_to_review(row),)
    return found
