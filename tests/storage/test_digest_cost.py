"""A digest costs what its day holds, not what the store holds; `make bench-growth` goes further."""

from __future__ import annotations

from pathlib import Path

from tests.bench.digest import measure


def test_four_times_the_store_costs_the_same(tmp_path: Path) -> None:
    """In steps of SQLite's machine, which no other work on this computer changes."""
    small, large = (measure(tmp_path / f"{size}.db", size) for size in (1_500, 6_000))
    assert small.digest.stories == large.digest.stories
    assert len(small.digest.stories) == 25
    assert len(small.digest.fortnight) == 14 * 25
    assert len(small.digest.met) == 25
    assert small.steps > 10
    assert large.steps <= 1.25 * small.steps
