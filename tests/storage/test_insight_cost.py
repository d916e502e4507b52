"""Looking over time costs what a page or a window holds, not what the store holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from news.analysis import TagKind, Tier
from storage import Insight, Thread, open_insight, open_store
from storage.sql_insight import SqlInsight
from storage.sql_store import SqlStore
from tests.bench.digest import fill
from tests.bench.measure import count_steps

NAGOYA = (TagKind.PLACE, "nagoya")
NOW = datetime(2026, 11, 21, tzinfo=UTC)
TEN_DAYS = timedelta(days=10)
QUESTIONS: dict[str, Callable[[Insight], object]] = {
    "stories of a name": lambda it: it.leads(Thread(NAGOYA)),
    "its older stories": lambda it: it.leads(Thread(NAGOYA, before=(NOW - TEN_DAYS, "a"))),
    "core stories": lambda it: it.leads(Thread(tier=Tier.CORE, before=(NOW - TEN_DAYS, "a"))),
    "company": lambda it: it.company(NAGOYA, 300),
    "labels": lambda it: it.labels([NAGOYA]),
    "counts": lambda it: it.counts(NAGOYA, [NOW - TEN_DAYS, NOW]),
    "recurrences": lambda it: it.recurrences(NOW - TEN_DAYS, 2),
    "evidence": lambda it: it.evidence([NAGOYA], NOW - TEN_DAYS),
    "strata": lambda it: it.strata(NOW - TEN_DAYS, NOW),
    "ratings": lambda it: it.ratings(NOW - TEN_DAYS),
}


def measure(path: Path, articles: int) -> dict[str, tuple[int, object]]:
    """Hundreds of steps of SQLite's machine, and the answer, of each question."""
    with open_store(f"sqlite:///{path}") as store:
        assert isinstance(store, SqlStore)
        fill(store, articles)
    found = {}
    with open_insight(f"sqlite:///{path}") as insight:
        assert isinstance(insight, SqlInsight)
        steps = count_steps(insight)
        for name, ask in QUESTIONS.items():
            before = len(steps)
            answer = ask(insight)
            found[name] = (len(steps) - before, answer)
    return found


def test_four_times_the_store_costs_the_same(tmp_path: Path) -> None:
    """In steps of SQLite's machine, which no other work on this computer changes."""
    small, large = (measure(tmp_path / f"{size}.db", size) for size in (1_500, 6_000))
    for name, (steps, answer) in small.items():
        assert large[name][1] == answer, name
        assert large[name][0] <= 1.25 * steps + 2, name
    assert len(small["stories of a name"][1]) == 20  # type: ignore[arg-type]  # a list, as asked
    assert len(small["company"][1]) > 100  # type: ignore[arg-type]  # the same
    assert small["company"][0] > 100
