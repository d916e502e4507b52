"""Runs, visits and digests: replaced by their key, given back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from news.page import Visit
from news.report import (
    Circuit,
    Fault,
    LanguageReport,
    RunReport,
    RunState,
    SourceReport,
    SourceState,
)
from storage import Store, StoredDigest

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def run(number: int, state: RunState = RunState.PARTIAL) -> RunReport:
    started = NOON + timedelta(days=number)
    sources = tuple(
        SourceReport(
            f"source-{kind}",
            kind,
            NOON,
            1,
            2,
            3,
            4,
            5,
            6,
            (Fault("https://x.example/é", kind, "愛知", 503),),
            (Fault("https://x.example/rss", SourceState.VALIDATORS_LIE, "同じ"),),
            NOON - timedelta(days=9),
            asked=False,
            circuit=Circuit(2.75, 3, NOON + timedelta(days=2)),
            reserved=7,
        )
        for kind in SourceState
    )
    counts = {"read": 12, "core": 3}
    drop = LanguageReport("ja", 2, 41.5, 18.2, SourceState.VOLUME_DROP, NOON)
    return RunReport(
        f"run-{number}",
        started,
        started + timedelta(minutes=4),
        state,
        sources,
        counts,
        languages=(drop,),
    )


def test_a_run_comes_back_with_every_source_state(store: Store) -> None:
    store.keep_run(run(1))
    (found,) = store.runs()
    assert found == run(1)
    assert [seen.state for seen in found.sources] == list(SourceState)
    assert all(seen.state is seen.faults[0].state for seen in found.sources)


@pytest.mark.parametrize("state", RunState)
def test_every_run_state_comes_back(store: Store, state: RunState) -> None:
    store.keep_run(replace(run(1, state), sources=(), counts={}, error="le disque est plein"))
    assert store.runs()[0].state is state
    assert store.runs()[0].error == "le disque est plein"


def test_a_later_form_of_a_run_replaces_the_earlier(store: Store) -> None:
    store.keep_run(run(1))
    better = replace(run(1), state=RunState.OK, sources=run(1).sources[:2])
    store.keep_run(better)
    store.keep_run(better)
    assert store.runs() == [better]
    assert store.totals()["runs"] == 1


def test_runs_come_newest_first_and_as_many_as_wanted(store: Store) -> None:
    for number in (2, 25, *range(3, 25)):
        store.keep_run(replace(run(number), sources=run(number).sources[:1]))
    assert [found.id for found in store.runs(2)] == ["run-25", "run-24"]
    assert len(store.runs()) == 20
    assert len(store.runs(0)) == 24
    since = run(24).started_at
    assert [found.id for found in store.runs(0, since)] == ["run-25", "run-24"]


def test_the_latest_visit_counts_in_whatever_order_they_are_kept(store: Store) -> None:
    old = Visit("https://x.example/feed", NOON, 200, '"é1"', "Sun, 22 Nov 2026 12:00:00 GMT")
    new = replace(old, visited_at=NOON + timedelta(hours=1), status=304, etag="", last_modified="")
    assert store.visit(old.url) is None
    store.keep_visit(old)
    assert store.visit(old.url) == old
    store.keep_visit(new)
    store.keep_visit(old)
    assert store.visit(old.url) == new
    assert store.visit("https://x.example/other") is None


def test_digests_are_replaced_by_day_language_and_format(store: Store) -> None:
    day = date(2026, 11, 22)
    first = StoredDigest(day, "fr", "html", "<p>Été</p>", NOON)
    other = StoredDigest(day, "ja", "html", "<p>愛知</p>", NOON)
    later = StoredDigest(day + timedelta(days=1), "fr", "md", "# Lyon", NOON)
    for digest in (first, other, later, replace(first, content="<p>Encore</p>")):
        store.keep_digest(digest)
    assert store.digests(day) == [replace(first, content="<p>Encore</p>"), other]
    assert store.digests(day - timedelta(days=1)) == []
    assert store.digests() == [replace(each, content="") for each in (later, first, other)]


def test_an_empty_store_counts_nothing(store: Store) -> None:
    names = ["articles", "revisions", "analyses", "tags", "stories", "reviews", "runs"]
    assert store.totals() == dict.fromkeys(names, 0)
