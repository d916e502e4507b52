"""A short soak: two days of forty outlets, two of them broken. `make soak` is the long one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_two_days_of_forty_outlets(root: Path) -> None:
    command = [sys.executable, "-m", "tests.soak.soak", "40", "2"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        cwd=root,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "as it should be" in done.stdout
