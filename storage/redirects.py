"""Entities that were merged: what is kept under the old key is found under the one that counts.

No row is changed for it, so that taking a merge back gives every article its old tags again; only
what queries ask (`settled_tags`) is settled anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, or_, select

from knowledge.amendments import Change
from news.analysis import Tag, TagKind
from news.review import Review
from storage.amendment_tables import amendments, withdrawals
from storage.tables import reviews, settled_tags

Redirects = Mapping[str, str]
"""The key that counts, by each key that was merged into it."""


def load_redirects(connection: Connection) -> Redirects:
    """The merges that count; a circle, which no check lets in, leads nowhere."""
    taken_back = select(withdrawals.c.amendment_id)
    rows = connection.execute(
        select(amendments.c.target, amendments.c.form)
        .where(amendments.c.change == Change.MERGED, amendments.c.id.not_in(taken_back))
        .order_by(amendments.c.number)
    )
    into = {row.target: row.form for row in rows}
    return {old: _end(into, old) for old in into}


def _end(into: Redirects, old: str) -> str:
    seen, key = {old}, into[old]
    while key in into and key not in seen:
        seen.add(key)
        key = into[key]
    return key


def redirect_tags(tags: Iterable[Tag], redirects: Redirects) -> tuple[Tag, ...]:
    """The tags under the keys that count; two that become one share their evidence."""
    if not redirects:
        return tuple(tags)
    found: dict[tuple[TagKind, str], Tag] = {}
    for tag in tags:
        key = redirects.get(tag.key, tag.key) if tag.known else tag.key
        known = found.get((tag.kind, key))
        moved = tag if key == tag.key else replace(tag, key=key)
        found[tag.kind, key] = _united(known, moved) if known else moved
    return tuple(found.values())


def _united(one: Tag, other: Tag) -> Tag:
    mentions = sorted({*one.mentions, *other.mentions}, key=lambda item: (item.start, item.end))
    best = max(one, other, key=lambda tag: tag.score)
    return replace(best, mentions=tuple(mentions))


def redirect_review(review: Review, redirects: Redirects) -> Review:
    """A review under the keys that count."""
    key = redirects.get(review.key, review.key)
    right = redirects.get(review.corrected_to, review.corrected_to)
    if (key, right) == (review.key, review.corrected_to):
        return review
    return replace(review, key=key, corrected_to=right)


def touched_by(connection: Connection, old: str, new: str) -> list[str]:
    """Ids of the articles whose settled tags a merge, or its taking back, may change."""
    tagged = select(settled_tags.c.article_id).where(settled_tags.c.key.in_((old, new)))
    spoken = or_(reviews.c.key == old, reviews.c.corrected_to == old)
    return list(connection.scalars(tagged.union(select(reviews.c.article_id).where(spoken))))
