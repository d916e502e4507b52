"""Alarms reach people and machines: the hours that are set, the mail, the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from knowledge import load
from news.alarm import AlarmKind
from news.report import RunReport, RunState, SourceReport, SourceState
from scheduler.alerts import alert_due
from scheduler.doctor import Standing, examine
from scheduler.mail_settings import AlertSettings, MailSettings, Recipient
from scheduler.run import Job
from scheduler.settings import CrawlSettings, Settings
from scheduler.watch import expect, watch
from storage import (
    Store,
    StoredDigest,
    Turn,
    TurnState,
    open_calendar,
    open_store,
)

if TYPE_CHECKING:
    from tests.post import PostOffice

NINE = datetime(2026, 11, 22, 8, tzinfo=UTC)
"""09:00 in Paris, 17:00 in Tokyo."""
ILL = SourceReport("courrier-presquile", SourceState.TIMEOUT, NINE - timedelta(days=2))
RUN = RunReport(
    "0123456789abcdef", NINE - timedelta(hours=3), NINE - timedelta(hours=2), RunState.PARTIAL,
    (ILL,),
)  # fmt: skip


def settings(folder: Path, **given: Any) -> Settings:  # noqa: ANN401 (any setting)
    return Settings(database=f"sqlite:///{folder}/soie.db", now=NINE, **given)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/soie.db") as opened:
        yield opened


def test_what_is_expected_follows_the_hour_and_each_readers_day(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    six = datetime(2026, 11, 22, 5, 10, tzinfo=UTC)
    assert expect(chosen, NINE).run_at == six
    assert expect(chosen, six + timedelta(minutes=119)).run_at == six - timedelta(days=1)
    days = expect(chosen, NINE).digests
    assert days == dict.fromkeys(("fr", "ja", "en"), date(2026, 11, 21))
    late = chosen.model_copy(update={"clock": chosen.clock.model_copy(update={"time": "22:00"})})
    days = expect(late, NINE).digests
    assert (days["fr"], days["ja"]) == (date(2026, 11, 20), date(2026, 11, 21))


def test_a_missing_digest_is_noticed(store: Store, tmp_path: Path) -> None:
    store.keep_run(replace(RUN, sources=()))
    for language in ("fr", "en"):
        store.keep_digest(StoredDigest(date(2026, 11, 21), language, "html", "x", NINE))
    found = watch(settings(tmp_path), store)
    assert [(item.kind, item.subject) for item in found] == [
        (AlarmKind.DIGEST_MISSING, "ja 2026-11-21")
    ]


@pytest.fixture
def job(store: Store, tmp_path: Path, post_office: PostOffice) -> Job:
    mail = MailSettings(host="127.0.0.1", port=post_office.port, tls="none", sender="r@x.example")
    chosen = settings(
        tmp_path, mail=mail, alerts=AlertSettings(to=("desk@x.example",), language="ja")
    )
    return Job(chosen, load(), store, lambda _stage, _what: None)


def test_news_of_a_run_is_mailed_once(job: Job, post_office: PostOffice) -> None:
    job.store.keep_run(RUN)
    for _ in range(2):
        assert [alarm.subject for alarm in alert_due(job)] == ["courrier-presquile"]
    ((address, content),) = post_office.mails
    mail = message_from_bytes(content, policy=default)
    assert address == "desk@x.example"
    assert mail["Subject"] == "Fil de Soie：要確認 1件"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "応答が時間切れ（2026年11月20日" in text.get_content()
    again = replace(RUN, id="f" * 16, started_at=NINE, finished_at=NINE)
    job.store.keep_run(again)
    assert alert_due(job) == ()
    assert len(post_office.mails) == 1


def test_an_alert_that_no_server_took_is_sent_later(job: Job, post_office: PostOffice) -> None:
    job.store.keep_run(RUN)
    post_office.ends.append("451 Later")
    alert_due(job)
    assert post_office.mails == []
    alert_due(job)
    assert len(post_office.mails) == 1


def test_a_backup_that_failed_is_an_alarm_and_mailed_once(
    job: Job, post_office: PostOffice
) -> None:
    def fail(hours: int) -> None:
        at = NINE - timedelta(hours=hours)
        turn = Turn("backup", at, TurnState.BEGUN, "here", at)
        calendar.begin(turn)
        ended = replace(turn, state=TurnState.FAILED, detail="disk full", finished_at=at)
        calendar.finish(ended)

    with open_calendar(job.settings.database) as calendar:
        fail(25)
        (alarm,) = alert_due(job)
        assert (alarm.kind, alarm.subject) == (AlarmKind.DUTY_FAILED, "backup")
        assert not alarm.kind.urgent
        fail(1)
    assert alert_due(job) == ()
    assert watch(job.settings, job.store)[-1].detail == "disk full"
    ((_, content),) = post_office.mails
    text = message_from_bytes(content, policy=default).get_body(("plain",))
    assert text is not None
    assert "バックアップ：2026年11月21日" in text.get_content()


def test_without_addresses_nothing_is_told(store: Store, tmp_path: Path) -> None:
    store.keep_run(RUN)
    quiet = Job(settings(tmp_path), load(), store, lambda _stage, _what: None)
    assert alert_due(quiet) == ()


Found = dict[str, Standing]


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Found]:
    """What the doctor finds, by check; no name of the network is ever looked up."""

    def look(lost: str = "", **given: object) -> Found:
        def look_up(host: str) -> None:
            if lost in {host, "*"}:
                raise OSError("no such host")

        crawl = CrawlSettings(contact="desk@x.example")
        facts = {"groups": ("sample",), "crawl": crawl, "output": tmp_path, **given}
        chosen = settings(tmp_path, **facts)
        return {item.check: item.standing for item in examine(chosen, look_up)}

    return look


@pytest.mark.models
def test_the_doctor_finds_a_sound_installation(found: Callable[..., Found], store: Store) -> None:
    store.keep_run(RUN)
    checks = found()
    assert checks == dict.fromkeys(checks, Standing.OK)
    assert set(checks) == {
        "knowledge", "models", "database", "run", "disk", "sources", "network", "mail",
    }  # fmt: skip


@pytest.mark.models
def test_the_doctor_names_what_is_missing(
    found: Callable[..., Found], store: Store, tmp_path: Path, post_office: PostOffice
) -> None:
    store.keep_run(replace(RUN, finished_at=NINE + timedelta(hours=1)))
    reader = Recipient(address="anna@x.example", language="fr", timezone="Europe/Paris")
    (tmp_path / "sources.toml").write_text("[x]\nname = 1\n", encoding="utf-8")
    checks = found(
        "*",
        readers=(reader,),
        crawl=CrawlSettings(),
        sources=tmp_path / "sources.toml",
        models={"fr": "no_such_model"},
    )
    assert {name for name, standing in checks.items() if standing is Standing.FAILURE} == {
        "knowledge", "models", "clock", "sources", "network", "mail",
    }  # fmt: skip
    away = MailSettings(host="127.0.0.1", port=post_office.port, tls="tls", sender="r@x.example")
    assert found(groups=("none",), mail=away)["mail"] is Standing.FAILURE
    sound = MailSettings(host="127.0.0.1", port=post_office.port, tls="none", sender="r@x.example")
    checks = found(groups=("none",), mail=sound)
    assert (checks["mail"], checks["sources"]) == (Standing.OK, Standing.FAILURE)
