"""Case 21: a full disk or a read-only database ends a command cleanly, and the next one goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scheduler.cli import call
from storage import Store, open_store
from tests.scheduler.conftest import Keep

ROOT = Path(__file__).parents[2]
NOBODY = 65534
PAGE = """<html lang="fr"><head><title>{title}</title></head><body><article><h1>{title}</h1>
<p>{text}</p></article></body></html>"""
LIMITED = """
import resource, signal, sys
from scheduler.cli import call
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
size = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
sys.exit(call(sys.argv[2:]))
"""


def pages(folder: Path, count: int) -> Path:
    """Pages of an outlet, long enough to fill a small disk."""
    folder.mkdir()
    for number in range(count):
        words = " ".join(f"La filature {number} reprend le travail {at}." for at in range(900))
        page = PAGE.format(title=f"La filature {number} rouvre", text=words)
        (folder / f"{number:02}.html").write_text(page, "utf-8")
    return folder


def ingest(config: Path, folder: Path, limit: int) -> subprocess.CompletedProcess[str]:
    """`soie ingest` on a disk on which no file can grow beyond a size in bytes."""
    command = [sys.executable, "-c", LIMITED, str(limit), "--config", str(config)]
    return subprocess.run(
        [*command, "ingest", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.models
def test_a_full_disk_ends_the_command_and_the_next_one_completes_it(
    config: Path, store: Store, keep: Keep
) -> None:
    earlier = keep("Ce qui était là avant")
    store.close()
    folder = pages(config.parent / "pages", 30)
    done = ingest(config, folder, 400_000)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("soie: ")
    assert "disk" in line
    assert "space" in line
    url = f"sqlite:///{config.parent}/soie.sqlite"
    with open_store(url) as again:
        kept = again.totals()["articles"]
        assert 1 < kept < 31, "what was kept before the disk was full stays"
        assert earlier.id in {article.id for article in again.unread("nobody")}
    assert ingest(config, folder, -1).returncode == 0
    with open_store(url) as again:
        totals = again.totals()
        assert totals["articles"] == totals["revisions"] == 31


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user who may not write")
def test_a_read_only_database_is_told_in_one_line(
    config: Path, store: Store, keep: Keep, capsys: pytest.CaptureFixture[str]
) -> None:
    keep("Ce qui était là avant")
    store.close()
    # Not below pytest's own folder, which another run of it closes to others at any time.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(config.parent, folder, dirs_exist_ok=True)
        moved = folder / config.name
        moved.write_text(
            config.read_text(encoding="utf-8").replace(str(config.parent), name), encoding="utf-8"
        )
        commands = (["purge"], ["erase", "Kanae Otsubo"])
        for command in commands:
            # Once as root, so that nothing is left to be imported from places closed to others.
            assert call(["--config", str(moved), *command, "--dry-run"]) == 0
        capsys.readouterr()
        folder.chmod(0o755)
        (folder / "soie.sqlite").chmod(0o444)
        os.seteuid(NOBODY)
        try:
            for command in commands:
                assert call(["--config", str(moved), *command]) == 1
                (line,) = capsys.readouterr().err.splitlines()
                assert "soie.sqlite may not be written — give write permission" in line
        finally:
            os.seteuid(0)
        (folder / "soie.sqlite").chmod(0o644)
        assert call(["--config", str(moved), "purge"]) == 0
