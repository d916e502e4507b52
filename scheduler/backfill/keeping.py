"""Keeping what archives gave: articles that are not known yet, their analyses, their stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from news.analysis import Analysis
from news.reading import Reading
from nlp import group
from scheduler.backfill.order import Finding
from scheduler.run import STORY_DAYS, Job
from storage import Query, Store

_APART = timedelta(days=STORY_DAYS)


def keep(job: Job, findings: Iterable[Finding]) -> Counter[str]:
    """Keep articles with their analyses, and put them into stories; how many are new.

    An article that the store has stays as it is: an archive is no newer edition of it. So it makes
    no difference how often an archive is read, nor whether an earlier reading was broken off.
    """
    outcomes = Counter[str]()
    ids: list[str] = []
    job.store.keep_analyses(_kept(job.store, findings, outcomes, ids))
    group_loose(job, ids)
    return outcomes


def group_loose(job: Job, ids: Sequence[str]) -> None:
    """Let those of these articles that are in no story join one that is told, or open one."""
    for readings in _spells(job.store, ids):
        _group(job, readings)


def _kept(
    store: Store, findings: Iterable[Finding], outcomes: Counter[str], ids: list[str]
) -> Iterator[Analysis]:
    for finding in findings:
        article = finding.article
        past = store.revisions(article.id)
        outcomes["unchanged" if past else "new"] += 1
        if not past:
            store.keep_article(article)
            past = store.revisions(article.id)
        # What was kept with other words, or with a name struck out of it, the daily job reads.
        if len(past) == 1 and past[0].content_hash == article.content_hash:
            ids.append(article.id)
            yield finding.analysis


def _spells(store: Store, ids: Sequence[str]) -> Iterator[list[Reading]]:
    """The articles that are in no story, by spells of time too far apart for one story."""
    if not ids:
        return
    found = store.readings(Query(ids=tuple(dict.fromkeys(ids))))
    loose = sorted(
        (item for item in found if not item.story_id),
        key=lambda item: (item.article.dated, item.article.id),
    )
    spell: list[Reading] = []
    for reading in loose:
        if spell and reading.article.dated - spell[-1].article.dated > _APART:
            yield spell
            spell = []
        spell.append(reading)
    if spell:
        yield spell


def _group(job: Job, readings: list[Reading]) -> None:
    """Let readings of one spell join or open stories, seen beside what else was told then."""
    since = readings[0].article.dated - _APART
    until = readings[-1].article.dated + _APART
    beside = job.store.readings(Query(since=since, until=until))
    told = tuple(dict.fromkeys(item.story_id for item in beside if item.story_id))
    stories = job.store.stories(ids=told) if told else []
    keys = tuple(dict.fromkeys(key for story in stories for key in story.article_ids))
    members = job.store.readings(Query(ids=keys)) if keys else []
    changed = group([*members, *readings], stories, job.knowledge)
    job.store.keep_stories(changed, (item.article.id for item in readings))
