"""Work of a process that was killed is cleared away, work that goes on is left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from storage.workshop import workshop

ROOT = Path(__file__).parents[2]
AT_WORK = """
import sys
from pathlib import Path
from storage.workshop import workshop
with workshop(Path(sys.argv[1]), ".made-") as folder:
    (folder / "half").write_text("done")
    print(folder.name, flush=True)
    sys.stdin.read()
"""


def at_work(place: Path) -> tuple[subprocess.Popen[str], str]:
    """A process that makes something, and its folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(place)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_what_the_dead_left_goes_with_the_next(tmp_path: Path) -> None:
    place = tmp_path / "new"
    process, left = at_work(place)
    with workshop(place, ".made-") as folder:
        assert (place / left / "half").is_file(), "its maker is alive"
    process.kill()
    process.communicate()
    assert (place / left).is_dir()
    (place / "kept").touch()
    with workshop(place, ".made-") as folder:
        assert {path.name for path in place.iterdir()} == {"kept", folder.name}
    assert [path.name for path in place.iterdir()] == ["kept"]
