"""What a run, a digest and a search do with the store, one by one, to be timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from digest import DigestOrder, build, render
from knowledge import Knowledge
from news.analysis import Analysis, Relevance, Tier
from news.article import Article, Precision, Published
from news.page import Visit
from news.review import Review, Subject, Verdict
from news.story import Membership, Story
from scheduler.cli.look import find
from scheduler.gathering import gather
from scheduler.run import Job, group_stories
from scheduler.settings import Settings
from storage import Query, open_store
from storage.sql_store import SqlStore
from tests.bench.press import A_DAY, COMMON, NOON, RARE

MAKER = "bench"
FEW = 16
"""Articles that are analysed and grouped at a time: a small run."""
FOUND = 20
"""Articles that a search shows."""
_DAY = NOON.date() - timedelta(days=1)

Work = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Articles that no store has, a new lot each time."""

    store: SqlStore
    numbers: Iterator[int]

    def article(self) -> Article:
        """The next one, of the last day."""
        number = next(self.numbers)
        published = Published(NOON - timedelta(minutes=number % 600), Precision.INSTANT, "feed")
        text = f"Le marché {number} de la région attend sa gare et son musée {number * 7}."
        url = f"https://presse.example/neu/{number}"
        return Article(f"n{number:07}", "source-4", url, text[:40], text, "fr", published, NOON)

    def some(self) -> None:
        """Keep a few, each with an analysis."""
        new = [self.article() for _ in range(FEW)]
        for article in new:
            self.store.keep_article(article)
        self.store.keep_analyses(map(analysed, new))


def analysed(article: Article, maker: str = MAKER) -> Analysis:
    """An analysis of an article on the subject."""
    return Analysis(article.id, 1, maker, "fr", 1.0, (), Relevance(Tier.CONTEXT, 3.0, ()))


def operations(store: SqlStore, base: Knowledge) -> Iterator[Work]:
    """Everything but the desk's pages."""
    new = Newcomers(store, count(1))
    yield from _keeping(store, new)
    yield from _asking(store)
    for language in ("fr", "ja"):
        for kind, words in (("rare", RARE), ("common", COMMON)):
            text = words[language]
            yield f"search: a {kind} word, {language}", lambda text=text: find(store, text, FOUND)  # type: ignore[misc] # a default binds it now
    yield "digest: a day, gathered, built and written as HTML", lambda: digest(store, base)
    settings = Settings(database=str(store.address), now=NOON, knowledge=None)
    job = Job(settings, base, store, lambda *_: None)
    yield (
        f"grouping: {FEW} articles among those of the last days",
        lambda: _grouped(job, new),
    )


def _grouped(job: Job, new: Newcomers) -> None:
    new.some()
    assert group_stories(job)


def _keeping(store: SqlStore, new: Newcomers) -> Iterator[Work]:
    known = new.article()
    visit = Visit(known.url, NOON, 200, etag='"1"')
    says = Review("", "a0000000", Subject.TIER, Verdict.ACCEPTED, MAKER, NOON)
    store.keep_article(known)
    store.keep_analyses([analysed(known)])
    yield "store: opened", lambda: open_store(f"sqlite:///{store.address.path}").close()
    yield "store: a new article kept", lambda: store.keep_article(new.article())
    yield "store: an article that it has", lambda: store.keep_article(known)
    yield "store: a visit kept and asked for", lambda: _visit(store, visit)
    yield f"store: {FEW} articles and analyses kept", new.some
    yield (
        "store: a review kept",
        lambda: store.keep_review(replace(says, id=f"new-{next(new.numbers)}")),
    )
    story = Story("snew", NOON, NOON, (Membership(known.id),))
    yield "store: a story kept", lambda: store.keep_stories([story])


def _visit(store: SqlStore, visit: Visit) -> None:
    store.keep_visit(visit)
    assert store.visit(visit.url) == visit


def _asking(store: SqlStore) -> Iterator[Work]:
    yield "store: what is left to read", lambda: list(store.unread(MAKER, again=0))
    yield "store: what another maker read, 50 of it", lambda: list(store.unread("new", again=50))
    yield "store: what a run counts", lambda: counted(store)
    yield "store: totals (status, doctor)", store.totals
    window = Query(since=NOON - timedelta(days=1), until=NOON, limit=A_DAY)
    yield "store: the readings of a day", lambda: store.readings(window)


def counted(store: SqlStore) -> dict[Tier, int]:
    """As a run's report has it."""
    return {tier: store.count(Query(tiers=(tier,))) for tier in Tier}


def digest(store: SqlStore, base: Knowledge) -> str:
    """Yesterday's page."""
    order = DigestOrder(_DAY, "fr", "Europe/Paris", NOON)
    return render(build(order, *gather(store, order), ()), "html", base)
