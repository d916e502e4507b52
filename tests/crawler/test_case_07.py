"""Case 7 by the daily job: one source of twenty fails in one way, the others are complete."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.cli import call

if TYPE_CHECKING:
    from tests.crawler.conftest import Press

RECORD = """
[journal-{number}]
name = "Journal {number}"
language = "fr"
country = "FR"
timezone = "Europe/Paris"
kind = "feed"
urls = ["http://journal-{number}.example/rss"]
home = "http://journal-{number}.example/"
groups = ["twenty"]
confidence = "A"
evidence = "written for a test"
"""
FAULTS: dict[str, dict[str, Any]] = {
    "http-error": {"status": 500},
    "parse-error": {"body": b"<rss><channel><item><title>Coup"},
    "timeout": {"hang": 8},
}


@pytest.fixture
def twenty(press: Press, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Press:
    """Twenty outlets with an article each, and settings that know no others."""
    base = tmp_path / "base"
    shutil.copytree(root / "knowledge", base, ignore=shutil.ignore_patterns("*.py", "sources"))
    (base / "sources").mkdir()
    records = "".join(RECORD.format(number=number) for number in range(20))
    (base / "sources/twenty.toml").write_text(records, encoding="utf-8")
    for number in range(20):
        host = f"http://journal-{number}.example"
        press.feed(f"{host}/rss", (f"{host}/a", f"Le marché numéro {number}"))
        press.page(f"{host}/a", f"Le marché numéro {number}")
    monkeypatch.chdir(tmp_path)
    Path("soie.toml").write_text(
        'knowledge = "base"\ngroups = ["twenty"]\nnow = 2022-05-20T06:00:00Z\nfortnight_days = 1\n'
        f'[crawl]\ncontact = "x@courrier.example"\nproxy = "{press.address}"\n'
        "delay_seconds = 0\ntimeout_seconds = 2\n",
        encoding="utf-8",
    )
    return press


@pytest.mark.parametrize("fault", FAULTS)
def test_case_07_nineteen_of_twenty_are_complete(twenty: Press, fault: str) -> None:
    twenty.reply("http://journal-7.example/rss", **FAULTS[fault])

    crawled = twenty.crawl(*(twenty.source(f"journal-{number}") for number in range(20)))

    sick = [report.source_id for report in crawled.reports if not report.sound]
    assert sick == ["journal-7"]
    assert crawled.states["journal-7"].value == fault
    assert len(crawled.titles) == 19


@pytest.mark.models
def test_case_07_the_daily_job_is_partial_and_ends_with_3(
    twenty: Press, capsys: pytest.CaptureFixture[str]
) -> None:
    twenty.reply("http://journal-7.example/rss", **FAULTS["http-error"])

    code = call(["--json", "run"])

    told = capsys.readouterr()
    assert told.out, told.err
    report = json.loads(told.out)["data"]
    states = {source["source_id"]: source["state"] for source in report["sources"]}
    assert states.pop("journal-7") == "http-error"
    assert set(states.values()) == {"ok"}
    assert (report["state"], report["counts"]["new"], code) == ("partial", 19, 3)
