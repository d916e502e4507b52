"""Alarms: what is wrong, from reports and kept digests alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from news.alarm import Alarm, AlarmKind, Expected, find_alarms, news_of, of_run
from news.report import LanguageReport, RunReport, RunState, SourceReport, SourceState

SIX = datetime(2022, 5, 20, 4, 10, tzinfo=UTC)
DAY = date(2022, 5, 19)
EXPECTED = Expected(SIX, {"fr": DAY, "ja": DAY})
KEPT = {"fr": [DAY], "ja": [DAY, DAY - timedelta(days=1)]}
WELL = SourceReport("a", SourceState.OK, SIX)
ILL = SourceReport("b", SourceState.TIMEOUT, SIX - timedelta(days=3))
LATER = SIX + timedelta(minutes=9)


def run(*sources: SourceReport, name: str = "r", state: RunState = RunState.OK) -> RunReport:
    return RunReport(name, SIX, LATER, state, sources)


def test_a_good_morning_gives_no_alarm() -> None:
    assert find_alarms([run(WELL)], KEPT, EXPECTED) == ()


def test_before_the_first_hour_nothing_is_expected() -> None:
    assert find_alarms([], {}, Expected(None, {})) == ()


def test_a_run_that_did_not_end_since_its_hour_is_missing() -> None:
    old = replace(run(WELL), finished_at=SIX - timedelta(hours=23))
    for runs in ([], [old]):
        found = find_alarms(runs, KEPT, EXPECTED)
        assert found == (Alarm(AlarmKind.RUN_MISSING, "", SIX),)
        assert found[0].kind.urgent


def test_each_language_without_its_digest_is_named() -> None:
    (found,) = find_alarms([run(WELL)], {"fr": [DAY]}, EXPECTED)
    assert (found.kind, found.subject) == (AlarmKind.DIGEST_MISSING, "ja 2022-05-19")
    assert found.kind.urgent


def test_sources_and_languages_are_told_since_when_and_after_what_is_urgent() -> None:
    quiet = LanguageReport("ja", 1, 20, 9, SourceState.VOLUME_DROP, SIX)
    failed = replace(run(WELL, ILL, state=RunState.FAILED), error="disk full", languages=(quiet,))
    found = find_alarms([failed], KEPT, EXPECTED)
    assert [(alarm.kind, alarm.subject) for alarm in found] == [
        (AlarmKind.RUN_FAILED, "r"),
        (AlarmKind.SOURCE, "b"),
        (AlarmKind.LANGUAGE, "ja"),
    ]
    assert found[1].since == ILL.since
    assert not found[1].kind.urgent


def test_a_run_that_saw_no_source_repeats_what_the_one_before_saw() -> None:
    failed = run(name="f", state=RunState.FAILED)
    assert [alarm.kind for alarm in of_run(failed, run(ILL))] == [
        AlarmKind.RUN_FAILED,
        AlarmKind.SOURCE,
    ]


def test_only_what_is_new_is_news() -> None:
    worse = replace(ILL, source_id="c")
    assert [alarm.subject for alarm in news_of(run(ILL, worse), run(ILL))] == ["c"]
    assert [alarm.subject for alarm in news_of(run(ILL), None)] == ["b"]
    failed = run(name="f", state=RunState.FAILED)
    assert [alarm.subject for alarm in news_of(failed, run(ILL))] == ["f"]


def test_a_language_that_is_well_gives_no_alarm() -> None:
    quiet = LanguageReport("ja", 1, 20, 9, SourceState.VOLUME_DROP, SIX)
    well = LanguageReport("fr", 20, 20, 9, SourceState.OK, SIX)
    morning = replace(run(WELL), languages=(well, quiet, well))
    assert [alarm.subject for alarm in of_run(morning, None)] == ["ja"]
