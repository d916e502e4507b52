"""The daily job: collect, analyse, group, digest. Each stage asks the store what is left to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import uuid4

from structlog.contextvars import bound_contextvars

from digest import (
    FEED_DAYS,
    DigestOrder,
    Filter,
    Format,
    build,
    render_archive,
    render_feeds,
    render_forms,
)
from knowledge import Knowledge
from news.analysis import Tier
from news.day import day_of
from news.digest import Digest
from news.errors import SoieError, StoreError
from news.health import (
    MEMORY,
    History,
    due,
    is_worth_asking,
    judge,
    judge_languages,
    looks_of,
    rested,
)
from news.report import LanguageReport, RunReport, RunState, SourceReport
from news.source import DAY, Source
from nlp import group
from scheduler.collection import Progress, chosen_sources, collect_sources
from scheduler.events import put_down, tell_sources
from scheduler.gathering import gather
from scheduler.logs import log, stage
from scheduler.reader import make_shared_reader
from scheduler.settings import Edition, Settings
from storage import Query, Store, StoredDigest

BATCH = 16
"""Analyses kept in one transaction: what a kill can cost."""
STORY_DAYS = 8
"""How long a story stays open to new articles."""
FORMATS: tuple[Format, ...] = ("html", "md", "json")
"""What a digest is rendered as; also how the files' names end."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a run works with."""

    settings: Settings
    knowledge: Knowledge
    store: Store
    progress: Progress

    @property
    def sources(self) -> tuple[Source, ...]:
        """The enabled sources of the groups that are set."""
        return chosen_sources(self.settings, self.knowledge)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was last seen of the sources."""

    reports: tuple[SourceReport, ...]
    """The latest of every source."""
    at: datetime | None
    """When any was last asked; aware, UTC."""


def run(job: Job, *, between: bool = False) -> RunReport:
    """Do the whole daily job and leave its report in the store.

    Args:
        job: what it works with.
        between: a run between two daily ones: only sources that are worth asking more than once
            a day are asked, each at its own cadence, and no digest is made.
    """
    run_id = uuid4().hex
    with bound_contextvars(run=run_id):
        log.info("run.begun", between=between)
        return _run(job, run_id, between=between)


def _run(job: Job, run_id: str, *, between: bool) -> RunReport:
    started = job.settings.instant()
    try:
        with stage("collect"):
            reports, languages = collect(job, started, timedelta(0) if between else DAY)
        with stage("analyse") as told:
            analysed = analyse(job, job.settings.analyse.again)
            told["articles"] = len(analysed)
        with stage("group") as told:
            stories = told["stories"] = group_stories(job)
    except SoieError as error:
        failed = RunReport(run_id, started, job.settings.instant(), RunState.FAILED)
        put_down(job.store, replace(failed, error=error.sentence))
        raise
    counts = _counts(job, reports, len(analysed), stories)
    state = RunState.OK if is_sound(reports, languages) else RunState.PARTIAL
    finished = job.settings.instant()
    report = RunReport(run_id, started, finished, state, reports, counts, languages=languages)
    put_down(job.store, report)
    if not between:
        try:
            with stage("digest") as told:
                told["files"] = len(write_digests(job))
        except SoieError as error:
            put_down(job.store, replace(report, state=RunState.FAILED, error=error.sentence))
            raise
    return report


def collect(
    job: Job, now: datetime, every: timedelta = DAY
) -> tuple[tuple[SourceReport, ...], tuple[LanguageReport, ...]]:
    """Crawl every source that is due, and set what was seen beside what was seen before.

    Args:
        job: what it works with.
        now: when this run began.
        every: how often a run like this one comes.
    """
    runs = job.store.runs(0, now - MEMORY)
    looks = looks_of(runs)
    asked = [
        source
        for source in job.sources
        if due(looks.get(source.id, ()), now)
        and is_worth_asking(source, looks.get(source.id, ()), now, every)
    ]
    crawled = collect_sources(job.settings, asked, job.progress)
    seen = {report.source_id: report for report in crawled}
    reports = tuple(
        judge(source, seen[source.id], looks.get(source.id, ()), now)
        if source.id in seen
        else rested(looks[source.id][0].report)
        for source in job.sources
        if source.id in seen or source.id in looks
    )
    tell_sources(report for report in reports if report.source_id in seen)
    last = next((run.languages for run in runs if run.languages), ())
    if every < DAY:
        return reports, last
    return reports, judge_languages(job.sources, reports, History(looks, last), now)


def is_sound(reports: Iterable[SourceReport], languages: Iterable[LanguageReport]) -> bool:
    """Whether every source was read without fault, and no language gave far too little."""
    return all(report.sound for report in reports) and all(each.state.healthy for each in languages)


def last_sighting(store: Store) -> Sighting:
    """The latest report of every source, and when sources were last asked."""
    found: dict[str, SourceReport] = {}
    runs = store.runs()
    for past in runs:
        for report in past.sources:
            found.setdefault(report.source_id, report)
    at = next((past.finished_at for past in runs if past.sources), None)
    return Sighting(tuple(found.values()), at)


def analyse(job: Job, again: int) -> tuple[str, ...]:
    """Read every article that nobody has read, and some that another maker has; their ids.

    Args:
        job: what to work with.
        again: most articles of another maker, of older models, rules or knowledge, that are read
            again: the nearest tier first, then the newest.
    """
    reader = make_shared_reader(job.settings, job.knowledge, gate=job.settings.analyse.gate)
    unread = list(job.store.unread(reader.maker, again=again))
    analyses = reader.read(unread, job.knowledge.sources)
    done: list[str] = []
    while batch := tuple(islice(analyses, BATCH)):
        job.store.keep_analyses(batch)
        done.extend(analysis.article_id for analysis in batch)
        job.progress("analyse", f"{len(done)}/{len(unread)}")
    return tuple(done)


def group_stories(job: Job) -> int:
    """Let what was read since the last time, and what is recent, join or open a story.

    Returns:
        How many stories changed.
    """
    since = job.settings.instant() - timedelta(days=STORY_DAYS)
    asked = (Query(since=since), Query(until=since, ungrouped=True))
    found = {item.article.id: item for query in asked for item in job.store.readings(query)}
    readings = [item for item in found.values() if not item.story_id]
    if not readings:
        job.store.keep_stories((), found)
        return 0
    first = min(reading.article.dated for reading in readings)
    open_stories = job.store.stories(since=first - timedelta(days=STORY_DAYS))
    told = tuple(dict.fromkeys(key for story in open_stories for key in story.article_ids))
    members = job.store.readings(Query(ids=told)) if told else []
    changed = group([*members, *readings], open_stories, job.knowledge)
    job.store.keep_stories(changed, found)
    job.progress("group", f"{len(changed)}")
    return len(changed)


def _counts(
    job: Job, reports: Iterable[SourceReport], analysed: int, stories: int
) -> dict[str, int]:
    seen = tuple(reports)
    counts = {
        "listed": sum(report.listed for report in seen),
        "new": sum(report.new for report in seen),
        "revised": sum(report.revised for report in seen),
        "analysed": analysed,
        "stories_changed": stories,
        "robots_blocked": sum(report.robots_blocked for report in seen),
        "faults": sum(len(report.faults) + (not report.state.healthy) for report in seen),
    }
    for tier in Tier:
        counts[tier.value] = job.store.count(Query(tiers=(tier,)))
    return counts


def write_digests(job: Job) -> list[Path]:
    """Build, keep and write the digests of the past fortnight; the files, newest day first."""
    files = []
    seen = last_sighting(job.store)
    for edition in job.settings.editions:
        today = day_of(job.settings.instant(), job.settings.zone_of(edition.language))
        for back in range(1, job.settings.fortnight_days + 1):
            files.extend(write_digest(job, edition, today - timedelta(days=back), seen))
        write_archive(job, edition)
        files.extend(write_feeds(job, edition, today - timedelta(days=1), seen))
    return files


def write_feeds(job: Job, edition: Edition, day: date, seen: Sighting) -> list[Path]:
    """Write an edition's feeds of the past fortnight: of all stories, and of each tier."""
    digest = build_digest(job, edition, day, seen, FEED_DAYS)
    wanted = {"feed.atom": Filter()}
    wanted |= {f"feed-{tier}.atom": Filter(tiers=(tier,)) for tier in Tier if tier is not Tier.OFF}
    files = []
    for name, content in render_feeds(digest, wanted, job.knowledge).items():
        path = job.settings.output / edition.language / name
        _write(path, content)
        files.append(path)
    return files


def write_archive(job: Job, edition: Edition) -> Path:
    """Write the page that lists an edition's digests beside them."""
    kept = job.store.digests()
    days = {item.day for item in kept if item.language == edition.language}
    path = job.settings.output / edition.language / "index.html"
    _write(path, render_archive(days, edition.language, job.knowledge))
    return path


def write_digest(job: Job, edition: Edition, day: date, seen: Sighting) -> list[Path]:
    """Build one day's digest in every format, keep it, and write its files."""
    digest = build_digest(job, edition, day, seen)
    folder = job.settings.output / edition.language
    files = []
    for form, content in render_forms(digest, FORMATS, job.knowledge).items():
        kept = StoredDigest(day, edition.language, form, content, digest.built_at)
        job.store.keep_digest(kept)
        path = folder / f"{day.isoformat()}.{form}"
        _write(path, content)
        files.append(path)
    return files


def _write(path: Path, content: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise StoreError(
            f"{path}: the digest cannot be written ({error.strerror})",
            "make room, or name a folder you may write in as `output`",
        ) from error


def build_digest(job: Job, edition: Edition, day: date, seen: Sighting, days: int = 1) -> Digest:
    """The digest of one day, or of the days that end with it, for one edition."""
    order = DigestOrder(day, edition.language, edition.timezone, job.settings.instant(), days)
    readings, background = gather(job.store, order)
    return build(order, readings, replace(background, read_at=seen.at), seen.reports)
