"""Reading one archive: sieve, extraction, analysis. Imports no engine, keeps no article."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from threading import Event, Thread

from crawler import Saved, Sieve, Sifted, extract, read_web_archive
from knowledge import Knowledge
from news.analysis import Tier
from news.article import Article, permitted
from news.errors import ExtractionError, SoieError
from nlp import Reader, names_of_sides
from scheduler.backfill.lectern import ALONE, lectern
from scheduler.backfill.order import Finding, Harvest, Order
from scheduler.backfill.outlets import Outlets
from scheduler.lease import new_holder, utc_now
from scheduler.settings import Settings
from storage import Ledger, Unit, open_ledger

SIEVE = "1"
"""Raised by hand with every change of the sieve after which archives should be read again."""
_SIGNS = 4
"""Signs of life given in the time after which a reader is thought dead."""


@dataclass(frozen=True, slots=True)
class _Workshop:
    """What one process reads archives with; made once."""

    settings: Settings
    knowledge: Knowledge
    outlets: Outlets
    sieve: Sieve
    reader: Reader
    ledger: Ledger


@lru_cache(maxsize=1)
def _workshop(order: Order) -> _Workshop:
    desk = lectern(order)
    return _Workshop(
        desk.settings,
        desk.knowledge,
        Outlets(desk.knowledge.sources),
        Sieve(names_of_sides(desk.knowledge)),
        desk.reader,
        open_ledger(order.database),
    )


def maker_of(reader: Reader) -> str:
    """What reads an archive: an archive read by another maker is to be read again."""
    return f"{reader.maker};sieve-{SIEVE}"


def read_unit(order: Order, unit: Unit) -> Harvest:
    """Read one archive, giving signs of life in the ledger; what it gave is not kept yet.

    Raises:
        StoreError: when the ledger cannot be reached.
    """
    with ALONE:
        return _read_unit(order, unit)


def _read_unit(order: Order, unit: Unit) -> Harvest:
    shop = _workshop(order)
    holder, now = new_holder(), utc_now()
    patience = timedelta(seconds=order.patience_seconds)
    if not shop.ledger.take(unit, holder, now, now - patience):
        return Harvest(unit, held=True)
    sifted, counts = Sifted(), Counter[str]()
    found: list[Finding] = []
    fault = ""
    with _alive(shop.ledger, unit, holder, order.patience_seconds / _SIGNS):
        try:
            found.extend(_findings(shop, Path(unit.place), sifted, counts))
        except ExtractionError as error:
            fault = error.sentence
    told = {"pages": sifted.pages, "survivors": sifted.wanted, **counts}
    return Harvest(unit, tuple(found), told, fault)


def _findings(
    shop: _Workshop, path: Path, sifted: Sifted, counts: Counter[str]
) -> Iterator[Finding]:
    """What is worth keeping of an archive.

    Of a source of the catalogue all that the sieve lets through, as the daily job keeps it; of
    other outlets what is on the subject.
    """
    waiting: deque[Article] = deque()

    def articles() -> Iterator[Article]:
        for saved in read_web_archive(path, shop.settings.instant(), shop.sieve.admits, sifted):
            try:
                article = _article(shop, saved)
            except ExtractionError as error:
                counts[error.code] += 1
                continue
            waiting.append(article)
            yield article

    for analysis in shop.reader.read(articles(), shop.knowledge.sources):
        article = waiting.popleft()
        ours = article.source_id in shop.knowledge.sources
        if ours or analysis.relevance.tier is not Tier.OFF:
            yield Finding(article, analysis)


def _article(shop: _Workshop, saved: Saved | ExtractionError) -> Article:
    if isinstance(saved, ExtractionError):
        raise saved
    source = shop.knowledge.sources.get(saved.source_id) or shop.outlets.known(saved.page)
    source = source or shop.outlets.stranger(saved.page)
    return permitted(extract(saved.page, source, saved.hints))


@contextmanager
def _alive(ledger: Ledger, unit: Unit, holder: str, every_seconds: float) -> Iterator[None]:
    """Give signs of life from a thread while the block runs."""
    ended = Event()

    def beat() -> None:
        while not ended.wait(every_seconds):
            try:
                if not ledger.beat(unit, holder, utc_now()):
                    return  # thought dead, and taken over: what both find is the same
            except SoieError:
                continue  # the store is busy for the moment

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
