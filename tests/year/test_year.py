"""A short stretch of the simulated year: `make year` is the whole of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.models


@pytest.mark.parametrize(
    "stretch",
    [
        ["--from", "2025-03-25", "--days", "13", "--fortnight", "4", "--dense"],
        ["--from", "2025-10-23", "--days", "6", "--fortnight", "2"],
    ],
    ids=["a fault every day around the day of 23 hours", "the day of 25 hours"],
)
def test_a_stretch_of_the_year(root: Path, stretch: list[str]) -> None:
    command = [sys.executable, "-m", "tests.year.year", *stretch]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=500, check=False, cwd=root
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "As it should be." in done.stdout
