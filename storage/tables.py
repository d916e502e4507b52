"""The tables, as this version of the program knows them.

What the migrations build and what is written here must agree; a test compares the two.
Times are text of one width in UTC, so that their order is the order of the instants. Lists that
SQL never looks into (reasons, roles, faults, circuits) are JSON; whatever SQL must find is a row.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from news.analysis import TagKind, Tier
from news.article import Precision
from news.report import RunState, SourceState
from news.review import Subject, Verdict
from news.source import Rights
from storage.columns import Instant, Real, need, one_of
from storage.outbox import DeliveryState

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

articles = Table(
    "articles",
    metadata,
    need("number", Integer, key=True),  # what the search index calls the article
    need("id", Text),
    need("source_id", Text),
    need("url", Text),
    need("language", Text),
    Column("published_at", Instant),
    Column("published_precision", one_of(Precision)),
    need("published_provenance", Text),
    need("published_offset", Integer),
    need("authors", JSON),
    need("reserved", Boolean),
    need("revision", Integer),  # the latest
    Column("text_removed_at", Instant),
    need("waits", Boolean),  # whether nobody has read the latest revision, which has a text
    UniqueConstraint("id"),
    # Of those that wait, which are few: whoever reads asks for them at every run.
    Index(None, "waits", sqlite_where=text("waits = 1"), postgresql_where=text("waits")),
)

revisions = Table(
    "revisions",
    metadata,
    need("article_id", Text, ForeignKey("articles.id"), key=True),
    need("revision", Integer, key=True),
    need("title", Text),
    need("text", Text),
    need("content_hash", String(64)),
    need("collected_at", Instant),
)

analyses = Table(
    "analyses",
    metadata,
    need("id", Integer, key=True),
    need("article_id", Text),
    need("revision", Integer),
    need("maker", Text),
    need("language", Text),
    need("confidence", Real),
    need("tier", one_of(Tier)),
    need("score", Real),
    need("reasons", JSON),
    need("roles", JSON),
    need("rejected", JSON),
    ForeignKeyConstraint(
        ["article_id", "revision"], ["revisions.article_id", "revisions.revision"]
    ),
    UniqueConstraint("article_id", "revision", "maker"),
)

# What was read and not looked at by grouping since.
ungrouped = Table(
    "ungrouped",
    metadata,
    need("article_id", Text, ForeignKey("articles.id"), key=True),
)

tags = Table(
    "tags",
    metadata,
    need("analysis_id", Integer, ForeignKey("analyses.id"), key=True),
    need("position", Integer, key=True),
    need("kind", one_of(TagKind)),
    need("key", Text),
    need("label", Text),
    need("known", Boolean),
    need("score", Real),
    need("why", JSON),
    need("made_by", Text),
    Index(None, "kind", "key"),
)

mentions = Table(
    "mentions",
    metadata,
    need("analysis_id", Integer, key=True),
    need("tag", Integer, key=True),
    need("position", Integer, key=True),
    need("start", Integer),
    need("end", Integer),
    need("surface", Text),
    need("sentence", Text),
    need("sentence_start", Integer),
    ForeignKeyConstraint(["analysis_id", "tag"], ["tags.analysis_id", "tags.position"]),
)

# What people see of an article that was analysed: its latest analysis joined with the reviews.
# Derived from analyses and reviews in the transaction that changes either.
settled = Table(
    "settled",
    metadata,
    need("article_id", Text, ForeignKey("articles.id"), key=True),
    need("analysis_id", Integer, ForeignKey("analyses.id")),
    need("revision", Integer),
    need("dated", Instant),
    need("tier", one_of(Tier)),
    need("doubt", Real),  # what the order of the inbox needs of it, see news/worth.py
    need("judged", Boolean),  # whether a person has spoken of its tier
    Column("maker", Text),  # of the analysis; none where the text is gone: it is not read again
    Index(None, "dated", "article_id"),
    Index(None, "tier", "dated"),
    Index(None, "maker", "tier", "dated", "article_id"),
)

settled_tags = Table(
    "settled_tags",
    metadata,
    need("article_id", Text, ForeignKey("settled.article_id"), key=True),
    need("kind", one_of(TagKind), key=True),
    need("key", Text, key=True),
    need("dated", Instant),  # as in `settled`: the latest articles on a name without reading all
    Index(None, "kind", "key", "dated", "article_id"),
)

reviews = Table(
    "reviews",
    metadata,
    need("id", Text, key=True),
    need("article_id", Text, ForeignKey("articles.id")),
    need("subject", one_of(Subject)),
    need("verdict", one_of(Verdict)),
    need("reviewer", Text),
    need("at", Instant),
    Column("kind", one_of(TagKind)),
    need("key", Text),
    need("corrected_to", Text),
    need("label", Text),
    need("note", Text),
    Column("corrected_kind", one_of(TagKind)),
    need("known", Boolean),
    Column("place", JSON(none_as_null=True)),
    need("revision", Integer),  # that `place` points into
    need("withdraws", Text),
    Index(None, "article_id"),
    Index(None, "at"),
)

stories = Table(
    "stories",
    metadata,
    need("id", Text, key=True),
    need("opened_at", Instant),
    need("updated_at", Instant),
    Index(None, "updated_at"),
)

memberships = Table(
    "memberships",
    metadata,
    need("article_id", Text, ForeignKey("articles.id"), key=True),
    need("story_id", Text, ForeignKey("stories.id")),
    need("position", Integer),
    need("near_duplicate_of", Text),
    need("why", JSON),
    Index(None, "story_id", "position"),
)

visits = Table(
    "visits",
    metadata,
    need("url", Text, key=True),
    need("visited_at", Instant),
    need("status", Integer),
    need("etag", Text),
    need("last_modified", Text),
    Column("full_at", Instant),
    need("digest", Text),
    Column("distrusted_since", Instant),
)

runs = Table(
    "runs",
    metadata,
    need("id", Text, key=True),
    need("started_at", Instant),
    need("finished_at", Instant),
    need("state", one_of(RunState)),
    need("counts", JSON),
    need("error", Text),
    need("languages", JSON),
    Index(None, "started_at"),
)

source_reports = Table(
    "source_reports",
    metadata,
    need("run_id", Text, ForeignKey("runs.id"), key=True),
    need("position", Integer, key=True),
    need("source_id", Text),
    need("state", one_of(SourceState)),
    need("since", Instant),
    need("pages", Integer),
    need("listed", Integer),
    need("new", Integer),
    need("revised", Integer),
    need("unchanged", Integer),
    need("robots_blocked", Integer),
    need("faults", JSON),
    need("notes", JSON),
    Column("newest", Instant),
    need("asked", Boolean),
    need("circuit", JSON),
    need("reserved", Integer),
    Index(None, "source_id"),
)

digests = Table(
    "digests",
    metadata,
    need("day", Date, key=True),
    need("language", Text, key=True),
    need("format", Text, key=True),
    need("content", Text),
    need("built_at", Instant),
)

# One row a mail: the key is what may be sent at most once.
deliveries = Table(
    "deliveries",
    metadata,
    need("reader", Text, key=True),
    need("edition", String(24), key=True),
    need("day", Date, key=True),
    need("state", one_of(DeliveryState)),
    need("token", Text),
    need("message_id", Text),
    need("at", Instant),
    need("attempts", Integer),
    need("detail", Text),
    Index(None, "day"),
)

# For declarations to rights holders: it outlives the articles, and holds no words of theirs.
ledger = Table(
    "ledger",
    metadata,
    need("reader", Text, key=True),
    need("edition", String(24), key=True),
    need("day", Date, key=True),
    need("article_id", Text, key=True),
    need("source_id", Text),
    need("url", Text),
    need("shown", one_of(Rights)),
    ForeignKeyConstraint(
        ["reader", "edition", "day"],
        ["deliveries.reader", "deliveries.edition", "deliveries.day"],
    ),
    Index(None, "day"),
)
