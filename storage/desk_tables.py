"""The tables of the desk: what lists are looked up by, decisions on stories, saved filters.

The two tables of facets are derived, in the transaction that changes what they are derived from.
Each row says that something has a property, and stands in an index in the order of its list:
whatever a list is narrowed to, a page of it is one stretch of an index.
"""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, Table, Text

from news.analysis import Tier
from news.decision import Move
from storage.catalogue import StoryState
from storage.columns import Instant, Real, need, one_of
from storage.tables import metadata

article_facets = Table(
    "article_facets",
    metadata,
    need("article_id", Text, ForeignKey("settled.article_id"), key=True),
    need("facet", Text, key=True),
    need("tier", one_of(Tier)),
    need("dated", Instant),
    Index(None, "facet", "tier", "dated", "article_id"),
)

story_facets = Table(
    "story_facets",
    metadata,
    need("story_id", Text, ForeignKey("stories.id"), key=True),
    need("facet", Text, key=True),
    need("state", one_of(StoryState)),
    need("worth", Real),
    Index(None, "facet", "state", "worth", "story_id"),
)

story_decisions = Table(
    "story_decisions",
    metadata,
    need("id", Text, key=True),
    need("move", one_of(Move)),
    need("who", Text),
    need("at", Instant),
    need("before", JSON),
    need("after", JSON),
    need("note", Text),
    need("undoes", Text),
)

# Which stories a decision touches; a story may be no more, so there is nothing to refer to.
decided_stories = Table(
    "decided_stories",
    metadata,
    need("story_id", Text, key=True),
    need("decision_id", Text, ForeignKey("story_decisions.id"), key=True),
)

saved_filters = Table(
    "saved_filters",
    metadata,
    need("who", Text, key=True),
    need("name", Text, key=True),
    need("parameters", Text),
)
