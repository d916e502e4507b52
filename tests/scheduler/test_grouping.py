"""Grouping asks the store what is left to do, so that a run that was ended loses nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import load
from news.analysis import Analysis, Relevance, Tier
from news.article import Article
from scheduler.run import Job, group_stories
from scheduler.settings import load_settings
from storage import Query, Store

LONG_AGO = datetime(2022, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def job(config: Path, store: Store) -> Job:
    return Job(load_settings(config), load(), store, lambda _stage, _what: None)


@pytest.mark.parametrize("tier", [Tier.CORE, Tier.OFF])
def test_what_an_ended_run_has_read_is_grouped_by_the_next(
    job: Job, store: Store, tier: Tier
) -> None:
    """However old it is; what is off the subject opens no story, and waits no longer either."""
    article = Article("a" * 16, "s", "https://s.example/1", "Titre", "Texte.", "fr", None, LONG_AGO)
    store.keep_article(article)
    store.keep_analyses([Analysis(article.id, 1, "m", "fr", 0.9, (), Relevance(tier, 5.0, ()))])
    assert group_stories(job) == (tier is Tier.CORE)
    assert store.count(Query(ungrouped=True)) == 0
    assert [story.article_ids for story in store.stories()] == (
        [(article.id,)] if tier is Tier.CORE else []
    )
    assert group_stories(job) == 0
