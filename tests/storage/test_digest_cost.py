"""A digest costs what its day holds, not what the store holds; `make bench-store` goes further."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def bench(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_digest", root / "tests/bench_digest.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_digest"] = module
    spec.loader.exec_module(module)
    return module


def test_four_times_the_store_costs_the_same(bench: ModuleType, tmp_path: Path) -> None:
    """In steps of SQLite's machine, which no other work on this computer changes."""
    small, large = (bench.measure(tmp_path / f"{size}.db", size) for size in (1_500, 6_000))
    assert small.digest.stories == large.digest.stories
    assert len(small.digest.stories) == 25
    assert len(small.digest.fortnight) == 14 * 25
    assert len(small.digest.met) == 25
    assert small.steps > 10
    assert large.steps <= 1.25 * small.steps
