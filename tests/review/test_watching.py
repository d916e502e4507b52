"""What machines ask of the desk: health and figures."""

from __future__ import annotations

from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from knowledge import Knowledge
from news.alarm import Alarm, AlarmKind
from review import DeskOptions, create_desk
from storage import Store
from tests.review.conftest import EVIL, NOW

SILENT = Alarm(AlarmKind.SOURCE, EVIL, NOW - timedelta(days=3), "timeout")
MISSING = Alarm(AlarmKind.DIGEST_MISSING, "ja 2022-05-20", NOW)


def ask(store: Store, knowledge: Knowledge, *alarms: Alarm) -> TestClient:
    options = DeskOptions({"en": "Europe/Paris"}, lambda: NOW, watch=lambda: alarms)
    return TestClient(create_desk(store, knowledge, options), base_url="http://127.0.0.1")


def test_health_is_red_when_readers_go_without(store: Store, knowledge: Knowledge) -> None:
    for alarms, status, word in (
        ((), 200, "green"),
        ((SILENT,), 200, "amber"),
        ((MISSING, SILENT), 503, "red"),
    ):
        answer = ask(store, knowledge, *alarms).get("/health")
        assert (answer.status_code, answer.json()["status"]) == (status, word)
        assert len(answer.json()["alarms"]) == len(alarms)
    assert "timeout" not in answer.text


def test_metrics_are_what_prometheus_reads(store: Store, knowledge: Knowledge) -> None:
    answer = ask(store, knowledge, SILENT).get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
    assert found["soie_alarms", "source"] == 1
    assert found["soie_alarms", "run-failed"] == 0
    assert found["soie_run_state", "partial"] == 1
    assert found["soie_run_duration_seconds",] == 300
    assert found["soie_run_articles", "new"] == 98
    assert found["soie_source_healthy", "radio-forez"] == 0
    assert found["soie_source_healthy", EVIL] == 1
    assert found["soie_run_finished_timestamp_seconds",] == NOW.timestamp()
    assert ("soie_digest_day_timestamp_seconds", "fr") in found
