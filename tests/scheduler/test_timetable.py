"""Duties as commands of their own: their time is limited, and each leaves a report."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import Knowledge, load
from news.errors import SoieError
from news.rating import week_of
from news.report import RunReport, RunState, SourceReport, SourceState
from review import open_weeks
from scheduler.backups import kept_backups
from scheduler.duties import StoppedError
from scheduler.settings import load_settings
from scheduler.timetable import BACKUP, BETWEEN, SAMPLE, Commands, Runs, make_duties
from storage import Turn, TurnState, open_store

NOW = datetime(2022, 5, 19, 4, 10, tzinfo=UTC)


@pytest.fixture
def config(bare_config: Path) -> Path:
    return bare_config


@pytest.fixture
def base() -> Knowledge:
    return load()


def runs_of(config: Path, budget: timedelta = timedelta(minutes=5)) -> Runs:
    settings = load_settings(config)
    return Runs(Commands(config, budget), settings.database, lambda: NOW)


def test_a_command_runs_in_a_process_of_its_own(config: Path) -> None:
    runs_of(config).call()
    with open_store(load_settings(config).database) as store:
        assert [run.state for run in store.runs()] == [RunState.OK]


def test_what_a_failed_command_says_is_passed_on(config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + "nothing = 1\n", encoding="utf-8")
    with pytest.raises(SoieError, match="nothing"):
        Commands(config, timedelta(minutes=5)).call("run")


def test_a_command_has_its_time_and_no_more(config: Path) -> None:
    runs = runs_of(config, timedelta(seconds=0.05))
    with pytest.raises(SoieError, match="longer than the"):
        runs.call()
    with open_store(load_settings(config).database) as store:
        (report,) = store.runs()
    assert report.state is RunState.FAILED
    assert "clock.budget_hours" in report.error


def _while_running(commands: Commands, act: Callable[[int], None]) -> threading.Thread:
    def wait() -> None:
        while commands._running is None:
            time.sleep(0.005)
        act(commands._running.pid)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_a_killed_command_leaves_a_report(config: Path) -> None:
    runs = runs_of(config)
    thread = _while_running(runs.commands, lambda pid: os.kill(pid, signal.SIGKILL))
    with pytest.raises(SoieError, match="ended by signal 9"):
        runs.call()
    thread.join()
    with open_store(load_settings(config).database) as store:
        assert [run.error for run in store.runs()] == ["the run was ended by signal 9"]


def test_a_stopped_clock_ends_its_command_and_starts_no_other(config: Path) -> None:
    runs = runs_of(config)
    thread = _while_running(runs.commands, lambda _: runs.commands.stop())
    for _ in range(2):
        with pytest.raises(StoppedError):
            runs.call()
    thread.join()
    with open_store(load_settings(config).database) as store:
        assert store.runs() == []


def test_a_turn_that_was_broken_off_leaves_a_report(config: Path) -> None:
    runs = runs_of(config)
    began = NOW - timedelta(hours=1)
    turn = Turn("daily Europe/Paris", began, TurnState.BEGUN, "a:1:b", began)
    runs.tell_broken_off(replace(turn, duty="backup"))
    runs.tell_broken_off(turn)
    runs.tell_broken_off(turn)
    with open_store(load_settings(config).database) as store:
        (report,) = store.runs()
    assert report.error == "the run that was due at 2022-05-19 03:10 UTC was broken off"


def test_a_run_that_died_over_its_digests_is_a_failed_one_that_keeps_what_it_saw(
    config: Path,
) -> None:
    runs = runs_of(config)
    seen = SourceReport("courrier-presquile", SourceState.OK, NOW)
    sound = RunReport("0123456789abcdef", NOW, NOW, RunState.OK, (seen,))
    with open_store(load_settings(config).database) as store:
        store.keep_run(sound)
        runs.tell(NOW, "the run was ended by signal 9")
        (report,) = store.runs()
    assert report == replace(sound, state=RunState.FAILED, error="the run was ended by signal 9")


def test_a_run_whose_digests_cannot_be_written_is_a_failed_one(config: Path) -> None:
    (config.parent / "out").write_text("no folder", encoding="utf-8")
    with pytest.raises(SoieError, match="the digest cannot be written"):
        runs_of(config).call()
    with open_store(load_settings(config).database) as store:
        (report,) = store.runs()
    assert report.state is RunState.FAILED
    assert "the digest cannot be written" in report.error


def test_sources_that_move_quickly_are_asked_between_two_daily_runs(
    config: Path, base: Knowledge
) -> None:
    settings = load_settings(config, groups=("sample",))
    runs = runs_of(config)
    always = ["daily Europe/Paris", BACKUP, SAMPLE]
    assert [duty.id for duty in make_duties(settings, base, runs)] == always
    quick = replace(base.sources["courrier-presquile"], cadence_hours=6)
    base = replace(base, sources={**base.sources, quick.id: quick})
    assert [duty.id for duty in make_duties(settings, base, runs)][1:] == [BETWEEN, BACKUP, SAMPLE]


def test_the_store_is_backed_up_daily_after_the_job_unless_that_is_switched_off(
    config: Path, base: Knowledge
) -> None:
    runs = runs_of(config)
    runs.call()
    settings = load_settings(config, backup={"folder": str(config.parent / "backups")})
    config.write_text(
        config.read_text("utf-8") + f'[backup]\nfolder = "{settings.backup.folder}"\n', "utf-8"
    )
    job, backup = make_duties(settings, base, runs)[:2]
    due, later = (duty.trigger.get_next_fire_time(None, NOW) for duty in (job, backup))
    assert due
    assert later
    assert due < later
    backup.work()
    assert len(kept_backups(settings)) == 1
    off = load_settings(config, backup={"time": ""})
    assert BACKUP not in [duty.id for duty in make_duties(off, base, runs)]


def test_the_sample_of_the_week_is_drawn_when_the_week_has_ended_everywhere(
    config: Path, base: Knowledge
) -> None:
    settings = load_settings(config)
    duty = make_duties(settings, base, runs_of(config))[-1]
    assert duty.id == SAMPLE
    due = duty.trigger.get_next_fire_time(None, NOW)
    assert due == datetime(2022, 5, 23, 7, tzinfo=UTC)
    assert week_of(due.date()) - timedelta(weeks=1) == open_weeks(due)[0]
    runs_of(config).call()
    duty.work()
