"""Reading what is kept anew, by better models, rules or knowledge: on an engine, batch by batch.

Nothing is put down of what is done: the store tells what another maker has read, the nearest tier
first and the newest first, so a run that was killed goes on where it was. What people said stands
beside the readings and is never touched.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from news.analysis import Analysis
from news.article import Article
from news.change import Comparison, Pair, compare
from scheduler.backfill.anew import Batch
from scheduler.backfill.engine import Died, Engine
from scheduler.backfill.keeping import group_loose
from scheduler.run import Job
from storage import Query, Rereading

BATCH = 32
"""Articles that one reader has at a time: what a kill can cost of each."""
_AHEAD = 2
"""Batches a place that are handed out before the first comes back."""
_TRIES = 3
"""Deaths of readers that one article may cost."""
_GROUPED = 500

ReadingEngine = Engine[Batch, tuple[Analysis, ...]]


@dataclass(slots=True)
class Report:
    """What reading anew came to."""

    maker: str
    read: int = 0
    """Articles that were read now."""
    given_up: dict[str, str] = field(default_factory=dict)
    """Why, by article."""
    grouped: int = 0
    """Articles that came to the subject and into a story."""
    change: Comparison = field(default_factory=Comparison)
    """All that this maker has read anew, against what was said of it before."""
    seconds: float = 0.0


def reread(
    job: Job, engine: ReadingEngine, rereading: Rereading, report: Report, most: int
) -> None:
    """Read all that another maker has read, or nobody, and keep it.

    Args:
        job: what to work with.
        engine: who reads.
        rereading: the same store as the job's.
        report: names the maker; what was done is put down there.
        most: articles to read anew, or 0 for all.
    """
    began = time.monotonic()
    wanted = job.store.unread(report.maker, again=most or None)
    for analyses in _read(engine, _batches(wanted), report):
        job.store.keep_analyses(analyses)
        rereading.release()
        job.progress("reread", f"{report.read}")
    # Also those that a run before this one was killed over.
    loose = rereading.loose()
    for start in range(0, len(loose), _GROUPED):
        group_loose(job, loose[start : start + _GROUPED])
        job.progress("group", f"{start}/{len(loose)}")
    report.grouped = len(loose)
    report.change = compare(rereading.pairs(report.maker))
    report.seconds = time.monotonic() - began


def try_out(job: Job, engine: ReadingEngine, report: Report, most: int) -> None:
    """The same without keeping anything: only to compare."""
    began = time.monotonic()
    wanted = job.store.unread(report.maker, again=most or None)
    report.change = compare(_tried(job, engine, wanted, report))
    report.seconds = time.monotonic() - began


def _tried(
    job: Job, engine: ReadingEngine, wanted: Iterator[Article], report: Report
) -> Iterator[Pair]:
    read_before = (
        batch for given in _batches(wanted) if (batch := tuple(_with_reading(job, given)))
    )
    for analyses in _read(engine, read_before, report):
        job.progress("reread", f"{report.read}")
        made = {analysis.article_id: analysis for analysis in analyses}
        for reading in job.store.readings(Query(ids=tuple(made))):
            yield Pair(reading.analysis, made[reading.article.id], reading.reviews)


def _with_reading(job: Job, batch: Batch) -> Iterator[Article]:
    found = job.store.readings(Query(ids=tuple(article.id for article in batch)))
    known = {(reading.article.id, reading.analysis.revision) for reading in found}
    return (article for article in batch if (article.id, article.revision) in known)


def _batches(articles: Iterator[Article]) -> Iterator[Batch]:
    return iter(lambda: tuple(islice(articles, BATCH)), ())


def _read(
    engine: ReadingEngine, batches: Iterator[Batch], report: Report
) -> Iterator[tuple[Analysis, ...]]:
    """What readers say, as it comes back; only so much is handed out that all have enough to do."""
    deaths = Counter[str]()
    waiting = _submit(engine, islice(batches, engine.places * _AHEAD))
    while waiting:
        outcome = engine.outcome()
        waiting -= 1
        if isinstance(outcome, Died):
            waiting += _submit(engine, _again(outcome, deaths, report))
        else:
            report.read += len(outcome)
            yield outcome
        waiting += _submit(engine, islice(batches, 1))


def _submit(engine: ReadingEngine, batches: Iterable[Batch]) -> int:
    count = 0
    for batch in batches:
        engine.submit(batch)
        count += 1
    return count


def _again(died: Died[Batch], deaths: Counter[str], report: Report) -> Iterator[Batch]:
    """One by one, so that an article that kills its reader costs no other its reading."""
    for article in died.task:
        deaths[article.id] += 1
        if deaths[article.id] < _TRIES:
            yield (article,)
        else:
            report.given_up[article.id] = died.detail
