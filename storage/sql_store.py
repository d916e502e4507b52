"""The store on an SQL database: each verb is one transaction, its work is done elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from news.analysis import Analysis
from news.article import Article
from news.page import Visit
from news.reading import Reading
from news.report import RunReport
from news.review import Review
from news.story import Story
from storage import (
    articles,
    digests,
    erased,
    readings,
    reviews,
    runs,
    settling,
    tables,
    visits,
)
from storage.analyses import add_analyses
from storage.chunks import chunks
from storage.hindsight import SqlHindsight
from storage.past import SqlPast
from storage.sql_catalogue import SqlCatalogue
from storage.sql_workbench import SqlSavedFilters, SqlStoryDecisions
from storage.store import Outcome, Query, StoredDigest
from storage.stories import await_grouping, grouped, keep_stories, load_stories

_COUNTED = (
    tables.articles,
    tables.revisions,
    tables.analyses,
    tables.tags,
    tables.stories,
    tables.reviews,
    tables.runs,
)
# Analysing is slow and may be killed: what is kept goes in pieces of this size.
_ANALYSES_AT_ONCE = 50


class SqlStore(SqlHindsight, SqlPast, SqlCatalogue, SqlStoryDecisions, SqlSavedFilters):
    """A `Store` on an SQL database."""

    def keep_article(self, article: Article) -> Outcome:
        """Keep an article; a known id with other words becomes its next revision."""
        with self.writing() as connection:
            return articles.keep_article(connection, erased.clean_article(connection, article))

    def keep_visit(self, visit: Visit) -> None:
        """Remember when an address was asked for and with what answer."""
        with self.writing() as connection:
            if not erased.load_blocklist(connection).holds_address(visit.url):
                visits.keep_visit(connection, visit)

    def visit(self, url: str) -> Visit | None:
        """The last visit to an address."""
        with self.reading() as connection:
            return visits.load_visit(connection, url)

    def unread(self, maker: str, limit: int = 0, again: int | None = None) -> Iterator[Article]:
        """Latest revisions whose analysis that counts is not this maker's.

        Which ones is decided at the call; they are fetched in pieces, and no transaction is open
        between two of them, so that the caller may keep analyses meanwhile.
        """
        with self.reading() as connection:
            ids = articles.unread_ids(connection, maker, limit, again)
        return self._fetch(ids)

    def _fetch(self, ids: Sequence[str]) -> Iterator[Article]:
        for piece in chunks(ids, 100):
            with self.reading() as connection:
                found = articles.load_latest(connection, piece)
            yield from found

    def keep_analyses(self, analyses: Iterable[Analysis]) -> None:
        """Keep analyses; one maker's analysis of one revision is kept once.

        They are taken as they come and kept in pieces of fifty, each in one transaction: the
        database is not locked while the next ones are being made.
        """
        for piece in chunks(analyses, _ANALYSES_AT_ONCE):
            with self.writing() as connection:
                clean = [erased.clean_analysis(connection, analysis) for analysis in piece]
                gained = add_analyses(connection, clean)
                settling.settle_articles(connection, gained)
                await_grouping(connection, gained)

    def readings(self, query: Query) -> list[Reading]:
        """Articles with their latest analysis, newest first.

        A revision that nobody has analysed yet is passed over in favour of the one before it:
        evidence always points into the text it comes with.
        """
        with self.reading() as connection:
            return readings.load_readings(connection, readings.find(connection, query))

    def count(self, query: Query) -> int:
        """How many readings the query finds, without limit and offset."""
        with self.reading() as connection:
            return readings.count(connection, query)

    def keep_stories(self, stories: Iterable[Story], seen: Iterable[str] = ()) -> None:
        """Keep stories, replacing earlier forms of the same ids.

        An article is in one story at a time: the last one kept with it. A story without articles
        is dropped. Of articles that grouping has seen the ids are given too: they wait no longer.
        """
        kept, looked_at = list(stories), list(seen)
        with self.writing() as connection:
            keep_stories(connection, kept)
            grouped(connection, looked_at)

    def stories(self, since: datetime | None = None, ids: Sequence[str] = ()) -> list[Story]:
        """Stories updated at or after an instant, or those with the ids given."""
        with self.reading() as connection:
            return load_stories(connection, since, ids)

    def keep_review(self, review: Review, seen: str | None = None) -> None:
        """Append an analyst's word, unless somebody spoke since the analyst had read."""
        with self.writing() as connection:
            said = erased.clean_review(erased.load_blocklist(connection), review)
            reviews.add_review(connection, said, seen)
            settling.settle_articles(connection, [review.article_id])

    def keep_run(self, report: RunReport) -> None:
        """Keep a run's report, replacing an earlier form of the same run."""
        with self.writing() as connection:
            clean = erased.clean_run(erased.load_blocklist(connection), report)
            runs.keep_run(connection, clean)

    def runs(self, limit: int = 20, since: datetime | None = None) -> list[RunReport]:
        """The latest runs, newest first; a limit of 0 means all that began at `since` or later."""
        with self.reading() as connection:
            return runs.load_runs(connection, limit, since)

    def keep_digest(self, digest: StoredDigest) -> None:
        """Keep a rendered digest, replacing that of the same day, language and format."""
        with self.writing() as connection:
            digests.keep_digest(connection, digest)

    def digests(self, day: date | None = None) -> list[StoredDigest]:
        """Digests of a day; without a day all of them with empty content, newest day first."""
        with self.reading() as connection:
            return digests.load_digests(connection, day)

    def totals(self) -> dict[str, int]:
        """Counts of what is kept: articles, revisions, analyses, tags, stories, reviews, runs."""
        counts = [
            select(func.count()).select_from(table).scalar_subquery().label(table.name)
            for table in _COUNTED
        ]
        with self.reading() as connection:
            return connection.execute(select(*counts)).one()._asdict()
