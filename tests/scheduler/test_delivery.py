"""Digests by mail, from an empty store to a real server: once each, whatever dies on the way."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from knowledge import load
from news.errors import ConfigurationError
from news.report import RunReport, RunState
from scheduler.delivery import Post, check_readers, deliver, deliver_due, survey
from scheduler.due import Standing
from scheduler.mail_settings import FilterSettings, MailSettings, Recipient
from scheduler.run import Job
from scheduler.settings import Settings
from storage import Delivery, DeliveryState, Outbox, Slot, Store, open_outbox, open_store

if TYPE_CHECKING:
    from tests.post import PostOffice

NINE = datetime(2026, 11, 22, 8, tzinfo=UTC)
"""09:00 in Paris, 17:00 in Tokyo."""
DAY = date(2026, 11, 21)
ANNA = Recipient(address="anna@x.example", language="fr", timezone="Europe/Paris")
TARO = Recipient(address="taro@x.example", language="ja", timezone="Asia/Tokyo", name="太郎")
LATE = Recipient(address="late@x.example", language="en", timezone="Europe/Paris", hour="10:00")


def settings(folder: Path, port: int, now: datetime = NINE) -> Settings:
    mail = MailSettings(
        host="127.0.0.1", port=port, tls="none", sender="revue@x.example", retry_seconds=0.01
    )
    return Settings(
        database=f"sqlite:///{folder}/soie.db", now=now, readers=(ANNA, TARO, LATE), mail=mail
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/soie.db") as opened:
        run_at = NINE - timedelta(hours=2)
        opened.keep_run(RunReport("run", run_at, run_at, RunState.OK))
        yield opened


@pytest.fixture
def outbox(store: Store, tmp_path: Path) -> Iterator[Outbox]:
    del store
    with open_outbox(f"sqlite:///{tmp_path}/soie.db") as opened:
        yield opened


def silent(_stage: str, _what: str) -> None:
    return


@pytest.fixture
def given(store: Store, outbox: Outbox, tmp_path: Path, post_office: PostOffice) -> Post:
    job = Job(settings(tmp_path, post_office.port), load(), store, silent)
    return Post(job, outbox, sleep=lambda _seconds: None)


def later(given: Post, hours: float, **mail: object) -> Post:
    chosen = given.job.settings
    server = chosen.mail.model_copy(update=mail)
    moved = chosen.model_copy(update={"now": NINE + timedelta(hours=hours), "mail": server})
    return replace(given, job=replace(given.job, settings=moved))


def test_each_reader_is_sent_their_day_at_their_hour_and_once(
    given: Post, post_office: PostOffice
) -> None:
    first = deliver(given)
    assert [(item.slot.reader, item.slot.day, item.standing) for item in first] == [
        ("anna@x.example", DAY, Standing.SENT),
        ("taro@x.example", DAY, Standing.SENT),
        ("late@x.example", DAY - timedelta(days=1), Standing.MISSED),
    ]
    assert [item.fresh for item in first] == [True, True, False]
    assert [item.fresh for item in deliver(given)] == [False, False, False]
    deliver(later(given, 1))
    assert sorted(name for name, _ in post_office.mails) == [
        "anna@x.example",
        "late@x.example",
        "taro@x.example",
    ]


def test_a_digest_comes_on_an_empty_day_and_in_the_readers_language(
    given: Post, post_office: PostOffice
) -> None:
    deliver(given)
    content = dict(post_office.mails)["taro@x.example"]
    mail = message_from_bytes(content, policy=default)
    assert "2026年11月21日" in mail["Subject"]
    assert mail["Date"].datetime == NINE
    assert mail["Date"].endswith("+0900")


def test_nothing_goes_before_a_run_saw_the_day_to_its_end(
    given: Post, post_office: PostOffice
) -> None:
    early = later(given, 24)
    assert [item.standing for item in deliver(early)][:2] == [Standing.WAITING] * 2
    assert post_office.mails == []
    assert [item.standing for item in deliver(early, DAY + timedelta(days=1))] == [
        Standing.SENT
    ] * 3, "a day that is asked for by name goes whatever the hour"


@pytest.mark.parametrize("answer", ["421 Going down", "451 Greylisted"])
def test_a_server_that_says_later_is_asked_again(
    given: Post, post_office: PostOffice, answer: str
) -> None:
    post_office.ends += [answer] * 3
    assert {item.standing for item in deliver(given)} >= {Standing.SENT}
    assert Counter(name for name, _ in post_office.mails) == {
        "anna@x.example": 1,
        "taro@x.example": 1,
    }


def test_a_server_that_is_away_is_asked_again_at_later_calls(
    given: Post, post_office: PostOffice, outbox: Outbox
) -> None:
    pauses: list[float] = []
    away = replace(later(given, 0, port=1), sleep=pauses.append)
    assert [item.standing for item in deliver(away)][:2] == [Standing.DEFERRED] * 2
    assert pauses == [0.0, 0.01, 0.04]
    assert all(item.attempts == 3 for item in outbox.deliveries(DAY))
    assert deliver(later(given, 0.1))[0].standing is Standing.DEFERRED, "its pause is not over"
    assert deliver(later(given, 1))[0].standing is Standing.SENT
    assert len(post_office.mails) == 3


def test_a_reader_who_is_refused_for_good_is_not_tried_again(
    given: Post, post_office: PostOffice
) -> None:
    post_office.recipients.append("550 No such reader")
    assert deliver(given)[0].standing is Standing.FAILED
    again = deliver(later(given, 1))[0]
    assert (again.standing, again.detail, again.fresh) == (
        Standing.FAILED,
        "550 No such reader",
        False,
    )


def test_a_mail_whose_arrival_is_not_known_is_not_sent_again_and_the_next_one_says_so(
    given: Post, post_office: PostOffice, store: Store
) -> None:
    post_office.ends.append("hang up")
    assert deliver(given)[0].standing is Standing.UNKNOWN
    assert survey(given.job, given.outbox)[0].standing is Standing.UNKNOWN
    deliver(given)
    assert [name for name, _ in post_office.mails].count("anna@x.example") == 1
    run_at = NINE + timedelta(hours=22)
    store.keep_run(RunReport("next", run_at, run_at, RunState.OK))
    assert deliver(later(given, 24))[0].standing is Standing.SENT
    content = next(raw for name, raw in reversed(post_office.mails) if name == "anna@x.example")
    mail = message_from_bytes(content, policy=default)
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert "revue du samedi 21 novembre 2026 n’est pas certaine" in part.get_content().replace(
            "\N{NO-BREAK SPACE}", " "
        )


def test_two_that_deliver_at_once_send_one_mail_each(
    given: Post, post_office: PostOffice, tmp_path: Path
) -> None:
    post_office.delay = 0.05

    def run() -> None:
        with (
            open_store(given.job.settings.database) as store,
            open_outbox(given.job.settings.database) as outbox,
        ):
            deliver(Post(replace(given.job, store=store), outbox, timedelta(0)))

    crowd = [Thread(target=run) for _ in range(4)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert Counter(name for name, _ in post_office.mails) == {
        "anna@x.example": 1,
        "taro@x.example": 1,
    }
    assert (tmp_path / "soie.db").is_file()


def test_a_filter_that_asks_for_what_is_not_known_is_told() -> None:
    base = load()
    for filter_settings in (FilterSettings(sectors=("x",)), FilterSettings(entities=("x",))):
        reader = ANNA.model_copy(update={"filter": filter_settings})
        with pytest.raises(ConfigurationError, match=r"anna@x\.example: filter\.\w+: 'x'"):
            check_readers([reader], base)
    check_readers([ANNA, TARO], base)


def test_no_server_no_mail(given: Post) -> None:
    bare = later(given, 0, host="")
    assert deliver_due(bare.job) == ()
    with pytest.raises(ConfigurationError, match=r"mail\.host"):
        deliver(bare)


POSTMAN = """
import os, signal, sys, time
from datetime import date, timedelta
from knowledge import load
from scheduler.delivery import Post, deliver, pack
from scheduler.due import errand_of
from scheduler.run import Job
from storage import open_outbox, open_store
from tests.scheduler.test_delivery import settings, silent
from pathlib import Path

chosen, base = settings(Path(sys.argv[1]), int(sys.argv[2])), load()
with open_store(chosen.database) as store, open_outbox(chosen.database) as outbox:
    job = Job(chosen, base, store, silent)
    for reader in chosen.readers:  # what all children share is made ready once
        pack(job, outbox, errand_of(reader, None, chosen.now)).message.as_bytes()
print("ready", flush=True)
for line in sys.stdin:
    day, seconds = line.split()
    child = os.fork()
    if not child:
        with open_store(chosen.database) as store, open_outbox(chosen.database) as outbox:
            post = Post(Job(chosen, base, store, silent), outbox, timedelta(0))
            deliver(post, date.fromisoformat(day))
        os._exit(0)
    if float(seconds):
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@pytest.fixture
def postman(store: Store, tmp_path: Path, post_office: PostOffice) -> Iterator[Callable[..., None]]:
    """Lets a process of its own deliver a day's digests; kills it after some seconds, unless 0."""
    del store
    command = [sys.executable, "-c", POSTMAN, str(tmp_path), str(post_office.port)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        orders, answers = process.stdin, process.stdout

        def go(day: date, kill_after: float = 0.0) -> None:
            orders.write(f"{day} {kill_after}\n")
            orders.flush()
            assert answers.readline() == "ended\n"

        yield go
        orders.close()


KILLS = int(os.environ.get("SOIE_TEST_KILLS", "8"))


def test_processes_killed_at_random_send_nobody_a_second_mail_and_forget_nobody(
    postman: Callable[..., None], post_office: PostOffice, outbox: Outbox
) -> None:
    post_office.delay = 0.02
    started = time.monotonic()
    postman(DAY)
    length = time.monotonic() - started
    moments = random.Random(20261122)  # noqa: S311 - a seeded test, no secret
    days = [DAY - timedelta(days=back) for back in range(1, KILLS + 1)]
    for day in days:
        postman(day, moments.uniform(0.01, length))
    torn = outbox.deliveries(days[-1])
    for day in days:
        postman(day)
    whole = {item.slot: item for item in outbox.deliveries(days[-1])}
    _check(post_office, whole)
    slots = {
        Slot(reader.key, "daily", day) for reader in (ANNA, TARO, LATE) for day in [DAY, *days]
    }
    assert whole.keys() == slots, "nobody is forgotten"
    ended = {item.state for item in whole.values()}
    assert ended <= {DeliveryState.SENT, DeliveryState.UNKNOWN}
    assert len(torn) < len(slots), "some were killed before they were done"


def _check(post_office: PostOffice, whole: dict[Slot, Delivery]) -> None:
    """Hold what the server took against what the store says."""
    ids = [
        str(message_from_bytes(content, policy=default)["Message-ID"]).strip()
        for _, content in post_office.mails
    ]
    taken = Counter(ids)
    assert max(taken.values()) == 1, "nobody got two"
    for item in whole.values():
        if item.state is DeliveryState.SENT:
            assert taken[item.message_id] == 1
    known = {item.message_id for item in whole.values()}
    assert taken.keys() <= known
