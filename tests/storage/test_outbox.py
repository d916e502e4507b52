"""The outbox: a mail has one holder at a time, and passes the point of no return once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from news.article import Article
from news.source import Rights
from storage import Claim, DeliveryState, Exhibit, Outbox, Slot, Store, open_outbox

DAY = date(2026, 11, 21)
SLOT = Slot("anna@lecteurs.example", "daily", DAY)
EIGHT = datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.fixture
def outbox(store_url: str) -> Iterator[Outbox]:
    with open_outbox(store_url) as opened:
        yield opened


def claim(token: str, slot: Slot = SLOT, minutes: int = 0) -> Claim:
    at = EIGHT + timedelta(minutes=minutes)
    return Claim(slot, token, f"<{token}@x.example>", at, at - timedelta(minutes=10))


def state(outbox: Outbox) -> tuple[DeliveryState, int, str]:
    (found,) = outbox.deliveries()
    return found.state, found.attempts, found.detail


def test_a_mail_is_claimed_once(outbox: Outbox) -> None:
    assert outbox.claim(claim("a"))
    assert not outbox.claim(claim("b"))
    assert not outbox.claim(claim("a"))
    other = Slot("anna@lecteurs.example", "weekly", DAY)
    assert outbox.claim(claim("c", other))


@pytest.mark.parametrize(
    ("reached", "free"),
    [
        (DeliveryState.SENT, False),
        (DeliveryState.FAILED, False),
        (DeliveryState.UNKNOWN, False),
        (DeliveryState.DEFERRED, True),
    ],
)
def test_only_what_was_put_off_may_be_claimed_again(
    outbox: Outbox, reached: DeliveryState, *, free: bool
) -> None:
    first = claim("a")
    assert outbox.claim(first)
    assert outbox.pledge(first, EIGHT, ())
    outbox.settle(first, reached, EIGHT, "250 taken")
    assert state(outbox) == (reached, 1, "250 taken")
    assert outbox.claim(claim("b", minutes=600)) is free
    assert state(outbox)[1] == (2 if free else 1)


def test_a_dead_claim_is_taken_over_and_its_holder_may_not_send(outbox: Outbox) -> None:
    slow, quick = claim("slow"), claim("quick", minutes=11)
    assert outbox.claim(slow)
    assert not outbox.claim(claim("early", minutes=9))
    assert outbox.claim(quick)
    assert not outbox.pledge(slow, EIGHT, ())
    outbox.settle(slow, DeliveryState.FAILED, EIGHT, "too late")
    assert state(outbox) == (DeliveryState.CLAIMED, 2, "")
    assert outbox.pledge(quick, EIGHT, ())
    assert not outbox.pledge(quick, EIGHT, ()), "the point of no return is passed once"
    assert not outbox.claim(claim("later", minutes=10_000)), "what may have been sent stays so"


def test_what_is_settled_stays_settled(outbox: Outbox) -> None:
    first = claim("a")
    outbox.claim(first)
    outbox.pledge(first, EIGHT, ())
    outbox.settle(first, DeliveryState.SENT, EIGHT, "")
    outbox.settle(first, DeliveryState.DEFERRED, EIGHT, "")
    assert state(outbox)[0] is DeliveryState.SENT


def test_of_many_that_claim_at_once_one_has_it(store_url: str) -> None:
    taken: list[str] = []
    with open_outbox(store_url):
        gate = Barrier(6)

    def contend(token: str) -> None:
        with open_outbox(store_url) as mine:
            gate.wait()
            if mine.claim(claim(token)):
                taken.append(token)

    crowd = [Thread(target=contend, args=(f"t{number}",)) for number in range(6)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert len(taken) == 1


def test_the_ledger_tells_what_was_sent_or_may_have_been(
    outbox: Outbox, store: Store, make_article: Callable[..., Article]
) -> None:
    kept = make_article(1)
    store.keep_article(kept)
    store.keep_article(make_article(1, title="Le titre corrigé"))
    gone = Exhibit("gone", "asahi", "https://a.example/1", Rights.TITLE)
    exhibits = [Exhibit(kept.id, kept.source_id, kept.url, Rights.EXCERPT), gone]
    ends = {
        "anna@x.example": DeliveryState.SENT,
        "bert@x.example": DeliveryState.FAILED,
        "carl@x.example": None,
    }
    for reader, end in ends.items():
        mine = claim(reader, Slot(reader, "daily", DAY))
        outbox.claim(mine)
        outbox.pledge(mine, EIGHT, exhibits)
        if end:
            outbox.settle(mine, end, EIGHT, "")
    lines = outbox.ledger(DAY, DAY)
    assert [(line.delivery.slot.reader, line.delivery.state) for line in lines] == [
        ("anna@x.example", DeliveryState.SENT),
        ("anna@x.example", DeliveryState.SENT),
        ("carl@x.example", DeliveryState.UNKNOWN),
        ("carl@x.example", DeliveryState.UNKNOWN),
    ]
    assert {line.title for line in lines} == {"Le titre corrigé", ""}
    assert gone in {line.exhibit for line in lines}
    assert outbox.ledger(DAY - timedelta(days=3), DAY - timedelta(days=1)) == []


def test_a_second_attempt_replaces_what_the_first_would_have_shown(outbox: Outbox) -> None:
    first, second = claim("a"), claim("b")
    outbox.claim(first)
    outbox.pledge(first, EIGHT, [Exhibit("old", "s", "https://a.example/1", Rights.LINK)])
    outbox.settle(first, DeliveryState.DEFERRED, EIGHT, "451 later")
    assert outbox.ledger(DAY, DAY) == []
    outbox.claim(second)
    outbox.pledge(second, EIGHT, [Exhibit("new", "s", "https://a.example/2", Rights.LINK)])
    assert [line.exhibit.article_id for line in outbox.ledger(DAY, DAY)] == ["new"]


def test_one_process_s_mails_do_not_touch_one_another(outbox: Outbox) -> None:
    slots = [Slot("bert@x.example", "weekly", DAY), Slot("bert@x.example", "daily", DAY)]
    slots += [SLOT, Slot("bert@x.example", "daily", DAY - timedelta(days=1))]
    mails = [claim("same", slot) for slot in slots]
    for mail in mails:
        assert outbox.claim(mail)
    put_off = mails[2]
    assert outbox.pledge(put_off, EIGHT + timedelta(minutes=1), ())
    outbox.settle(put_off, DeliveryState.DEFERRED, EIGHT + timedelta(minutes=2), "later")
    found = outbox.deliveries()
    assert [item.slot for item in found] == [slots[2], slots[1], slots[0], slots[3]]
    told = [(item.state, item.at) for item in found]
    claimed = (DeliveryState.CLAIMED, EIGHT)
    deferred = (DeliveryState.DEFERRED, EIGHT + timedelta(minutes=2))
    assert told == [deferred, claimed, claimed, claimed]
    assert not outbox.claim(claim("b", slots[0]))
    assert outbox.deliveries()[0].attempts == 1, "another mail was asked for"
    assert [item.slot.day for item in outbox.deliveries(DAY)] == [DAY] * 3
    assert outbox.deliveries(DAY + timedelta(days=1)) == []


def test_a_claim_is_dead_from_its_last_instant_on(outbox: Outbox) -> None:
    assert outbox.claim(claim("slow"))
    quick = claim("quick", minutes=10)
    assert outbox.claim(quick)
    assert outbox.pledge(quick, EIGHT + timedelta(minutes=11), ())
    (found,) = outbox.deliveries()
    assert found.at == EIGHT + timedelta(minutes=11)


def test_the_ledger_is_in_order_and_names_each_article_by_its_latest_title(
    outbox: Outbox, store: Store, make_article: Callable[..., Article]
) -> None:
    first, second = make_article(1), make_article(2)
    for article in (first, second, make_article(2, title="Le titre corrigé")):
        store.keep_article(article)
    exhibits = [
        Exhibit(each.id, each.source_id, each.url, Rights.EXCERPT) for each in (second, first)
    ]
    before = DAY - timedelta(days=1)
    slots = [Slot(*key) for key in (("bert", "weekly", before), ("anna", "weekly", DAY))]
    slots.append(Slot("anna", "daily", DAY))
    for slot in slots:
        mine = claim(slot.reader, slot)
        outbox.claim(mine)
        outbox.pledge(mine, EIGHT, exhibits)
    titles = {first.id: first.title, second.id: "Le titre corrigé"}
    assert [
        (line.delivery.slot, line.exhibit.article_id, line.title)
        for line in outbox.ledger(before, DAY)
    ] == [
        (slot, key, title)
        for slot in (slots[0], slots[2], slots[1])
        for key, title in titles.items()
    ]
