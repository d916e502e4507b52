"""Pure decisions of a crawl: addresses, turns, robots, rolls and reports."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any

import pytest

from crawler.addresses import is_private, read_literal, refusal
from crawler.announced import Announced
from crawler.events import Event, EventKind
from crawler.health import report
from crawler.politeness import HostGate, retry_after
from crawler.refusal import Refusal
from crawler.robots import RobotsBook, Rules, read_robots
from crawler.roll import Roll, is_known
from news.health import carry_since
from news.page import Page, Visit
from news.report import SourceState
from news.source import Source, SourceKind

NOW = datetime(2022, 5, 20, 6, tzinfo=UTC)
SOURCE = Source("courrier", "C", "fr", "FR", "Europe/Paris", SourceKind.FEED, ())
URL = "http://courrier.example/a"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://0x7f.1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.1:8080/",
        "http://10.1.2.3/",
        "http://192.168.1.1./",
        "http://169.254.169.254/latest",
        "http://100.64.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fc00::1]/",
        "http://[fd12:3456::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[::]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://0.0.0.0/",
        "http://[ff02::1]/",
        "http://[fec0::1]/",
        "http://localhost/",
        "http://imprimante.local/",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://courrier.example/",
        "javascript:alert(1)",
        "//courrier.example/",
        "http:///chemin",
        "http://[mal/",
        "http://courrier.example:99999/",
    ],
)
def test_cases_11_and_12_addresses_that_are_not_for_us(url: str) -> None:
    assert refusal(url, allow_private=False)


def test_addresses_that_are() -> None:
    for url in ("https://courrier.example/a", "http://8.8.8.8/", "http://[2001:4860:4860::8888]/"):
        assert refusal(url, allow_private=False) == ""
    assert refusal("http://127.0.0.1:8000/", allow_private=True) == ""
    assert refusal("file:///x", allow_private=True)


def test_numbers_are_read_as_machines_read_them() -> None:
    assert read_literal("0x7f.1") == ip_address("127.0.0.1")
    assert read_literal("courrier.example") is None
    assert read_literal("1.2.3.4.5") is None
    assert is_private(ip_address("224.0.0.1"))
    assert not is_private(ip_address("1.1.1.1"))


class Clock:
    """Seconds that pass when somebody sleeps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(asyncio, "sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def __call__(self) -> float:
        """The time."""
        return self.now


def test_a_host_is_left_in_peace_between_two_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    gate = HostGate(1.0, 4, 100.0, clock)

    async def visit(host: str, seconds: float = 0.0) -> float:
        await gate.enter(host)
        entered = clock.now
        clock.now += seconds
        gate.leave(host)
        return entered

    async def visits() -> list[float]:
        times = [await visit("a"), await visit("a", 5.0), await visit("a")]
        gate.slow_down("a", 7.0)
        times += [await visit("a"), await visit("a")]
        gate.postpone("a", 20.0)
        return [*times, await visit("b"), await visit("a")]

    # One second of pause; five after an answer that took five; seven as robots.txt asks; twenty as
    # the server asks; and nothing for another host.
    assert asyncio.run(visits()) == [0.0, 1.0, 11.0, 18.0, 25.0, 25.0, 45.0]


def test_a_pause_longer_than_the_crawl_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    gate = HostGate(0.0, 4, 10.0, clock)

    async def wait() -> None:
        gate.postpone("a", 3600.0)
        await gate.enter("a")

    with pytest.raises(Refusal) as caught:
        asyncio.run(wait())
    assert caught.value.state is SourceState.TIMEOUT
    assert gate.remaining == 10.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("Fri, 20 May 2022 06:00:30 GMT", 30.0),
        ("Fri, 20 May 2022 05:00:00 GMT", 0.0),
        ("bientôt", None),
        ("-5", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_robots_rules_and_what_their_absence_means() -> None:
    book = RobotsBook("fildesoie/1")
    rules = read_robots(200, b"User-agent: fildesoie\nDisallow: /x\nCrawl-delay: 2.5\n")
    refused = book.verdict(rules, "http://a.example/x/1")
    closed = book.verdict(read_robots(503, b""), "http://a.example/")
    assert refused
    assert closed

    assert refused[0] is SourceState.ROBOTS_REFUSED
    assert closed[0] is SourceState.HTTP_ERROR
    assert book.verdict(rules, "http://a.example/y") is None
    assert book.verdict(read_robots(404, b"<html>"), "http://a.example/x") is None
    assert book.pause(rules) == 2.5
    assert book.pause(read_robots(404, b"")) == 0


def test_each_host_is_asked_for_its_rules_once() -> None:
    asked: list[str] = []

    async def ask(url: str) -> Rules:
        asked.append(url)
        await asyncio.sleep(0)
        return Rules()

    async def both() -> None:
        book = RobotsBook("x")
        await asyncio.gather(
            *(book.rules(url, ask) for url in ("http://a.example/1", "http://a.example/2"))
        )

    asyncio.run(both())
    assert asked == ["http://a.example/robots.txt"]


def test_what_was_seen_and_did_not_change_is_known() -> None:
    seen = Visit(URL, NOW, 200)
    item = Announced(URL)

    assert not is_known(item, None)
    assert is_known(item, seen)
    assert is_known(item, replace(seen, status=404))
    assert not is_known(item, replace(seen, status=503))
    assert is_known(replace(item, updated=NOW - timedelta(minutes=1)), seen)
    assert not is_known(replace(item, updated=NOW + timedelta(minutes=1)), seen)


def test_a_roll_forgets_its_validators_while_something_is_left() -> None:
    page = Page(URL, URL, 200, b"", NOW)
    visit = Visit(URL, NOW, 200, etag='"v1"')

    def settled(state: SourceState, status: int = 200) -> str:
        roll = Roll(SOURCE, page, visit, awaited=1)
        roll.settle(state, status)
        assert roll.complete
        assert roll.delivery
        return roll.delivery.visit.etag

    assert settled(SourceState.OK) == '"v1"'
    assert settled(SourceState.EXTRACTION_ERROR) == '"v1"'
    assert settled(SourceState.HTTP_ERROR, 410) == '"v1"'
    assert settled(SourceState.HTTP_ERROR, 500) == ""
    assert settled(SourceState.TIMEOUT) == ""
    assert settled(SourceState.ROBOTS_REFUSED) == ""


def event(kind: EventKind, state: SourceState = SourceState.OK, **more: Any) -> Event:  # noqa: ANN401 - fields by name
    return Event("courrier", kind, URL, state, **more)


def test_a_report_counts_and_names() -> None:
    events = [
        event(EventKind.ANSWER),
        event(EventKind.LISTING, count=4),
        event(EventKind.KNOWN),
        event(EventKind.ANSWER),
        event(EventKind.ARTICLE, outcome="new"),
        event(EventKind.ARTICLE, outcome="revised"),
        event(EventKind.FAULT, SourceState.ROBOTS_REFUSED, detail="robots.txt"),
    ]
    found = report("courrier", events, NOW)

    assert (found.state, found.pages, found.listed) == (SourceState.OK, 2, 4)
    assert (found.new, found.revised, found.unchanged, found.robots_blocked) == (1, 1, 1, 1)
    assert [fault.state for fault in found.faults] == [SourceState.ROBOTS_REFUSED]
    assert not found.sound


def test_a_report_is_complete_when_nothing_happened() -> None:
    found = report("courrier", [], NOW)

    assert (found.source_id, found.state, found.pages) == ("courrier", SourceState.TIMEOUT, 0)
    assert found.faults[0].detail


def test_one_sound_address_makes_a_source_sound_and_its_fault_is_kept() -> None:
    broken = event(EventKind.LISTING, SourceState.HTTP_ERROR, detail="500")
    unchanged = event(EventKind.LISTING, SourceState.UNCHANGED)

    assert report("courrier", [broken, unchanged], NOW).state is SourceState.UNCHANGED
    assert report("courrier", [broken, unchanged], NOW).faults[0].detail == "500"
    assert report("courrier", [broken], NOW).state is SourceState.HTTP_ERROR


def test_a_source_none_of_whose_pages_can_be_read_is_sick() -> None:
    listing = event(EventKind.LISTING, count=3)
    fault = event(EventKind.FAULT, SourceState.EXTRACTION_ERROR)

    assert report("courrier", [listing, fault], NOW).state is SourceState.OK
    sick = report("courrier", [listing, fault, fault, fault], NOW)
    assert sick.state is SourceState.EXTRACTION_ERROR
    read = event(EventKind.ARTICLE, outcome="new")
    assert report("courrier", [listing, fault, fault, fault, read], NOW).state is SourceState.OK


def test_since_is_carried_while_the_state_lasts() -> None:
    earlier = report("courrier", [], NOW - timedelta(days=3))
    today = report("courrier", [], NOW)
    well = report("courrier", [event(EventKind.LISTING)], NOW)

    assert carry_since(earlier, today).since == earlier.since
    assert carry_since(earlier, well).since == NOW
    assert carry_since(None, today) == today
