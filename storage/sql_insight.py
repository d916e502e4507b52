"""The memory seen over time, on an SQL database: each verb is one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from news.glimpse import TagKey
from news.rating import Rating
from news.recall import Sample, Stratum
from storage import assay, threads
from storage.database import Database
from storage.insight import Evidence, Lead, Recurrence, Thread


class SqlInsight(Database):
    """An `Insight` on an SQL database."""

    def leads(self, thread: Thread) -> list[Lead]:
        """The stories of a thread, newest first, each once."""
        with self.reading() as connection:
            return threads.load_leads(connection, thread)

    def counts(self, tag: TagKey, edges: Sequence[datetime]) -> list[int]:
        """How many articles carry a tag between each two instants that follow one another."""
        with self.reading() as connection:
            return threads.count_between(connection, tag, edges)

    def company(self, tag: TagKey, among: int) -> dict[str, set[TagKey]]:
        """By story, all tags of the latest `among` articles that carry this one."""
        with self.reading() as connection:
            return threads.load_company(connection, tag, among)

    def labels(self, tags: Collection[TagKey]) -> dict[TagKey, str]:
        """The name of each of these tags as some article wrote it."""
        with self.reading() as connection:
            return threads.load_labels(connection, tags)

    def recurrences(self, since: datetime, least: int) -> list[Recurrence]:
        """Names that at least so many sources told in their own words since an instant."""
        with self.reading() as connection:
            return threads.load_recurrences(connection, since, least)

    def evidence(self, tags: Sequence[TagKey], since: datetime) -> dict[TagKey, list[Evidence]]:
        """For each of these tags the newest sentence of each source, of three at most."""
        with self.reading() as connection:
            return {tag: threads.load_evidence(connection, tag, since) for tag in tags}

    def ratings(self, since: datetime) -> list[Rating]:
        """Reviews made at an instant or later, each beside what it speaks of."""
        with self.reading() as connection:
            return assay.load_ratings(connection, since)

    def tier_ratings(self, article_ids: Collection[str]) -> list[Rating]:
        """All reviews of the tiers of these articles."""
        with self.reading() as connection:
            return assay.load_tier_ratings(connection, article_ids)

    def strata(self, since: datetime, until: datetime) -> dict[str, Stratum]:
        """The stratum of each article dated from one instant to before another."""
        with self.reading() as connection:
            return assay.load_strata(connection, since, until)

    def keep_sample(self, sample: Sample) -> None:
        """Keep the sample of a week; one that was kept before stays as it is."""
        with self.writing() as connection:
            assay.keep_sample(connection, sample)

    def samples(self, since: date) -> list[Sample]:
        """The samples of weeks that began on a day or later, newest first."""
        with self.reading() as connection:
            return assay.load_samples(connection, since)
