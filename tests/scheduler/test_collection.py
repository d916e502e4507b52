"""The crawl as a child process: what it cannot do is told, and every source has a report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from news.errors import ConfigurationError, SoieError
from news.report import SourceState
from news.source import Source, SourceKind
from scheduler import collection
from scheduler.collection import collect_sources
from scheduler.settings import CrawlSettings, Settings

NOW = datetime(2022, 5, 21, 4, 10, tzinfo=UTC)
SOURCE = Source(
    "gazette",
    "La Gazette",
    "fr",
    "FR",
    "Europe/Paris",
    SourceKind.FEED,
    ("http://127.0.0.1:9/rss",),
)


def silent(stage: str, what: str) -> None:
    del stage, what


def settings(database: str, **crawl: float) -> Settings:
    options = CrawlSettings(contact="test@fildesoie.example", **crawl)  # type: ignore[arg-type] # numbers for numbers
    return Settings(database=database, now=NOW, crawl=options)


def test_nothing_is_collected_from_no_source(tmp_path: Path) -> None:
    assert collect_sources(settings(f"sqlite:///{tmp_path / 'a.sqlite'}"), [], silent) == ()


def test_nothing_is_collected_without_a_contact() -> None:
    with pytest.raises(ConfigurationError, match=r"crawl\.contact"):
        collect_sources(Settings(), [SOURCE], silent)


def test_a_private_address_is_told_by_name(tmp_path: Path) -> None:
    chosen = settings(f"sqlite:///{tmp_path / 'a.sqlite'}")
    (report,) = collect_sources(chosen, [SOURCE], silent)
    assert report.source_id == "gazette"
    assert report.state is SourceState.FORBIDDEN_ADDRESS
    assert report.since == NOW


def test_a_child_that_cannot_open_the_store_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_text("this is no database, and nobody would take it for one", encoding="utf-8")
    with pytest.raises(SoieError, match=r"the crawl ended: .*a\.sqlite"):
        collect_sources(settings(f"sqlite:///{path}"), [SOURCE], silent)


def test_a_child_that_says_nothing_in_time_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "GRACE_SECONDS", 0.01)
    chosen = settings(f"sqlite:///{tmp_path / 'a.sqlite'}", budget_seconds=0.01)
    (report,) = collect_sources(chosen, [SOURCE], silent)
    assert report.state is SourceState.UNREACHABLE
