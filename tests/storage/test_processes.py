"""Several processes on one store: they wait for each other, and may be killed at any moment."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from storage import Query, Store, open_store

ROOT = Path(__file__).parents[2]

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from news.analysis import Analysis, Mention, Reason, Relevance, Tag, TagKind, Tier
from news.article import Article
from news.story import Membership, Story
from storage import open_store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MENTION = Mention(0, 6, "Numéro", "Numéro", 0)
TAG = Tag(TagKind.PLACE, "aichi", "Aichi", True, 0.5, (MENTION,), Reason("alias"), "m")

def article(number, revision):
    when = NOON + timedelta(minutes=number)
    text = f"Aichi, version {revision}."
    return Article(str(number), "s", f"http://x.example/{number}", f"Numéro {number}", text, "fr",
                   None, when)

url, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with open_store(url) as store:
    for number in range(first, last):
        store.keep_article(article(number, 1))
    store.keep_analyses(
        Analysis(one.id, one.revision, "m", "fr", 1.0, (TAG,), Relevance(Tier.CORE, 1.0, ()))
        for one in store.unread("m"))
    for number in range(first, last, 10):
        members = tuple(Membership(str(other)) for other in range(number, number + 10))
        store.keep_stories([Story(f"story-{number}", NOON, NOON, members)])
"""


def writer(url: str, first: int, last: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "error", "-c", WRITER, url, str(first), str(last)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> None:
    _, errors = process.communicate(timeout=300)
    assert (process.returncode, errors.decode()) == (0, "")


def test_two_processes_make_and_fill_one_store(new_place: Callable[[], str]) -> None:
    store_url = new_place()
    both = [writer(store_url, 0, 150), writer(store_url, 100, 250)]
    for process in both:
        finish(process)
    with open_store(store_url) as store:
        totals = store.totals()
        assert (totals["articles"], totals["revisions"]) == (250, 250)
        assert (totals["analyses"], totals["tags"]) == (250, 250)
        assert store.count(Query(text="aichi", key="aichi")) == 250


def test_a_writer_killed_at_any_moment_leaves_what_a_plain_run_completes(
    new_place: Callable[[], str], dump: Callable[[Store], dict[str, list[tuple[Any, ...]]]]
) -> None:
    whole, torn = new_place(), new_place()
    started = time.monotonic()
    finish(writer(whole, 0, 60))
    length = time.monotonic() - started
    moments = random.Random(20261122)  # noqa: S311 - a seeded test, no secret
    for _ in range(4):
        process = writer(torn, 0, 60)
        time.sleep(moments.uniform(0.3, 1.0) * length)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    finish(writer(torn, 0, 60))
    with open_store(whole) as expected, open_store(torn) as survived:
        assert dump(survived) == dump(expected)


def test_many_processes_may_open_a_new_store_at_once(new_place: Callable[[], str]) -> None:
    store_url = new_place()
    opening = "import sys, storage; storage.open_store(sys.argv[1]).close()"
    command = [sys.executable, "-W", "error", "-c", opening, store_url]
    crowd = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(6)]
    for process in crowd:
        finish(process)
