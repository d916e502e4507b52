"""Reading the store anew: all of it, whatever dies; what people said stays."""

from __future__ import annotations

import json
import shutil
import signal
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from demo import SamplePress
from news.analysis import Relevance, TagKind, Tier
from news.errors import ConfigurationError
from news.reading import Reading
from news.review import Review, Subject, Verdict
from scheduler.backfill.anew import read_batch
from scheduler.backfill.order import order_of
from scheduler.cli import call
from scheduler.settings import Settings
from storage import Query, Store, open_rereading, open_store
from tests.cluster.cluster import start, wait_for
from tests.torture.rows import differences, read_rows
from tests.warcs import hits, write_warc

pytestmark = pytest.mark.models
OLDER = "an older one"
MANY = 100
"""Articles: four batches, so that the last is not handed out when the first is kept."""


def settings(folder: Path, name: str, *, gate: bool = False) -> Path:
    """Without the gate, the reader is another than the one that filled the store."""
    path = folder / f"{name}.toml"
    path.write_text(
        f'database = "sqlite:///{folder}/{name}.sqlite"\ngroups = ["sample"]\n'
        f"now = 2026-05-21T04:10:00+00:00\n[analyse]\ngate = {str(gate).lower()}\n",
        encoding="utf-8",
    )
    return path


def reread(config: Path, *arguments: str) -> dict[str, Any]:
    """The report of the command, which must go well."""
    told, errors = start(config, *arguments, command="reread").communicate(timeout=600)
    assert told, errors
    report: dict[str, Any] = json.loads(told)["data"]
    return report


@pytest.fixture(scope="module")
def stale(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose articles were read by an older reader, which knew less; with some words."""
    folder = tmp_path_factory.mktemp("stale")
    archive = write_warc(folder / "press.warc.gz", hits(SamplePress.load())[:MANY])
    config = settings(folder, "stale", gate=True)
    assert call(["--config", str(config), "backfill", "--jobs", "1", str(archive)]) == 0
    with open_store(f"sqlite:///{folder}/stale.sqlite") as store:
        found = store.readings(Query())
        store.keep_analyses(
            replace(
                item.analysis,
                maker=OLDER,
                tags=item.analysis.tags[1:],
                relevance=Relevance(Tier.OFF, 0.0, ()),
            )
            for item in found
        )
        say(store, found)
        (told, *_) = store.stories()
        store.keep_stories([replace(told, members=())])
    return folder / "stale.sqlite"


WORDS = ("1", "2", "3")


def say(store: Store, found: list[Reading]) -> None:
    """Accept what the older reader missed, reject what it found, and a tier of another article."""
    first, second = [item for item in found if len(item.analysis.tags) > 1][:2]
    missed, given = first.analysis.tags[:2]
    at, place = first.article.collected_at, missed.mentions[0]
    common = (first.article.id, Subject.TAG)
    added = Review(WORDS[0], *common, Verdict.ADDED, "akiko", at, missed.kind, missed.key)
    words = [
        replace(added, label=missed.label, place=place, revision=first.article.revision),
        Review(WORDS[1], *common, Verdict.REJECTED, "akiko", at, given.kind, given.key),
        Review(WORDS[2], second.article.id, Subject.TIER, Verdict.CORRECTED, "akiko", at),
    ]
    tier = second.analysis.relevance.tier.value
    for word in (*words[:2], replace(words[2], corrected_to=tier)):
        store.keep_review(word)


def copy(stale: Path, folder: Path, name: str) -> Path:
    """Settings of a store like it."""
    shutil.copy(stale, folder / f"{name}.sqlite")
    return settings(folder, name)


def readings(folder: Path, name: str) -> dict[str, Reading]:
    with open_store(f"sqlite:///{folder}/{name}.sqlite") as store:
        return {item.article.id: item for item in store.readings(Query())}


def keys(reading: Reading) -> set[tuple[TagKind, str]]:
    return {(tag.kind, tag.key) for tag in reading.analysis.tags}


@dataclass(frozen=True)
class Anew:
    """A store that was read anew, and all that was seen of it."""

    url: str
    before: dict[str, Reading]
    after: dict[str, Reading]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def anew(stale: Path, tmp_path_factory: pytest.TempPathFactory) -> Anew:
    """The stale store, read anew by two processes without any trouble."""
    folder = tmp_path_factory.mktemp("anew")
    config = copy(stale, folder, "anew")
    before = readings(folder, "anew")
    report = reread(config, "--jobs", "2")
    url = f"sqlite:///{folder}/anew.sqlite"
    return Anew(url, before, readings(folder, "anew"), report)


def test_all_is_read_by_the_new_reader_and_the_changes_are_told(anew: Anew) -> None:
    report, before, after = anew.report, anew.before, anew.after
    assert report["read"] == report["compared"] == len(before) == MANY
    assert {item.analysis.maker for item in after.values()} == {report["maker"]}
    gained = sum(len(keys(after[key]) - keys(before[key])) for key in before)
    assert sum(report["gained"].values()) == gained >= MANY // 2
    moved = sum(item.analysis.relevance.tier is not Tier.OFF for item in after.values())
    assert sum(item["articles"] for item in report["moved"]) == moved > MANY // 2
    judged = report["judged"]
    for name in ("recall", "tiers", "precision"):
        assert (judged["before"][name]["hits"], judged["after"][name]["hits"]) == (0, 1)


def test_what_people_said_stays_and_stories_are_whole(stale: Path, anew: Anew) -> None:
    with open_store(f"sqlite:///{stale}") as old, open_store(anew.url) as new:
        assert new.words() == old.words()
        assert len(new.words()) == len(WORDS)
    (told,) = [item for item in anew.after.values() if len(item.reviews) == len(WORDS) - 1]
    rejected = next(review for review in told.reviews if review.verdict is Verdict.REJECTED)
    assert (rejected.kind, rejected.key) in keys(told)
    settled = {(each.tag.kind, each.tag.key) for each in told.settled.tags}
    assert (rejected.kind, rejected.key) not in settled
    on_subject = [item for item in anew.after.values() if item.settled.tier is not Tier.OFF]
    assert all(item.story_id for item in on_subject)
    homeless = {key for key, item in anew.before.items() if not item.story_id}
    grouped = sum(item.article.id in homeless for item in on_subject)
    assert anew.report["grouped"] == grouped > 0


def test_a_trial_keeps_nothing_and_tells_the_same(stale: Path, anew: Anew, tmp_path: Path) -> None:
    rows = read_rows(f"sqlite:///{stale}")
    trial = reread(copy(stale, tmp_path, "tried"), "--trial", "--jobs", "1")
    assert differences(rows, read_rows(f"sqlite:///{tmp_path}/tried.sqlite")) == []
    told = ("maker", "read", "compared", "changed", "gained", "lost", "moved", "judged")
    assert {name: trial[name] for name in told} == {name: anew.report[name] for name in told}
    assert trial["grouped"] == 0


def test_a_killed_run_has_read_the_newest_and_goes_on(
    stale: Path, anew: Anew, tmp_path: Path
) -> None:
    config, maker = copy(stale, tmp_path, "hurt"), anew.report["maker"]
    url = f"sqlite:///{tmp_path}/hurt.sqlite"
    with start(config, "--jobs", "1", command="reread") as process, open_rereading(url) as seen:
        wait_for(lambda: next(seen.pairs(maker), None) is not None)
        process.send_signal(signal.SIGKILL)
    found = readings(tmp_path, "hurt").values()
    dated = {True: list[datetime](), False: list[datetime]()}
    for item in found:
        dated[item.analysis.maker == maker].append(item.article.dated)
    assert dated[True], "it had not begun"
    assert dated[False], "it had come to its end"
    assert min(dated[True]) >= max(dated[False])

    again = reread(config, "--jobs", "1")
    assert again["read"] == len(dated[False])
    assert (again["judged"], again["compared"]) == (anew.report["judged"], MANY)
    assert differences(read_rows(anew.url), read_rows(url)) == []


def test_another_maker_than_the_one_that_is_wanted_reads_nothing(stale: Path) -> None:
    order = order_of(Settings(database=f"sqlite:///{stale}"), OLDER)
    with pytest.raises(ConfigurationError, match=f"{OLDER} is wanted"):
        read_batch(order, ())
