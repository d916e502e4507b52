"""Logs: one form for all that is told, a run's lines can be found, and nobody is named in them."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from structlog.contextvars import bound_contextvars, clear_contextvars

from news.errors import SoieError
from news.report import Fault, SourceReport, SourceState
from scheduler.cli import call
from scheduler.cli.progress import shown
from scheduler.collection import collect_sources
from scheduler.concealing import ADDRESS, HIDDEN, conceal, conceal_all
from scheduler.events import tell_sources
from scheduler.logs import Logs, failure_in, log, present, say, stage, start_logs
from scheduler.settings import load_settings, secrets_of
from scheduler.timetable import Commands
from tests.scheduler.test_collection import SOURCE, settings, silent

NOW = datetime(2022, 5, 21, 4, 10, tzinfo=UTC)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    clear_contextvars()
    start_logs(Logs())
    logging.captureWarnings(capture=False)


@pytest.fixture
def config(bare_config: Path) -> Path:
    return bare_config


def told(capture: Capture) -> list[dict[str, Any]]:
    """What was told on stderr: every line is JSON."""
    return [json.loads(line) for line in capture.readouterr().err.splitlines()]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("550 <claire.vasseur@bureau.example>: unknown", f"550 <{ADDRESS}>: unknown"),
        ("https://x.example/bye?who=a%40x.example&z=1", f"https://x.example/bye?who={ADDRESS}&z=1"),
        ("postgresql://soie:p%2F@rt@db:5432/soie", f"postgresql://{HIDDEN}@db:5432/soie"),
        ("https://presse.example/@redaction/1", "https://presse.example/@redaction/1"),
        ('{"password": "x1", "port": 5}', f'{{"password": "{HIDDEN}", "port": 5}}'),
        ("Authorization: Bearer abc.def", f"Authorization: {HIDDEN}"),
        ("Set-Cookie: session=abc; Path=/", f"Set-Cookie: {HIDDEN}; Path=/"),
        (f"a soie_{'x' * 43} b", f"a {HIDDEN} b"),
        ("INSERT … [parameters: ('Jean',\n'Lyon')]", "INSERT … [parameters]"),
        ("the word secret alone, and 愛知県", "the word secret alone, and 愛知県"),
    ],
)
def test_what_a_log_may_not_hold_is_taken_out(text: str, left: str) -> None:
    assert conceal(text) == left


def test_a_secret_is_taken_out_wherever_it_stands_and_lines_become_one() -> None:
    found = conceal_all(
        {"path": Path("/tmp/geheim/a"), "all": ("太郎さん", 3, None, {"x": "a\n\x1b[31mb\u2028"})},  # noqa: S108 - no file
        ["geheim", "太郎", "a"],
    )
    assert found == {
        "path": f"/tmp/{HIDDEN}/a",  # noqa: S108 - no file
        "all": [f"{HIDDEN}さん", 3, None, {"x": "a [31mb "}],
    }


def test_secrets_are_known_from_the_settings() -> None:
    chosen = load_settings(
        database="postgresql://soie:ge%2Fheim@db/soie?password=autre",
        readers=[
            {"address": "a@x.example", "name": "Élise", "language": "fr", "timezone": "Asia/Tokyo"}
        ],
        mail={"user": "u", "password": "motdepasse"},
    )
    wanted = {"ge%2Fheim", "ge/heim", "autre", "motdepasse", "a@x.example", "Élise"}
    assert secrets_of(chosen) == wanted


def test_a_runs_lines_are_data_and_share_its_id(config: Path, capsys: Capture) -> None:
    assert call(["--config", str(config), "--log-format", "json", "run"]) == 0
    lines = told(capsys)
    assert [line["event"] for line in lines if line["event"] != "stage.ended"] == [
        "run.begun",
        "run.ended",
        "purged",
    ]
    assert len({line["run"] for line in lines}) == 1
    stages = [line["stage"] for line in lines if line["event"] == "stage.ended"]
    assert stages == ["collect", "analyse", "group", "digest"]
    assert {line["level"] for line in lines} == {"info"}
    assert all(datetime.fromisoformat(line["at"]).tzinfo for line in lines)


def test_people_are_not_told_of_what_went_well(config: Path, capsys: Capture) -> None:
    assert call(["--config", str(config), "run"]) == 0
    assert capsys.readouterr().err == ""


def test_the_settings_choose_form_and_level(
    config: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOIE_LOG__LEVEL", "info")
    assert call(["--config", str(config), "run"]) == 0
    first = capsys.readouterr().err.splitlines()[0]
    assert "Z info    run.begun between=False run=" in first
    monkeypatch.setenv("SOIE_LOG__FORMAT", "json")
    monkeypatch.setenv("SOIE_LOG__LEVEL", "warning")
    assert call(["--config", str(config), "run"]) == 0
    assert told(capsys) == []


def test_a_turn_of_the_clock_is_in_every_line_of_its_run(config: Path, capsys: Capture) -> None:
    start_logs(Logs("json"))
    with bound_contextvars(duty="daily UTC", slot="2022-05-21T04:10:00+00:00"):
        Commands(config, timedelta(minutes=5)).call("run")
    lines = told(capsys)
    assert lines[-1]["event"] == "purged"
    assert {line["run"] for line in lines} == {lines[0]["run"]}
    assert {(line["duty"], line["slot"]) for line in lines} == {
        ("daily UTC", "2022-05-21T04:10:00+00:00")
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_command_that_fails_tells_why_in_either_form(
    config: Path, capsys: Capture, form: str
) -> None:
    arguments = ["--config", str(config), "--log-format", form, "status", "--colour"]
    assert call(arguments) == 2
    err = capsys.readouterr().err
    assert "--colour" in failure_in(err.splitlines())
    if form == "json":
        event = json.loads(err)
        assert (event["event"], event["level"], event["exit_code"]) == (
            "command.failed",
            "error",
            2,
        )
        assert "exception" not in event


def test_of_what_tells_no_reason_the_last_line_is_taken() -> None:
    assert failure_in(["Traceback (most recent call last):", "MemoryError", ""]) == "MemoryError"


def test_a_fault_of_the_program_is_told_with_its_place(
    config: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise ZeroDivisionError("mail to claire@bureau.example")

    monkeypatch.setattr("scheduler.settings.settings_path", stumble)
    assert call(["--config", str(config), "--log-format", "json", "status"]) == 1
    (event,) = told(capsys)
    assert event["exception"][-1] == f"ZeroDivisionError: mail to {ADDRESS}"
    assert any("stumble" in line for line in event["exception"])


@pytest.mark.parametrize(
    "name", ["scrapy.core.engine", "apscheduler.scheduler", "alembic", "uvicorn.error"]
)
def test_libraries_are_heard_through_the_same(name: str, capsys: Capture) -> None:
    start_logs(Logs("json", secrets=frozenset({"geheim"})))
    library = logging.getLogger(name)
    library.info("nothing to be told")
    library.warning("%s failed for %s with geheim", "sending", "a@x.example")
    (event,) = told(capsys)
    assert event["event"] == f"sending failed for {ADDRESS} with {HIDDEN}"
    assert (event["logger"], event["level"]) == (name, "warning")
    start_logs(Logs("json", "debug"))
    library.info("now it is")
    assert [event["event"] for event in told(capsys)] == ["now it is"]


def test_warnings_of_python_are_data_too(capsys: Capture) -> None:
    start_logs(Logs("json"))
    logging.captureWarnings(capture=True)  # the tests' own command line switches it off
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)
    (event,) = told(capsys)
    assert event["logger"] == "py.warnings"
    assert "DeprecationWarning: old" in event["event"]


def test_the_crawl_tells_in_the_same_form_with_the_run_it_is_of(
    tmp_path: Path, capfd: Capture
) -> None:
    start_logs(Logs("json", "debug"))
    with bound_contextvars(run="r1", stage="collect"):
        collect_sources(settings(f"sqlite:///{tmp_path / 'a.sqlite'}"), [SOURCE], silent)
    lines = [line for line in told(capfd) if line["logger"].startswith("scrapy")]
    assert lines
    assert {(line["run"], line["stage"]) for line in lines} == {("r1", "collect")}


def test_a_source_in_trouble_is_a_warning_and_a_sound_one_a_detail(capsys: Capture) -> None:
    start_logs(Logs("json"))
    sound = SourceReport("gazette", SourceState.OK, NOW)
    fault = Fault("https://gazette.example/rss", SourceState.HTTP_ERROR, "500")
    tell_sources([sound, replace(sound, state=SourceState.HTTP_ERROR, faults=(fault,))])
    (event,) = told(capsys)
    assert event["source"] == "gazette"
    assert event["level"] == "warning"
    assert event["url"] == fault.url


def test_a_stage_tells_its_end_and_not_that_it_failed(capsys: Capture) -> None:
    start_logs(Logs("json"))
    with stage("group") as what:
        what["stories"] = 2
    with pytest.raises(SoieError), stage("digest"):
        raise SoieError("no room")
    (event,) = told(capsys)
    assert (event["stage"], event["stories"]) == ("group", 2)
    assert event["seconds"] >= 0
    assert present().context == {}


def test_progress_is_a_detail_that_names_nobody(capsys: Capture) -> None:
    start_logs(Logs("json", "debug"))
    with shown("mail") as progress:
        progress("mail", "claire@bureau.example")
    (event,) = told(capsys)
    assert (event["stage"], event["what"]) == ("mail", ADDRESS)


def test_who_no_longer_listens_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def write(self, text: str) -> None:
            raise BrokenPipeError(text)

    start_logs(Logs("json"))
    monkeypatch.setattr("sys.stderr", Gone())
    log.warning("said.to.nobody")


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_person_is_told_is_an_event_where_events_are_data(
    form: Literal["text", "json"], capsys: Capture
) -> None:
    start_logs(Logs(form))
    say("The desk is open.", "desk.started", address="http://127.0.0.1:1")
    err = capsys.readouterr().err
    if form == "text":
        assert err == "The desk is open.\n"
    else:
        assert json.loads(err)["address"] == "http://127.0.0.1:1"
