"""A short stretch of the simulated year: `make year` is the whole of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.models


def test_nine_days_with_every_fault_around_the_day_of_23_hours(root: Path) -> None:
    stretch = ["--from", "2025-03-25", "--days", "9", "--fortnight", "3", "--dense"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.year.year", *stretch],
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
        cwd=root,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "As it should be." in done.stdout
    assert "1 killed at work and 1 together with the clock" in done.stdout
    assert "second clock refused 1 times" in done.stdout
