"""The digest from a real store, on the command line and in files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from knowledge import Knowledge, load
from news.analysis import Tag, TagKind
from news.report import RunReport, RunState, SourceReport, SourceState
from scheduler.cli import call
from scheduler.run import Job, Sighting, build_digest, write_digests
from scheduler.settings import load_settings
from storage import Store


def printed(capsys: pytest.CaptureFixture[str], config: Path, *options: str) -> str:
    assert call(["--config", str(config), "digest", *options]) == 0
    return capsys.readouterr().out


def data(capsys: pytest.CaptureFixture[str], config: Path, *options: str) -> Any:  # noqa: ANN401 (a JSON document)
    return json.loads(printed(capsys, config, "--to", "json", *options))


@pytest.fixture(scope="module")
def base() -> Knowledge:
    return load()


@pytest.mark.parametrize("turn", [date(2022, 3, 27), date(2022, 10, 30)])
def test_case_23_each_article_of_a_real_store_is_in_one_digest(
    config: Path, store: Store, base: Knowledge, keep: Callable[..., Any], turn: date
) -> None:
    start = datetime(turn.year, turn.month, turn.day, tzinfo=UTC) - timedelta(hours=27)
    kept = {keep(f"Heure {n}", (start + timedelta(hours=n * 3)).isoformat()).id for n in range(18)}
    kept.add(keep("Tard à Nagoya", f"{turn}T23:30:00+09:00").id)
    settings = load_settings(config)
    job = Job(settings, base, store, lambda _stage, _what: None)
    for edition in settings.editions:
        met: Counter[str] = Counter()
        for step in range(-3, 4):
            built = build_digest(job, edition, turn + timedelta(days=step), Sighting((), None))
            met.update(story.lead.article.id for story in built.stories)
        assert set(met) == kept
        assert set(met.values()) == {1}


def test_who_is_new_and_the_fortnight_come_from_the_store(
    capsys: pytest.CaptureFixture[str],
    config: Path,
    keep: Callable[..., Any],
    tag: Callable[..., Tag],
) -> None:
    old, new = tag(TagKind.PERSON, "Edo Zucca"), tag(TagKind.ORGANISATION, "Filature Zucca")
    keep("Avant", "2022-05-18T12:00:00+02:00", tags=(old,))
    keep("Le jour", tags=(old, new))
    told = data(capsys, config, "--date", "2022-05-20")
    assert [item["key"] for item in told["met"]] == ["Filature Zucca"]
    days = [(item["day"], item["articles"]) for item in told["fortnight"]["volumes"]]
    assert days == [("2022-05-18", 1), ("2022-05-20", 1)]
    week = data(capsys, config, "--date", "2022-05-20", "--week")
    assert {item["key"] for item in week["met"]} == {"Edo Zucca", "Filature Zucca"}
    assert len(week["stories"]) == 2


def test_an_empty_day_says_when_sources_were_read(
    capsys: pytest.CaptureFixture[str], config: Path, store: Store
) -> None:
    at = datetime(2022, 5, 21, 4, 10, tzinfo=UTC)
    reports = tuple(SourceReport(f"s{number}", SourceState.OK, at) for number in range(14))
    store.keep_run(RunReport("r", at - timedelta(minutes=5), at, RunState.OK, reports))
    text = printed(capsys, config, "--date", "2022-05-20", "--language", "en")
    assert "0 new; 14 of 14 sources read at 06:10" in text


def test_a_feed_of_a_choice(
    capsys: pytest.CaptureFixture[str], config: Path, keep: Callable[..., Any]
) -> None:
    keep("Un titre", "2022-05-12T12:00:00+02:00")
    options = ("--to", "atom", "--date", "2022-05-20", "--only")
    assert '<title xml:lang="fr">Un titre</title>' in printed(capsys, config, *options, "tier=core")
    assert "<entry>" not in printed(capsys, config, *options, "tier=context")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("tier=off", "core"),
        ("sector=silk", "textile"),
        ("entity=nobody", "id of a person"),
        ("colour=red", "tier="),
    ],
)
def test_a_choice_that_cannot_be_is_refused(
    capsys: pytest.CaptureFixture[str], config: Path, words: str, said: str
) -> None:
    assert call(["--config", str(config), "digest", "--only", words]) == 2
    assert said in capsys.readouterr().err


def test_files_of_every_edition_are_written(
    config: Path, store: Store, base: Knowledge, keep: Callable[..., Any]
) -> None:
    keep("Un titre")
    settings = load_settings(config, fortnight_days=2)
    write_digests(Job(settings, base, store, lambda _stage, _what: None))
    for language in ("fr", "ja", "en"):
        folder = settings.output / language
        assert {path.name for path in folder.iterdir()} == {
            *(f"2022-05-{day}.{form}" for day in (19, 20) for form in ("html", "md", "json")),
            *(f"feed{tier}.atom" for tier in ("", "-core", "-related", "-context")),
            "index.html",
        }
        assert 'href="feed.atom"' in (folder / "index.html").read_text(encoding="utf-8")
        assert "Un titre" in (folder / "feed-core.atom").read_text(encoding="utf-8")
        assert "<entry>" not in (folder / "feed-related.atom").read_text(encoding="utf-8")
