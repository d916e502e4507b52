"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Real material to measure on, beside the project; the test skips loudly without it."""
    if not SHARED.is_dir():
        pytest.skip(f"MEASURED NOTHING: {SHARED} is absent")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT
