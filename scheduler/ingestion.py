"""Ingest: articles from files, folders and addresses, through the same path as the daily job."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler import Saved, extract, read_pages, unknown_source
from knowledge import Knowledge
from news.article import permitted
from news.errors import ExtractionError, UsageError
from news.page import Page
from news.source import Source, SourceKind
from scheduler.collection import Progress, collect_sources
from scheduler.run import Job, analyse, group_stories
from scheduler.settings import Settings
from storage import Query, Store

WEB = ("http://", "https://")


@dataclass(slots=True)
class IngestReport:
    """What became of every page."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """`new`, `revised`, `unchanged`, and the codes of what could not be read."""
    faults: list[str] = field(default_factory=list)
    articles: list[dict[str, str]] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """Pages that gave an article."""
        return sum(self.outcomes[name] for name in ("new", "revised", "unchanged"))

    def data(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "outcomes": dict(self.outcomes),
            "articles": self.articles,
            "faults": self.faults,
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.outcomes.items()))
        yield f"Ingested: {counts or 'nothing'}."
        for article in self.articles:
            yield f"  {article['id']}  {article['tier']:8} {article['title']}"
        if self.faults:
            yield "Not read:"
            yield from (f"  {fault}" for fault in self.faults)


def ingest_places(
    settings: Settings, base: Knowledge, store: Store, progress: Progress, places: Sequence[str]
) -> IngestReport:
    """Extract, keep, analyse and group what the places hold.

    Raises:
        UsageError: when a path does not exist.
    """
    job = Job(settings, base, store, progress)
    report = IngestReport()
    paths = [Path(place) for place in places if not place.startswith(WEB)]
    for path in paths:
        if not path.exists():
            raise UsageError(
                f"{path}: no such file or folder", "give a file, a folder or an address"
            )
    ids = [key for path in paths for key in _ingest_path(job, path, report)]
    addresses = [place for place in places if place.startswith(WEB)]
    if addresses:
        _ingest_addresses(job, addresses, report)
    analysed = analyse(job, again=0)
    group_stories(job)
    wanted = tuple(dict.fromkeys((*ids, *analysed)))
    for reading in store.readings(Query(ids=wanted)) if wanted else ():
        report.articles.append(
            {
                "id": reading.article.id,
                "title": reading.article.title,
                "tier": reading.settled.tier.value,
                "language": reading.analysis.language,
            }
        )
    return report


def _ingest_path(job: Job, path: Path, report: IngestReport) -> Iterator[str]:
    for saved in read_pages(path, job.settings.instant()):
        try:
            if isinstance(saved, ExtractionError):
                raise saved
            known = job.knowledge.sources.get(saved.source_id)
            source = known or source_of(saved.page, job.knowledge)
            article = extract(saved.page, source, saved.hints)
        except ExtractionError as error:
            report.outcomes[error.code] += 1
            name = saved.page.url_final if isinstance(saved, Saved) else path
            told = error.sentence
            report.faults.append(told if str(name) in told else f"{name}: {told}")
            continue
        report.outcomes[job.store.keep_article(permitted(article)).value] += 1
        job.progress("ingest", article.title)
        yield article.id


def source_of(page: Page, base: Knowledge) -> Source:
    """The source whose home the page's address begins with, the longest; else one made from it."""
    found = (
        source
        for source in base.sources.values()
        if source.home and page.url_final.startswith(source.home)
    )
    known = max(found, key=lambda source: len(source.home), default=None)
    return known or unknown_source(page)


def _ingest_addresses(job: Job, addresses: list[str], report: IngestReport) -> None:
    """Ask for single pages, as politely as for any source's."""
    source = Source(
        "ingest", "ingest", "fr", "FR", "Europe/Paris", SourceKind.ADDRESS, tuple(addresses)
    )
    for found in collect_sources(job.settings, [source], job.progress):
        report.outcomes.update(new=found.new, revised=found.revised, unchanged=found.unchanged)
        report.faults.extend(f"{fault.url}: {fault.detail}" for fault in found.faults)
