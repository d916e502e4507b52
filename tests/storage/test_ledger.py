"""The ledger of archives: each read by one process at a time, and rescued from dead ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from storage import Ledger, LedgerEntry, Unit, UnitState, open_ledger

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
PATIENCE = timedelta(seconds=60)
UNIT = Unit("/archives/a.warc.gz", 5_000_000_000, "m1")


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    with open_ledger(store_url) as opened:
        opened.enlist([UNIT])
        yield opened


def take(ledger: Ledger, holder: str, now: datetime) -> bool:
    return ledger.take(UNIT, holder, now, now - PATIENCE)


def entry(ledger: Ledger) -> LedgerEntry:
    (found,) = ledger.entries()
    return found


def test_an_archive_is_read_by_one_process(ledger: Ledger) -> None:
    assert take(ledger, "a", NOON)
    assert not take(ledger, "b", NOON)
    assert ledger.beat(UNIT, "a", NOON + PATIENCE)
    assert not take(ledger, "b", NOON + PATIENCE + timedelta(seconds=59))
    assert (entry(ledger).holder, entry(ledger).attempts) == ("a", 1)


def test_one_whose_reader_falls_silent_is_rescued(ledger: Ledger) -> None:
    assert take(ledger, "a", NOON)
    assert take(ledger, "b", NOON + PATIENCE)
    assert not ledger.beat(UNIT, "a", NOON + PATIENCE)
    ledger.free(UNIT, "a")
    assert entry(ledger).state is UnitState.DOING
    assert (entry(ledger).holder, entry(ledger).attempts) == ("b", 2)
    ledger.free(UNIT, "b")
    assert entry(ledger).state is UnitState.WAITING
    assert take(ledger, "c", NOON)


def test_what_is_done_stays_done(ledger: Ledger) -> None:
    assert take(ledger, "a", NOON)
    done = LedgerEntry(UNIT, UnitState.DONE, finished_at=NOON, counts={"pages": 7})
    ledger.finish(done)
    ledger.enlist([UNIT, UNIT], again=True)
    ledger.finish(LedgerEntry(UNIT, UnitState.QUARANTINED, detail="late"))
    assert not take(ledger, "b", NOON + 9 * PATIENCE)
    assert (entry(ledger).state, entry(ledger).counts) == (UnitState.DONE, {"pages": 7})


def test_quarantined_ones_wait_again_when_asked(ledger: Ledger) -> None:
    ledger.finish(LedgerEntry(UNIT, UnitState.QUARANTINED, detail="damaged"))
    ledger.enlist([UNIT])
    assert entry(ledger).detail == "damaged"
    assert not take(ledger, "a", NOON)
    ledger.enlist([UNIT], again=True)
    assert take(ledger, "a", NOON)


def test_a_file_that_grew_or_another_maker_is_another_unit(ledger: Ledger) -> None:
    ledger.enlist([Unit(UNIT.place, 1, "m1"), Unit(UNIT.place, UNIT.size, "m2")])
    assert len(ledger.entries()) == 3
