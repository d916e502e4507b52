"""Conditional questions, and servers that answer them wrongly: pure.

A server that says "not modified" for ever hides its news; one that never says it costs both sides.
The first is found out by asking in full from time to time, and from then on asked in full for
`DISTRUST`; the second is told in a note.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from news.page import Page, Visit

NOT_MODIFIED = 304
DISTRUST = timedelta(days=30)
"""How long a server that was found out is asked in full."""
_ROUNDS = 2
_AT_ONCE = timedelta(hours=1)
"""Time that a publisher's page may need to reach its feed."""


def patience(cadence_hours: int) -> timedelta:
    """How long "not modified" is believed without asking in full: two rounds of the source."""
    return timedelta(hours=_ROUNDS * max(cadence_hours, 1))


def conditions(previous: Visit | None, believed: timedelta, now: datetime) -> dict[str, str]:
    """Headers that ask for an answer only if something changed since a visit.

    Args:
        previous: the last visit.
        believed: how long "not modified" is believed without asking in full.
        now: aware, UTC.
    """
    if (
        previous is None
        or _distrusted(previous, now)
        or _believed_too_long(previous, believed, now)
    ):
        return {}
    headers = {}
    if previous.etag:
        headers["If-None-Match"] = previous.etag
    if previous.last_modified:
        headers["If-Modified-Since"] = previous.last_modified
    return headers


def to_visit(page: Page, key: str, previous: Visit | None) -> Visit:
    """The visit to remember; an answer "not modified" keeps what is known of the one before."""
    etag = page.headers.get("etag", "")
    modified = page.headers.get("last-modified", "")
    doubt = previous.distrusted_since if previous else None
    if doubt and page.fetched_at - doubt >= DISTRUST:
        doubt = None
    if page.status != NOT_MODIFIED:
        digest = sha256(page.body).hexdigest()
        at = page.fetched_at
        return Visit(key, at, page.status, etag, modified, at, digest, doubt)
    kept = previous or Visit(key, page.fetched_at, page.status)
    return Visit(
        key,
        page.fetched_at,
        page.status,
        etag or kept.etag,
        modified or kept.last_modified,
        kept.full_at,
        kept.digest,
        doubt,
    )


def same_again(page: Page, previous: Visit | None) -> bool:
    """Whether the body is, byte for byte, one that was dealt with before."""
    known = previous.digest if previous else ""
    return bool(known) and sha256(page.body).hexdigest() == known


@dataclass(frozen=True, slots=True)
class Doubt:
    """What an answer in full says of the server's earlier "not modified"."""

    lied: bool
    detail: str = ""
    """One line for people; empty where there is nothing to say."""


def judge_answer(
    page: Page, previous: Visit | None, asked: dict[str, str], published: Iterable[datetime]
) -> Doubt:
    """Whether validators can be trusted, after an answer in full.

    Args:
        page: the answer.
        previous: the last visit.
        asked: the conditions under which the answer was asked for.
        published: when the articles that it announces were published.
    """
    if previous is None or page.status == NOT_MODIFIED:
        return Doubt(lied=False)
    if previous.distrusted_since:
        day = previous.distrusted_since.date().isoformat()
        return Doubt(
            lied=False,
            detail=f'said "not modified" of what had changed on {day}, and is asked in full since',
        )
    if same_again(page, previous):
        never = 'sends the same again instead of "not modified"' if asked else ""
        return Doubt(lied=False, detail=never)
    if previous.status == NOT_MODIFIED and not asked and _hid(page, previous, published):
        lie = 'said "not modified" of what had changed; it is asked in full from now on'
        return Doubt(lied=True, detail=lie)
    return Doubt(lied=False)


def _hid(page: Page, previous: Visit, published: Iterable[datetime]) -> bool:
    """Whether what is new stood there already when the server said "not modified"."""
    now = (page.headers.get("etag", ""), page.headers.get("last-modified", ""))
    if any(now) and now == (previous.etag, previous.last_modified):
        return True
    seen = previous.full_at
    end = previous.visited_at - _AT_ONCE
    return seen is not None and any(seen < instant < end for instant in published)


def _distrusted(previous: Visit, now: datetime) -> bool:
    since = previous.distrusted_since
    return since is not None and now - since < DISTRUST


def _believed_too_long(previous: Visit, believed: timedelta, now: datetime) -> bool:
    return previous.full_at is not None and now - previous.full_at >= believed
