"""What happens during a crawl, one small record at a time: the raw material of reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from news.report import SourceState


class EventKind(StrEnum):
    """What happened."""

    ANSWER = "answer"
    """A server answered, whatever it said."""
    LISTING = "listing"
    """A feed, sitemap or listing page has been dealt with; `state` says how."""
    ARTICLE = "article"
    """An article was delivered; `outcome` is what the receiver said."""
    KNOWN = "known"
    """An announced article was seen before and left alone."""
    LACKING = "lacking"
    """An article was delivered without what its source is expected to give."""
    NOTE = "note"
    """Something worth knowing that is no fault."""
    FAULT = "fault"
    """An article page could not be had or read; `state` says why."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one source."""

    source_id: str
    kind: EventKind
    url: str
    state: SourceState = SourceState.OK
    detail: str = ""
    """One line for people."""
    outcome: str = ""
    """`new`, `revised` or `unchanged`, of an article."""
    count: int = 0
    """How many articles a listing announces; 1 for an article whose publisher reserves it."""
    status: int = 0
    """What the server answered, of a failure."""
    newest: datetime | None = None
    """The latest publication that a listing announces."""
